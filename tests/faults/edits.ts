/** An edit of any kind that people make in a plan, as chance has it. */
import type { ElementId, LinkId } from '@longtable/shared/ids';
import { findBody, findTitle, planText, planTexts, readElements, readLinks } from '@longtable/shared/plan/document';
import { addElement, linkElements, removeElement, removeLink, setElementField } from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import * as Y from 'yjs';
import type { Random } from './random.ts';

/** @param words so many letters of whoever edits */
export type Words = (count: number) => string;

const fields = ['kind', 'state', 'horizonFrom', 'language', 'reference'] as const;

const weights = { type: 10, erase: 5, format: 4, block: 3, field: 4, element: 2, link: 2, paste: 0.1 };

export function editPlan(doc: Y.Doc, random: Random, words: Words): void {
  const element = random.pick(readElements(doc));
  if (!element) {
    addIdea(doc, random, words);
    return;
  }
  switch (random.weighted(weights)) {
    case 'type':
      typeInto(pickText(doc, element.id, random), random, words(1 + random.below(4)));
      return;
    case 'erase':
      erase(pickText(doc, element.id, random), random);
      return;
    case 'format':
      format(pickText(doc, element.id, random), random);
      return;
    case 'block':
      changeBlocks(findBody(doc, element.id), random, words);
      return;
    case 'field':
      setElementField(doc, element.id, random.pick(fields) ?? 'state', random.pick(['a', 'b', null]) ?? null);
      return;
    case 'element':
      if (random.chance(0.6)) addIdea(doc, random, words);
      else removeElement(doc, element.id);
      return;
    case 'link':
      changeLinks(doc, element.id, random, words);
      return;
    case 'paste':
      typeInto(pickText(doc, element.id, random), random, words(30_000));
  }
}

function addIdea(doc: Y.Doc, random: Random, words: Words): void {
  addElement(doc, { id: random.id() as ElementId, kind: 'idea', title: words(3), body: [textBlock(words(5))] });
}

function pickText(doc: Y.Doc, element: ElementId, random: Random): Y.Text | null {
  if (random.chance(0.2)) return planText(doc, random.pick(planTexts) ?? 'title');
  if (random.chance(0.2)) return findTitle(doc, element);
  const block = random.pick(findBody(doc, element)?.toArray() ?? []);
  const text = block instanceof Y.XmlElement ? block.get(0) : null;
  return text instanceof Y.Text ? text : null;
}

function typeInto(text: Y.Text | null, random: Random, letters: string): void {
  text?.insert(random.below(text.length + 1), letters);
}

function erase(text: Y.Text | null, random: Random): void {
  if (!text || text.length === 0) return;
  const start = random.below(text.length);
  text.delete(start, Math.min(1 + random.below(5), text.length - start));
}

function format(text: Y.Text | null, random: Random): void {
  if (!text || text.length === 0) return;
  const start = random.below(text.length);
  const length = 1 + random.below(text.length - start);
  text.format(start, length, { [random.pick(['strong', 'em']) ?? 'em']: random.chance(0.6) ? {} : null });
}

function changeBlocks(body: Y.XmlFragment | null, random: Random, words: Words): void {
  if (!body) return;
  const block = random.pick(body.toArray());
  if (block instanceof Y.XmlElement && random.chance(0.4)) {
    block.setAttribute('kind', random.pick(['heading', 'quote', 'paragraph']) ?? 'paragraph');
  } else if (body.length > 1 && random.chance(0.4)) {
    body.delete(random.below(body.length), 1);
  } else {
    const added = new Y.XmlElement('block');
    added.setAttribute('kind', 'paragraph');
    added.insert(0, [new Y.XmlText(words(3))]);
    body.insert(random.below(body.length + 1), [added]);
  }
}

function changeLinks(doc: Y.Doc, from: ElementId, random: Random, words: Words): void {
  const link = random.pick(readLinks(doc));
  const to = random.pick(readElements(doc));
  if (link && random.chance(0.4)) removeLink(doc, link.id);
  else if (to) linkElements(doc, { id: random.id() as LinkId, from, to: to.id, type: 'part-of', note: words(2) });
}
