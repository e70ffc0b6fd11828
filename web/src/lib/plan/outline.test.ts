import { createElementId, createLinkId, type ElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import type { Link } from '@longtable/shared/plan/link';
import { describe, expect, test } from 'vitest';
import { outlineOf, statesOfParts } from './outline.ts';

const element = (kind: string, title: string, state: string | null = null): Element => ({
  id: createElementId(),
  kind,
  title,
  state,
  horizonFrom: null,
  horizonTo: null,
  language: null,
  rank: 'a0',
  reference: null,
  details: {},
  observations: [],
});
const partOf = (from: ElementId, to: ElementId): Link => ({
  id: createLinkId(),
  from,
  to,
  type: 'part-of',
  note: '',
  since: null,
  until: null,
  details: {},
});

describe('the outline of a plan', () => {
  test('has kinds in the order of the model, then local ones, and parts under their whole', () => {
    const whole = element('commitment', 'Whole');
    const part = element('commitment', 'Part', 'done');
    const local = element('festival', 'Fair');
    const vision = element('vision', 'Vision');
    const sections = outlineOf([local, part, whole, vision], [partOf(part.id, whole.id), partOf(whole.id, vision.id)]);
    expect(sections.map(({ kind, count, items }) => [kind, count, items.length])).toEqual([
      ['vision', 1, 1],
      ['commitment', 2, 1],
      ['festival', 1, 1],
    ]);
    const parts = sections[1]?.items[0]?.parts ?? [];
    expect(parts.map(({ element }) => element.title)).toEqual(['Part']);
    expect(statesOfParts(parts)).toEqual([{ state: 'done', count: 1 }]);
  });

  test('shows every element once, even where parts go in a circle or lead to nothing', () => {
    const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((title) => element('idea', title)) as [
      Element,
      Element,
      Element,
      Element,
    ];
    const links = [partOf(a.id, b.id), partOf(b.id, a.id), partOf(c.id, b.id), partOf(d.id, createElementId())];
    const titles: string[] = [];
    const visit = (items: ReturnType<typeof outlineOf>[number]['items']): void => {
      for (const item of items) {
        titles.push(item.element.title);
        visit(item.parts);
      }
    };
    visit(outlineOf([a, b, c, d], links)[0]?.items ?? []);
    expect(titles.sort()).toEqual(['A', 'B', 'C', 'D']);
  });
});
