/**
 * The layout in which the US publishes its Open Government National Action Plans: a plan with themes, one file
 * per commitment and part of one, the reasoned response to the public, the self-assessment.
 */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement, NewLink } from '@longtable/shared/plan/edits';
import type { ElementKind } from '@longtable/shared/plan/kinds';
import { type Block, plainText, textBlock } from '@longtable/shared/plan/rich-text';
import type { Token } from 'markdown-it';
import { Agencies } from './agencies.ts';
import { readOtherFields, type SourceFile } from './front-matter.ts';
import type { ImportedPlan } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import { plainLine } from './inline-text.ts';
import { readBlocks, readMarkdown } from './markdown.ts';
import { parseMarkdown } from './markdown-tokens.ts';
import { answeredBy, answerTo, type PublicDemand, readReasonedResponse } from './reasoned-response.ts';
import { headingAnchor, type Section, splitSections } from './sections.ts';
import { readSelfAssessment } from './self-assessment.ts';
import { monthOf } from './written-dates.ts';

/** What the published status of a part means among our states. */
const stateOfStatus: Record<string, string> = {
  Complete: 'done',
  'In Progress': 'on-track',
  'Not Started': 'committed',
};

/** The published response names no commitment by its id, so people can see how the link came about. */
const matchedByWords = 'Matched at import: the published response uses the words of this commitment.';

interface Commitment {
  id: ElementId;
  reference: string;
  title: string;
  theme: string;
}

/** The fields of each kind of file that the plan is made of. */
const planFields = ['title', 'body-class'];
const wholeFields = [
  ...['title', 'commitment_id', 'commitment_link', 'commitment_theme_slug', 'commitment_theme_name'],
  'commitment_detail_sub',
];
const partFields = [
  ...['title', 'c_permalink', 'commitment_id', 'commitment_theme_name', 'commitment_detail_sub'],
  ...['commitment_detail_sub_id', 'commitment_agency', 'commitment_status', 'aug_2023_progress'],
];

export function isOpenGovernmentPlan(files: readonly SourceFile[]): boolean {
  return files.some((file) => file.fields.commitment_id !== undefined);
}

