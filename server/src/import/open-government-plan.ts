/**
 * The layout in which the US publishes its Open Government National Action Plans: a plan with themes, one file
 * per commitment and part of one, the reasoned response to the public, the self-assessment.
 */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement, NewLink } from '@longtable/shared/plan/edits';
import { type Block, textBlock } from '@longtable/shared/plan/rich-text';
import { Agencies } from './agencies.ts';
import type { SourceFile } from './front-matter.ts';
import type { ImportedPlan } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import { readMarkdown } from './markdown.ts';
import { answeredBy, type PublicDemand, readReasonedResponse } from './reasoned-response.ts';
import { headingAnchor, headingText, type Section, splitSections } from './sections.ts';

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
  const main = documents.find((file) => file !== response && !assessments.includes(file));
  const themes = new Set(wholes.map(({ fields }) => fields.commitment_theme_name ?? ''));

  const { visions, idOfTheme } = readVisions(main, themes);
  const texts = readCommitmentTexts(main);
  const elements: NewElement[] = [...visions];
  const links: NewLink[] = [];
  const commitments = new Map<string, Commitment>();

  for (const file of wholes) {
    const commitment = readCommitment(file);
    if (commitments.has(commitment.reference)) {
      throw new ImportRefused(`"${file.path}" has the commitment_id "${commitment.reference}" of another file.`);
    }
    commitments.set(commitment.reference, commitment);
    const theme = idOfTheme.get(commitment.theme);
    if (theme) links.push({ from: commitment.id, to: theme, type: 'part-of' });
    const published = texts.get(file.fields.commitment_link?.split('#')[1] ?? '');
    const { id, title, reference } = commitment;
    const body = readMarkdown(published ?? file.fields.commitment_detail_sub ?? file.text);
    // The source gives a state to parts only; a whole says nothing of its own.
    elements.push({ id, kind: 'commitment', title, reference, body, state: null });
  }

  const agencies = new Agencies();
  const seen = new Set<string>();
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
    elements.push(part.element);
    links.push({ from: part.id, to: whole.id, type: 'part-of' });
    const keeper = agencies.keeper(file.fields.commitment_agency ?? '');
    if (keeper) links.push({ from: part.id, to: keeper, type: 'kept-by' });
  }

  const demands = response ? readReasonedResponse(response) : [];
  elements.push(...agencies.elements, ...demands.map((demand) => demand.element));
  links.push(...agencies.links, ...answers([...commitments.values()], demands));
  for (const file of assessments) {
    const review = readReview(file);
    elements.push(review);
    if (visions[0]?.id) links.push({ from: visions[0].id, to: review.id, type: 'learns-from' });
  }
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
  const detail = file.fields.commitment_detail_sub?.replace(/\s+/g, ' ').trim() ?? '';
  const earlier = file.fields.aug_2023_progress ?? '';
  const body: Block[] = [
    ...(detail !== '' && detail !== title ? readMarkdown(detail) : []),
    ...(earlier === '' ? [] : [textBlock('Progress in August 2023', 'heading'), ...readMarkdown(earlier)]),
    ...readMarkdown(file.text.replace(/^\s*(Progress Update|Evidence):[ \t]*(<br\s*\/?>)?/gim, '\n\n## $1\n\n')),
  ];
  return { id, reference, element: { id, kind: 'commitment', title, reference, state, body } };
}

/**
 * The introduction and what goes across themes, then the themes themselves. Sections that only announce or
 * conclude belong to the introduction, so that no word of the plan is left behind.
 */
function readVisions(main: SourceFile | undefined, themes: ReadonlySet<string>) {
  const visions: (NewElement & { id: ElementId; body: Block[] })[] = [];
  const idOfTheme = new Map<string, ElementId>();
  for (const section of main ? splitSections(main.text, 2).sections : []) {
    const isAside = visions.length > 0 && /^(themes for|conclusion)/i.test(section.title);
    const body = readMarkdown(beforeCommitments(section));
    if (isAside) visions[0]?.body.push(textBlock(section.title, 'heading'), ...body);
    else visions.push({ id: createElementId(), kind: 'vision', title: section.title, body });
    const last = visions.at(-1);
    if (last && themes.has(section.title)) idOfTheme.set(section.title, last.id);
  }
  return { visions, idOfTheme };
}

const beforeCommitments = (section: Section) => splitSections(section.text, 3).before;

/** The plan's own text on each commitment, by the anchor of its heading. */
function readCommitmentTexts(main: SourceFile | undefined): Map<string, string> {
  const themes = main ? splitSections(main.text, 2).sections : [];
  return new Map(
    themes.flatMap((theme) =>
      splitSections(theme.text, 3).sections.map(({ title, text }) => [headingAnchor(title), text] as const),
    ),
  );
}

function answers(commitments: readonly Commitment[], demands: readonly PublicDemand[]): NewLink[] {
  return demands.flatMap((demand) =>
    answeredBy(
      demand,
      commitments.filter(({ theme }) => theme === demand.theme),
    ).map(({ id }): NewLink => ({ from: id, to: demand.element.id, type: 'answers', note: matchedByWords })),
  );
}

function readReview({ path, fields, text }: SourceFile): NewElement & { id: ElementId } {
  const title = headingText(fields.title ?? path);
  return { id: createElementId(), kind: 'review', title, body: readMarkdown(text) };
}
