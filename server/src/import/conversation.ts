/**
 * A conversation that was held with Pol.is, as its open data is published: a table of statements with how many agreed
 * and disagreed, and a summary. Statements become ideas; how they are grouped is `conversation-themes.ts`'s to know.
 */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement, NewLink } from '@longtable/shared/plan/edits';
import { type Block, textBlock } from '@longtable/shared/plan/rich-text';
import { otherTheme, themes, themesOf } from './conversation-themes.ts';
import { type CsvTable, readCsv } from './csv-table.ts';
import type { ImportedPlan, ImportFile } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import { readMarkdown } from './markdown.ts';

interface Statement {
  id: ElementId;
  reference: string;
  text: string;
  agreed: string;
  disagreed: string;
  /** -1: those who ran the conversation did not show it to others. */
  isHidden: boolean;
  isSeed: boolean;
  isMeta: boolean;
  /** Milliseconds since 1970, or null. */
  at: number | null;
}

/**
 * What the table must have. Of the other columns, `author-id` and `group-informed-consensus` say how the tool did its
 * work, and are left out.
 */
const neededColumns = ['comment-id', 'comment-body', 'agrees', 'disagrees', 'moderated'];
const maxTitleCharacters = 300;

const hiddenNote = 'Moderated out: those who ran the conversation did not show this statement to others.';
const seedNote = 'Written by those who began the conversation.';
const metaNote = 'Marked as a statement about the people who took part.';

/** @throws ImportRefused when there is no table of statements, or more than one, or a row that is none */
export function readConversation(files: readonly ImportFile[]): ImportedPlan {
  const tables = files.map(readCsv);
  const [statementTable, second] = tables.filter(({ columns }) => columns.includes('comment-body'));
  if (!statementTable) {
    const needed = neededColumns.join(', ');
    throw new ImportRefused(`"${tables[0]?.path}" has no statements. A table of statements has the columns ${needed}.`);
  }
  if (second) throw new ImportRefused(`"${second.path}" holds another conversation. Import them one by one.`);
  const summaryTables = tables.filter((table) => table !== statementTable);
  const summary = new Map(summaryTables.flatMap(({ columns, rows }) => [columns, ...rows]).map(toPair));
  const statements = readStatements(statementTable);
  const topic = summary.get('topic')?.trim() || 'A conversation';
  const horizonTo = /\b(2[01]\d\d)\b/.exec(topic)?.[1] ?? null;
  const deliberation = readDeliberation(topic, summary, statements);
  const shown = statements.filter(({ isHidden }) => !isHidden).sort(byAgreement);
  const groups = group(shown);
  const challenges = groups.map(({ element }): NewElement => ({ ...element, horizonTo }));
  const ideas = [...shown, ...statements.filter(({ isHidden }) => isHidden)];
  return {
    plan: { title: topic, context: summary.get('conversation-description')?.trim() ?? '', languages: ['en'] },
    elements: [deliberation, ...challenges, ...ideas.map((statement) => ({ ...toIdea(statement), horizonTo }))],
    links: groups.flatMap(({ element, ideas }): NewLink[] => [
      { from: deliberation.id, to: element.id, type: 'addresses' },
      ...ideas.map(({ id }): NewLink => ({ from: id, to: element.id, type: 'addresses' })),
    ]),
  };
}

const toPair = ([name = '', ...values]: readonly string[]): [string, string] => [name.trim(), values.join(', ')];