/** @throws ImportRefused when a file contradicts itself or another */
export function readOpenGovernmentPlan(files: readonly SourceFile[]): ImportedPlan {
  const parts = files.filter((file) => file.fields.commitment_detail_sub_id !== undefined);
  const wholes = files.filter((file) => file.fields.commitment_id !== undefined && !parts.includes(file));
  const documents = files.filter((file) => file.fields.commitment_id === undefined);
  const response = documents.find(({ text }) => /^### .* - What We Heard$/m.test(text));
  const assessments = documents.filter(({ fields }) => /self-assessment/i.test(fields.title ?? ''));
  const candidates = documents.filter((file) => file !== response && !assessments.includes(file));
  const themes = new Set(wholes.map(({ fields }) => fields.commitment_theme_name ?? ''));
  const hasThemes = ({ text }: SourceFile) =>
    splitSections(parseMarkdown(text), 2).sections.some(({ title }) => themes.has(title));
  const main = candidates.find(hasThemes) ?? candidates[0];

  const [assessed] = assessments.map(({ text }) => /^# .*\b(\d{4})-(\d{4})\b/m.exec(text));
  /** From the month that the plan names on a line of its own, to the last year in the title of its assessment. */
  const period = { horizonFrom: monthOf(main?.text ?? ''), horizonTo: assessed?.[2] ?? null };

  const { visions, texts } = readPublishedPlan(main, wholes);
  const elements: NewElement[] = [...visions];
  const links: NewLink[] = [];
  const commitments = new Map<string, Commitment>();

  for (const file of wholes) {
    const commitment = readCommitment(file);
    if (commitments.has(commitment.reference)) {
      throw new ImportRefused(`"${file.path}" has the commitment_id "${commitment.reference}" of another file.`);
    }
    commitments.set(commitment.reference, commitment);
    const theme = visions.find(({ title }) => title === commitment.theme);
    if (theme) links.push({ from: commitment.id, to: theme.id, type: 'part-of' });
    const { id, title, reference } = commitment;
    const body = readWhole(file, texts.get(file), parts, theme !== undefined);
    // The source gives a state to parts only; a whole says nothing of its own.
    elements.push({ id, kind: 'commitment', title, reference, body, state: null, ...period });
  }

  const agencies = new Agencies();
  const seen = new Set<string>();
  const known = new Map([...commitments].map(([reference, { id }]) => [reference, id]));
  for (const file of parts) {
    const part = readPart(file);
    if (seen.has(part.reference)) {
      throw new ImportRefused(`"${file.path}" has the commitment_detail_sub_id "${part.reference}" of another file.`);
    }
    seen.add(part.reference);
    const whole = commitments.get(file.fields.commitment_id ?? '');
    if (!whole || !part.reference.startsWith(`${whole.reference}.`)) {
      throw new ImportRefused(
        `"${file.path}" says "${part.reference}" is part of "${file.fields.commitment_id}", and there is no such commitment.`,
      );
    }
    known.set(part.reference, part.id);
    elements.push({ ...part.element, ...period });
    links.push({ from: part.id, to: whole.id, type: 'part-of' });
    const keeper = agencies.keeper(file.fields.commitment_agency ?? '');
    // Agencies keep a commitment since the plan that makes it was published.
    if (keeper) links.push({ from: part.id, to: keeper, type: 'kept-by', since: period.horizonFrom });
  }

  const { demands, rest } = response ? readReasonedResponse(response) : { demands: [], rest: [] };
  elements.push(...agencies.elements, ...demands.map((demand) => demand.element));
  links.push(...agencies.links, ...answers([...commitments.values()], demands));
  for (const file of assessments) {
    const tokens = parseMarkdown(file.text);
    const review = readDocument('review', file, tokens);
    const { details, spokenOf } = readSelfAssessment(tokens, known);
    // The years in its title are those it looks at; when it was due is not said, only when it was posted.
    elements.push({ ...review, details, horizonFrom: details.reviewedOn ?? null });
    if (visions[0]) links.push({ from: visions[0].id, to: review.id, type: 'learns-from' });
    links.push(...spokenOf.map(({ id, note }): NewLink => ({ from: id, to: review.id, type: 'learns-from', note })));
  }
  if (response && rest.length > 0) {
    const remaining = readDocument('idea', response, rest);
    // What introduces and concludes the response is said of the whole plan, and so stands with its introduction.
    if (visions[0]) visions[0].body.push(textBlock(remaining.title, 'heading'), ...remaining.body);
    else elements.push(remaining);
  }
  const others = candidates.filter((file) => file !== main);
  elements.push(...others.map((file) => readDocument('idea', file, parseMarkdown(file.text))));
  const title = main?.fields.title ?? 'Open Government National Action Plan';
  return { plan: { title, languages: ['en'] }, elements, links };
}

/** A field that a file must have. @throws ImportRefused */
function required({ path, fields }: SourceFile, name: string): string {
  const value = fields[name]?.replace(/\s+/g, ' ').trim();
  if (!value) throw new ImportRefused(`"${path}" has no ${name}.`);
  return value;
}

function readCommitment(file: SourceFile): Commitment {
  return {
    id: createElementId(),
    reference: required(file, 'commitment_id'),
    title: required(file, 'title'),
    theme: file.fields.commitment_theme_name ?? '',
  };
}

/** The plan's own text on a commitment, and what its file says beyond that text and its parts. */
function readWhole(
  file: SourceFile,
  text: Section | undefined,
  parts: readonly SourceFile[],
  hasTheme: boolean,
): Block[] {
  const published = text ? readBlocks(text.tokens) : [];
  const ofParts = parts
    .filter(({ fields }) => fields.commitment_id === file.fields.commitment_id)
    .flatMap(({ fields }) => [fields.title ?? '', fields.commitment_detail_sub ?? '']);
  const said = wordsOf([text?.title, plainText(published), ...ofParts].join('\n'));
  const isSaid = (block: Block) => said.includes(wordsOf(plainText([block])));
  const detail = readMarkdown(file.fields.commitment_detail_sub ?? '');
  const isListOfParts = detail.every((block) => isSaid(block) || /^sub-commitments:$/i.test(plainText([block])));
  const used = hasTheme ? wholeFields : wholeFields.filter((name) => name !== 'commitment_theme_name');
  return [
    ...published,
    ...(isListOfParts ? [] : detail),
    ...readMarkdown(file.text).filter((block) => !isSaid(block)),
    ...readBlocks(readOtherFields(file, used)),
  ];
}

const wordsOf = (text: string) => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

function readPart(file: SourceFile): { id: ElementId; reference: string; element: NewElement & { id: ElementId } } {
  const reference = required(file, 'commitment_detail_sub_id');
  const status = required(file, 'commitment_status');
  const state = Object.hasOwn(stateOfStatus, status) ? stateOfStatus[status] : undefined;
  if (state === undefined) {
    const known = Object.keys(stateOfStatus).join(', ');
    throw new ImportRefused(`"${file.path}" has the commitment_status "${status}". It can be: ${known}.`);
  }
  const id = createElementId();
  const title = required(file, 'title');
  const detail = readMarkdown(file.fields.commitment_detail_sub ?? '');
  const earlier = file.fields.aug_2023_progress ?? '';
  const body: Block[] = [
    ...(wordsOf(plainText(detail)) === wordsOf(title) ? [] : detail),
    ...(earlier === '' ? [] : [textBlock('Progress in August 2023', 'heading'), ...readMarkdown(earlier)]),
    ...readMarkdown(file.text.replace(/^[ \t]*(Progress Update|Evidence):[ \t]*(<br\s*\/?>)?/gim, '\n\n## $1\n\n')),
    ...readBlocks(readOtherFields(file, partFields)),
  ];
  return { id, reference, element: { id, kind: 'commitment', title, reference, state, body } };
}

/**
 * The introduction and what goes across themes, then the themes themselves, as visions; and the plan's own text on
 * each of `wholes`. Sections that only announce or conclude belong to the introduction, and so does what stands
 * above it, so that no word of the plan is left behind.
 */
function readPublishedPlan(main: SourceFile | undefined, wholes: readonly SourceFile[]) {
  const visions: (NewElement & { id: ElementId; body: Block[] })[] = [];
  const { before, sections } = splitSections(parseMarkdown(main?.text ?? ''), 2);
  const themes = sections.map(({ title, tokens }) => ({ title, ...splitSections(tokens, 3) }));
  const published = themes.flatMap((theme) => theme.sections);
  const texts = new Map(wholes.map((file) => [file, findText(file, published)]));
  const used = new Set(texts.values());
  for (const { title, before: opening, sections: parts } of themes) {
    const unused = parts.filter((part) => !used.has(part));
    const body = readBlocks([...opening, ...unused.flatMap(({ heading, tokens }) => [...heading, ...tokens])]);
    const isAside = visions.length > 0 && /^(themes for|conclusion)/i.test(title);
    if (isAside) visions[0]?.body.push(textBlock(title, 'heading'), ...body);
    else visions.push({ id: createElementId(), kind: 'vision', title, body });
  }
  if (main) {
    const above = readDocument('vision', main, before);
    if (visions[0] && above.body.length > 0) visions[0].body.push(textBlock(above.title, 'heading'), ...above.body);
    else if (above.body.length > 0) visions.push(above);
  }
  return { visions, texts };
}

/** Found by the anchor that the commitment links to, or else by its title. */
function findText({ fields }: SourceFile, published: readonly Section[]): Section | undefined {
  const anchors = [fields.commitment_link?.split('#')[1], headingAnchor(fields.title ?? '')];
  const found = anchors.map((anchor) => published.find(({ title }) => headingAnchor(title) === anchor));
  return found[0] ?? found[1];
}

function answers(commitments: readonly Commitment[], demands: readonly PublicDemand[]): NewLink[] {
  return demands.flatMap((demand) => {
    const ofTheme = commitments.filter(({ theme }) => theme === demand.theme);
    return answeredBy(demand, ofTheme).map((commitment): NewLink => {
      const { outcome, reason } = answerTo(demand, commitment);
      const note = `“${reason}”\n\n${matchedByWords}`;
      return { from: commitment.id, to: demand.element.id, type: 'answers', note, details: { outcome } };
    });
  });
}

/** A file, or what is left of it, as one element. */
function readDocument(kind: ElementKind, file: SourceFile, tokens: readonly Token[]) {
  const title = plainLine(parseMarkdown(file.fields.title ?? '')[1]?.children ?? []) || file.path;
  const body = readBlocks([...tokens, ...readOtherFields(file, planFields)]);
  return { id: createElementId(), kind, title, body };
}
