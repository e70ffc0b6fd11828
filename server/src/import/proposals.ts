/**
 * Enhancement proposals in reStructuredText, as Python publishes them: a header, then the text. Those that were put to
 * one vote are visions that compete, held by their authors; who would decide by each of them, and how, is a way of governing
 * that was proposed.
 */
import { createBlockId, createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement, NewLink } from '@longtable/shared/plan/edits';
import { type Block, isSafeHref, plainText, textBlock } from '@longtable/shared/plan/rich-text';
import type { ImportedPlan, ImportFile } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import { readBlocks } from './markdown.ts';
import { parseRestructuredText } from './restructured-text.ts';
import { sentencesOf } from './sentences.ts';
import { headerDate } from './written-dates.ts';

interface Proposal {
  id: ElementId;
  /** "PEP 8010". */
  reference: string;
  fields: ReadonlyMap<string, string>;
  body: Block[];
  vote: Vote | null;
}

/** By what it was decided on, and the sentence that says so. */
interface Vote {
  describedIn: string;
  sentence: string;
}

interface Author {
  name: string;
  mail: string | null;
}

/** Header fields that the plan is made of; the others are the first lines of the text. */
const usedFields = ['PEP', 'Title', 'Author'];

/** @throws ImportRefused naming the file that is none, or has the number of another */
export function readProposals(files: readonly ImportFile[]): ImportedPlan {
  const proposals = new Map<string, Proposal>();
  for (const file of files) {
    const proposal = readProposal(file);
    if (proposals.has(proposal.reference)) {
      throw new ImportRefused(`"${file.path}" has the number of another file: ${proposal.reference}.`);
    }
    proposals.set(proposal.reference, proposal);
  }
  const sorted = [...proposals.values()].sort((a, b) => numberOf(a) - numberOf(b));
  const competing = sorted.flatMap((one, index) => sorted.slice(index + 1).flatMap((other) => compete(one, other)));
  const visions = new Set(competing.flatMap(({ from, to }) => [from, to]));
  const governing = sorted.filter(({ id }) => visions.has(id)).flatMap(waysOfGoverning);
  const authors = new Authors();
  const holding = sorted.flatMap(({ id, fields }): NewLink[] => {
    const since = createdOn(fields);
    const type = visions.has(id) ? 'held-by' : 'kept-by';
    return readAuthors(fields.get('Author') ?? '').map((author) => ({
      from: id,
      to: authors.find(author),
      type,
      since,
    }));
  });
  const topics = new Set(sorted.map(({ fields }) => fields.get('Topic')));
  const [topic] = topics.size === 1 ? topics : [];
  return {
    plan: { title: `${topic ?? 'Enhancement'} proposals`, languages: ['en'] },
    elements: [
      ...sorted.map((proposal) => toElement(proposal, visions.has(proposal.id))),
      ...governing.map(({ element }) => element),
      ...authors.elements,
    ],
    links: [...competing, ...holding, ...governing.map(({ link }) => link)],
  };
}

function readProposal({ path, text }: ImportFile): Proposal {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const end = source.search(/\n[ \t]*(?:\n|$)/);
  const fields = readHeader(end === -1 ? source : source.slice(0, end));
  const number = /^\d{1,6}$/.exec(fields.get('PEP') ?? '')?.[0];
  if (!number || !fields.get('Title')) {
    throw new ImportRefused(
      `"${path}" does not begin as a proposal does: with lines such as "PEP: 8010" and "Title: The Community Model".`,
    );
  }
  const body = readBlocks(parseRestructuredText(end === -1 ? '' : source.slice(end)));
  return { id: createElementId(), reference: `PEP ${Number(number)}`, fields, body, vote: findVote(body) };
}

/** "Name: value", going on in lines that are set in. What is no such line belongs to the field above it. */
function readHeader(header: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of header.split('\n')) {
    const [, name, value = ''] = /^([A-Z][\w-]{0,40}):(?:\s+(.*))?$/.exec(line) ?? [];
    if (name !== undefined) {
      fields.set(name, [fields.get(name), value.trim()].filter((part) => part).join(', '));
      last = name;
    } else if (last !== undefined) fields.set(last, `${fields.get(last)} ${line.trim()}`.trim());
    else return fields;
  }
  return fields;
}

/** "PEP 8010 was rejected by a core developer vote described in PEP 8001 on Monday." */
function findVote(body: readonly Block[]): Vote | null {
  for (const block of body) {
    const sentence = plainText([block]).replace(/\s+/g, ' ');
    const [, describedIn] =
      /\b(?:rejected|accepted) by .{0,200}\bvote\b.{0,200}\bdescribed in (PEP \d+)/.exec(sentence) ?? [];
    if (describedIn) return { describedIn, sentence };
  }
  return null;
}