function readStatements({ path, columns, rows }: CsvTable): Statement[] {
  const missing = neededColumns.find((column) => !columns.includes(column));
  if (missing) throw new ImportRefused(`"${path}" has no column "${missing}".`);
  const seen = new Set<string>();
  return rows.map((row, index) => {
    const cell = (column: string) => row[columns.indexOf(column)]?.trim() ?? '';
    const refuse = (reason: string) => new ImportRefused(`Row ${index + 2} of "${path}" ${reason}`);
    const number = cell('comment-id');
    if (row.length !== columns.length) {
      throw refuse(`has ${row.length} cells, and the first row has ${columns.length}.`);
    }
    if (!/^\d{1,9}$/.test(number)) throw refuse('has no number as its "comment-id".');
    if (seen.has(number)) throw refuse(`has the "comment-id" of another row: ${number}.`);
    seen.add(number);
    const text = cell('comment-body');
    if (text === '') throw refuse('has no statement.');
    for (const column of ['agrees', 'disagrees']) {
      if (!/^\d{1,9}$/.test(cell(column)))
        throw refuse(`says "${cell(column).slice(0, 80)}" under "${column}", and that is no count.`);
    }
    if (!['-1', '0', '1'].includes(cell('moderated'))) {
      throw refuse(`says "${cell('moderated').slice(0, 80)}" under "moderated". It can be: -1, 0, 1.`);
    }
    return {
      id: createElementId(),
      reference: `Statement ${number}`,
      text,
      agreed: String(Number(cell('agrees'))),
      disagreed: String(Number(cell('disagrees'))),
      isHidden: cell('moderated') === '-1',
      isSeed: cell('is-seed') === 'true',
      isMeta: cell('is-meta') === 'true',
      at: /^\d{12,13}$/.test(cell('timestamp')) ? Number(cell('timestamp')) : null,
    };
  });
}

/** Most agreed first; the sort is stable, so that others stay as they were published. */
const byAgreement = (a: Statement, b: Statement) => Number(b.agreed) - Number(a.agreed);

/** The conversation itself, with its figures and how it was read. Nothing says how it ended, so it has no state. */
function readDeliberation(
  title: string,
  summary: ReadonlyMap<string, string>,
  statements: readonly Statement[],
): NewElement & { id: ElementId } {
  const times = statements.flatMap(({ at }) => at ?? []).sort((a, b) => a - b);
  const day = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString().slice(0, 10));
  const hidden = statements.filter(({ isHidden }) => isHidden).length;
  const told = ['topic', 'conversation-description'];
  const figures = [...summary].filter(([name, value]) => name !== '' && value !== '' && !told.includes(name));
  return {
    id: createElementId(),
    kind: 'deliberation',
    title,
    state: null,
    horizonFrom: day(times[0]),
    horizonTo: day(times.at(-1)),
    body: [
      ...readMarkdown(summary.get('conversation-description') ?? ''),
      ...figures.map(([name, value]) => textBlock(`${name}: ${value}`, 'bullet')),
      textBlock('How it was read here', 'heading'),
      textBlock(
        `Each of its ${statements.length} statements is an idea, with how many agreed and disagreed. ` +
          `The ${hidden} that were moderated out say so, and belong to no challenge. ` +
          'The challenges are not from the conversation: each says by which words it gathers statements.',
      ),
    ],
  };
}

function group(statements: readonly Statement[]) {
  const found = new Map<string, Statement[]>();
  for (const statement of statements) {
    const titles = themesOf(statement.text).map(({ title }) => title);
    for (const title of titles.length > 0 ? titles : [otherTheme]) {
      found.set(title, [...(found.get(title) ?? []), statement]);
    }
  }
  const notes = new Map(
    themes.map(({ title, words }) => [title, `these words: ${words.join(', ')}. A star stands for any ending.`]),
  );
  return [...notes.keys(), otherTheme].flatMap((title) => {
    const ideas = found.get(title);
    if (!ideas) return [];
    const rule = notes.get(title);
    const note = rule
      ? `Grouped when this plan was begun, by a rule and not by people: a statement is here when it uses one of ${rule}`
      : 'Grouped when this plan was begun, by a rule and not by people: these statements use none of the words of the other groups.';
    const element = { id: createElementId(), kind: 'challenge', title, body: [textBlock(note)] };
    return [{ element, ideas }];
  });
}

function toIdea({ id, reference, text, agreed, disagreed, ...marks }: Statement): NewElement {
  const line = text.replace(/\s+/g, ' ');
  const isLong = line.length > maxTitleCharacters;
  const notes = [marks.isHidden && hiddenNote, marks.isSeed && seedNote, marks.isMeta && metaNote];
  return {
    id,
    kind: 'idea',
    title: isLong
      ? `${line.slice(0, line.lastIndexOf(' ', maxTitleCharacters) + 1 || maxTitleCharacters).trim()}…`
      : line,
    reference,
    body: [...(isLong ? [textBlock(text)] : []), ...notes.flatMap((note): Block[] => (note ? [textBlock(note)] : []))],
    details: { agreed, disagreed },
  };
}
