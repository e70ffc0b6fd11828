/**
 * Any Markdown as a plan. The first `#` heading names the plan, what stands under it is its context. A `##` heading is
 * an element; or, when it names a kind ("## Commitments"), the `###` headings under it are elements of that kind.
 * Another `#` heading is an element as well, with its `##` headings as parts. A file whose front matter says `kind`
 * is one element. No word is left out: docs/decisions/0005-no-word-is-lost-at-import.md.
 */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement, NewLink } from '@longtable/shared/plan/edits';
import { readHorizon } from '@longtable/shared/plan/horizon';
import { type ElementKind, elementKinds, isElementKind, statesOf } from '@longtable/shared/plan/kinds';
import type { Block, Span } from '@longtable/shared/plan/rich-text';
import type { Token } from 'markdown-it';
import { readOtherFields, type SourceFile } from './front-matter.ts';
import type { ImportedPlan } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import { readBlocks } from './markdown.ts';
import { parseMarkdown } from './markdown-tokens.ts';
import { type Section, splitSections } from './sections.ts';

type OutlineElement = NewElement & { id: ElementId };

const kindOfHeading = new Map(
  elementKinds.flatMap((kind) => [
    [kind, kind] as const,
    [kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`, kind] as const,
  ]),
);

/** @throws ImportRefused when front matter names what a plan does not have, or nothing is found */
export function readOutline(files: readonly SourceFile[]): ImportedPlan {
  const elements: OutlineElement[] = [];
  const links: NewLink[] = [];
  let head: { title: string; context: Block[] } | null = null;
  for (const file of files) {
    if (file.fields.kind !== undefined) {
      elements.push(readElementFile(file));
      continue;
    }
    for (const chapter of readChapters(file)) {
      const kind = kindNamedBy(chapter);
      if (kind) {
        elements.push(...readKind(kind, chapter, 2));
        continue;
      }
      const { before, sections } = splitSections(chapter.tokens, 2);
      const parts = sections.flatMap(readSection);
      if (!head) head = { title: chapter.title, context: readBlocks(before) };
      else {
        const whole = newElement('idea', chapter.title, before);
        elements.push(whole);
        links.push(...parts.map(({ id }): NewLink => ({ from: id, to: whole.id, type: 'part-of' })));
      }
      elements.push(...parts);
    }
  }
  const context = plainContext(head?.context ?? []);
  if (elements.length === 0 && context === '') throw new ImportRefused('There is no text in these files.');
  const title = head?.title ?? elements[0]?.title ?? '';
  return { plan: { title, context }, elements, links };
}

function readElementFile(file: SourceFile): OutlineElement {
  const { path, fields } = file;
  const { kind = '', state } = fields;
  if (!isElementKind(kind)) {
    throw new ImportRefused(`"${path}" says it is a "${kind}". An element can be: ${elementKinds.join(', ')}.`);
  }
  if (state !== undefined && !statesOf(kind).includes(state)) {
    const known = statesOf(kind).join(', ') || 'none';
    throw new ImportRefused(`"${path}" says its state is "${state}". A ${kind} can be: ${known}.`);
  }
  const [first, ...others] = chaptersOf(file);
  const body = [
    ...(first?.tokens ?? []),
    ...others.flatMap(({ heading, tokens }) => [...heading, ...tokens]),
    ...readOtherFields(file, ['kind', 'state', 'title', 'from', 'to', 'reference']),
  ];
  return {
    ...newElement(kind, first?.title ?? nameOf(path), body),
    ...(state !== undefined && { state }),
    horizonFrom: readDate(file, 'from'),
    horizonTo: readDate(file, 'to'),
    reference: fields.reference || null,
  };
}

function readDate({ path, fields }: SourceFile, name: 'from' | 'to'): string | null {
  const written = fields[name];
  if (!written) return null;
  const date = readHorizon(written);
  if (!date) {
    const examples = 'as in 2030, 2030-05, 2030-05-04, "2030s" or "about 2040"';
    throw new ImportRefused(`"${path}" says "${name}: ${written.slice(0, 80)}". Write a date ${examples}.`);
  }
  return date;
}

/** A plan's file at its `#` headings. What stands before the first of them belongs to it. */
function readChapters(file: SourceFile): Section[] {
  const context = parseMarkdown(file.fields.context ?? '');
  const opening = [...context, ...readOtherFields(file, ['title', 'context'])];
  const [first, ...others] = chaptersOf(file);
  if (first) return [{ ...first, tokens: [...opening, ...first.tokens] }, ...others];
  return opening.length > 0 ? [{ title: nameOf(file.path), heading: [], tokens: opening }] : [];
}

/** @returns none for a file without title and text */
function chaptersOf({ path, fields, text }: SourceFile): Section[] {
  const { before, sections } = splitSections(parseMarkdown(text), 1);
  const [first, ...others] = sections;
  const title = fields.title?.trim();
  if (first && (!title || title === first.title)) {
    return [{ ...first, tokens: [...before, ...first.tokens] }, ...others];
  }
  if (!title && before.length === 0) return [];
  return [{ title: title || nameOf(path), heading: [], tokens: before }, ...sections];
}

const kindNamedBy = ({ title }: Section) => kindOfHeading.get(title.toLowerCase());

function readSection(section: Section): OutlineElement[] {
  const kind = kindNamedBy(section);
  return kind ? readKind(kind, section, 3) : [newElement('idea', section.title, section.tokens)];
}

/** The elements under a heading that names their kind; its own text is one when there are no others, and else an idea. */
function readKind(kind: ElementKind, { title, tokens }: Section, level: number): OutlineElement[] {
  const { before, sections } = splitSections(tokens, level);
  const own = newElement(sections.length === 0 ? kind : 'idea', title, before);
  const elements = sections.map((section) => newElement(kind, section.title, section.tokens));
  return own.body.length > 0 ? [own, ...elements] : elements;
}

function newElement(kind: ElementKind, title: string, tokens: readonly Token[]) {
  return { id: createElementId(), kind, title, body: readBlocks(tokens) };
}

/** The context is plain text: links are followed by their addresses. */
function plainContext(blocks: readonly Block[]): string {
  return blocks.map(({ text }) => text.map((span) => span.text + addressAfter(span)).join('')).join('\n\n');
}

const addressAfter = ({ text, href }: Span) => (href === undefined || href === text ? '' : ` (${href})`);

const nameOf = (path: string) =>
  (path.split('/').at(-1) ?? '')
    .replace(/\.\w+$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
