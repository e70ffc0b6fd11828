/**
 * Any Markdown as a plan. A `#` heading names the plan. A `##` heading is an element; or, when it names a kind
 * ("## Commitments"), the `###` headings under it are elements of that kind. A file whose front matter says
 * `kind` is one element.
 */

import type { NewElement } from '@longtable/shared/plan/edits';
import { elementKinds, isElementKind, statesOf } from '@longtable/shared/plan/kinds';
import type { SourceFile } from './front-matter.ts';
import type { ImportedPlan } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import { readMarkdown } from './markdown.ts';
import { headingText, type Section, splitSections } from './sections.ts';

const kindOfHeading = new Map(
  elementKinds.flatMap((kind) => [
    [kind, kind] as const,
    [kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`, kind] as const,
  ]),
);

/** @throws ImportRefused when front matter names a kind or state that a plan does not have, or nothing is found */
export function readOutline(files: readonly SourceFile[]): ImportedPlan {
  const elements: NewElement[] = [];
  let title = '';
  let context = '';
  for (const file of files) {
    if (file.fields.kind !== undefined) {
      elements.push(readElementFile(file));
      continue;
    }
    const { heading, before, sections } = splitPlanFile(file);
    title ||= file.fields.title ?? heading;
    context ||= file.fields.context ?? before;
    elements.push(...sections.flatMap(readSection));
  }
  title ||= elements[0]?.title ?? nameOf(files[0]?.path ?? '');
  if (elements.length === 0 && context === '') throw new ImportRefused('There is no text in these files.');
  return { plan: { title, context: plainLine(context) }, elements, links: [] };
}

function readElementFile({ path, fields, text }: SourceFile): NewElement {
  const { kind = '', state } = fields;
  if (!isElementKind(kind)) {
    throw new ImportRefused(`"${path}" says it is a "${kind}". An element can be: ${elementKinds.join(', ')}.`);
  }
  if (state !== undefined && !statesOf(kind).includes(state)) {
    const known = statesOf(kind).join(', ') || 'none';
    throw new ImportRefused(`"${path}" says its state is "${state}". A ${kind} can be: ${known}.`);
  }
  const [first] = splitSections(text, 1).sections;
  const title = fields.title ?? first?.title ?? nameOf(path);
  const body = first && fields.title === undefined ? text.replace(/^\s*#[^\n]*\n?/, '') : text;
  return {
    kind,
    title,
    body: readMarkdown(body),
    ...(state !== undefined && { state }),
    horizonFrom: fields.from ?? null,
    horizonTo: fields.to ?? null,
    reference: fields.reference ?? null,
  };
}

function splitPlanFile({ path, text }: SourceFile): { heading: string; before: string; sections: Section[] } {
  const top = splitSections(text, 1);
  const named = top.sections[0];
  const { before, sections } = splitSections(named ? named.text : text, 2);
  const others = top.sections.slice(1).flatMap((section) => splitSections(section.text, 2).sections);
  return {
    heading: named?.title ?? nameOf(path),
    before: [named ? top.before : '', before].join('\n').trim(),
    sections: [...sections, ...others],
  };
}

function readSection({ title, text }: Section): NewElement[] {
  const kind = kindOfHeading.get(title.toLowerCase().trim());
  if (!kind) return [{ kind: 'idea', title, body: readMarkdown(text) }];
  return splitSections(text, 3).sections.map((section) => ({
    kind,
    title: section.title,
    body: readMarkdown(section.text),
  }));
}

const plainLine = (markdown: string) =>
  readMarkdown(markdown)
    .map((block) => block.text.map((span) => span.text).join(''))
    .join('\n\n');

const nameOf = (path: string) =>
  headingText((path.split('/').at(-1) ?? '').replace(/\.\w+$/, '').replace(/[-_]+/g, ' '));
