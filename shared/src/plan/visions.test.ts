import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { elementsMap, readElement, readLinks } from './document.ts';
import { addElement, initialisePlan, linkElements } from './edits.ts';
import { makeCommon, sayRelation, takeBackCommon } from './vision-edits.ts';
import { isCommon, pairsOf, takenAlong } from './visions.ts';

function plan() {
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ghent' });
  const [a, b, c] = ['A', 'B', 'C'].map((title) => addElement(doc, { kind: 'vision', title })) as [never, never, never];
  const read = () => readElement(a, elementsMap(doc).get(a) as Y.Map<unknown>);
  return { doc, a, b, c, read, pairs: () => pairsOf([a, b, c], readLinks(doc)) };
}

describe('how visions belong together', () => {
  test('different voices may differ, and that is contested; nobody overwrites another', () => {
    const { doc, a, b, pairs } = plan();
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'City of Ghent' });
    expect(pairs()[0]).toMatchObject({ isContested: false, statements: [{ saidBy: 'City of Ghent' }] });
    sayRelation(doc, { from: b, to: a, relation: 'competes-with', saidBy: 'Neighbours' });
    expect(pairs()[0]).toMatchObject({ isContested: true });
    expect(pairs()[0]?.statements).toHaveLength(2);
    expect(
      pairs()
        .slice(1)
        .flatMap(({ statements }) => statements),
    ).toEqual([]);
  });

  test('a voice that says otherwise later has one say', () => {
    const { doc, a, b, pairs } = plan();
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'Neighbours' });
    sayRelation(doc, { from: b, to: a, relation: 'competes-with', saidBy: 'Neighbours' });
    expect(pairs()[0]?.statements).toMatchObject([{ relation: 'competes-with', saidBy: 'Neighbours' }]);
  });

  test('two voices that speak at once are both heard', () => {
    const { doc, a, b, pairs } = plan();
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'Neighbours' });
    sayRelation(other, { from: a, to: b, relation: 'competes-with', saidBy: 'City of Ghent' });
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(pairs()[0]).toMatchObject({ isContested: true });
  });

  test('a common vision takes others along, and all of it can be taken back', () => {
    const { doc, a, b, c, read, pairs } = plan();
    linkElements(doc, { from: a, to: c, type: 'common-with', details: { saidBy: 'Neighbours' } });
    makeCommon(doc, a, { takesAlong: [b], saidBy: 'City of Ghent', since: '2026-05-04' });
    expect(isCommon(read())).toBe(true);
    expect(pairs()[0]?.statements).toMatchObject([
      { relation: 'common-with', saidBy: 'City of Ghent', since: '2026-05-04' },
    ]);
    expect(takenAlong(a, [{ id: c }, { id: b }], readLinks(doc))).toEqual([
      { other: { id: b }, saidBy: 'City of Ghent', since: '2026-05-04' },
    ]);
    takeBackCommon(doc, a);
    expect(isCommon(read())).toBe(false);
    expect(pairs()[0]?.statements).toEqual([]);
    expect(pairs()[1]?.statements).toMatchObject([{ saidBy: 'Neighbours' }]);
  });
});