/** None for two that were not put to the same vote. What one says of the other stands in the note. */
function compete(one: Proposal, other: Proposal): NewLink[] {
  if (!one.vote || one.vote.describedIn !== other.vote?.describedIn) return [];
  const note = [...wordsOn(one, other), ...wordsOn(other, one), one.vote.sentence].join('\n\n');
  return [{ from: one.id, to: other.id, type: 'competes-with', note, details: { saidBy: one.vote.describedIn } }];
}

/** The first sentence in which a proposal names another. */
function wordsOn({ reference, body }: Proposal, other: Proposal): string[] {
  const name = new RegExp(`\\b${other.reference}\\b`);
  const sentence = sentencesOf(plainText(body)).find((candidate) => name.test(candidate));
  return sentence ? [`${reference}: “${sentence.replace(/\s+/g, ' ')}”`] : [];
}

function toElement({ id, reference, fields, body }: Proposal, isVision: boolean): NewElement {
  const others = [...fields].filter(([name]) => !usedFields.includes(name) && name !== '');
  const head = others.map(([name, value]) => `${name}: ${value}`).join('\n');
  return {
    id,
    kind: isVision ? 'vision' : 'idea',
    title: fields.get('Title') ?? reference,
    reference,
    body: head === '' ? body : [textBlock(head), ...body],
  };
}

/** What a section is called that says who decides, how, and for how long. */
const saysHow =
  /\b(?:roles?|functions|authority|council|committee|workgroup|working groups|teams?|organization|operations?|process|vot(?:e|es|ing)|elections?|terms?|formation|succession|choosing|nominating|promote|ban)\b/i;
/** What a section is called that argues about it. */
const argues =
  /^(?:why|what are not|let|let’s|let's|risk|challenge|observation|reasoning|rationale|rejected|motivation|annex|scenario|abstract|pep rejection)\b/i;

/** The sections that say how a model would govern, each with those below it; they stand in the text of the vision as well. */
function waysOfGoverning({ id, reference, body }: Proposal): { element: NewElement; link: NewLink }[] {
  return sectionsOf(body).map(({ title, body }) => {
    const governance = createElementId();
    return {
      element: { id: governance, kind: 'governance', title: `${title} (${reference})`, body },
      link: { from: governance, to: id, type: 'part-of' },
    };
  });
}

function sectionsOf(body: readonly Block[]): { title: string; body: Block[] }[] {
  const sections: { title: string; level: number; body: Block[] }[] = [];
  let open: (typeof sections)[number] | null = null;
  let skipped = Number.POSITIVE_INFINITY;
  for (const block of body) {
    const isHeading = block.kind === 'heading';
    if (isHeading && block.level <= skipped) skipped = Number.POSITIVE_INFINITY;
    if (isHeading && open && block.level <= open.level) open = null;
    const title = plainText([block]).trim();
    if (isHeading && !open && argues.test(title)) skipped = Math.min(skipped, block.level);
    else if (isHeading && !open && skipped === Number.POSITIVE_INFINITY && saysHow.test(title)) {
      open = { title, level: block.level, body: [] };
      sections.push(open);
    } else open?.body.push({ ...block, id: createBlockId() });
  }
  return sections.filter(({ body }) => body.length > 0);
}

const createdOn = (fields: ReadonlyMap<string, string>) => headerDate(fields.get('Created') ?? '');
const numberOf = ({ reference }: Proposal) => Number(reference.slice('PEP '.length));

/** "Mariatta <mariatta@python.org>, Jack Jansen". */
function readAuthors(written: string): Author[] {
  return [...written.matchAll(/([^,<>]+)(?:<([^<>,]*)>)?/g)].flatMap(([, name = '', mail]) =>
    name.trim() === '' ? [] : [{ name: name.trim(), mail: mail?.trim() || null }],
  );
}

/** One actor for each name. */
class Authors {
  readonly elements: (NewElement & { id: ElementId; body: Block[] })[] = [];

  find({ name, mail }: Author): ElementId {
    const known = this.elements.find(({ title }) => title === name);
    const actor = known ?? {
      id: createElementId(),
      kind: 'actor',
      title: name,
      body: [],
      details: { actorType: 'person' },
    };
    if (!known) this.elements.push(actor);
    if (mail && !plainText(actor.body).split('\n').includes(mail)) actor.body.push(mailBlock(mail));
    return actor.id;
  }
}

function mailBlock(mail: string): Block {
  const href = `mailto:${mail}`;
  return { ...textBlock(''), text: [{ text: mail, ...(isSafeHref(href) && { href }) }] };
}
