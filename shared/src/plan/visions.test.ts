import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { LinkId } from '../ids.ts';
import { elementsMap, findNote, readElement, readLinks } from './document.ts';
import { addElement, initialisePlan, linkElements } from './edits.ts';
import { makeCommon, sayRelation, takeBackCommon } from './vision-edits.ts';
import { isCommon, pairsOf, takenAlong } from './visions.ts';

const ada = { id: 'ada', name: 'Ada' };
const bo = { id: 'bo', name: 'Bo' };

const writeNote = (doc: Y.Doc, id: LinkId, note: string) => findNote(doc, id)?.insert(0, note);

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
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'City of Ghent', writer: ada });
    expect(pairs()[0]).toMatchObject({ isContested: false, statements: [{ saidBy: 'City of Ghent' }] });
    sayRelation(doc, { from: b, to: a, relation: 'competes-with', saidBy: 'Neighbours', writer: bo });
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
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'Neighbours', writer: bo });
    sayRelation(doc, { from: b, to: a, relation: 'competes-with', saidBy: 'Neighbours', writer: bo });
    expect(pairs()[0]?.statements).toMatchObject([{ relation: 'competes-with', saidBy: 'Neighbours' }]);
  });

  test('whoever writes somebody else’s name speaks beside them, and overwrites nothing', () => {
    const { doc, a, b, pairs } = plan();
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'City of Ghent', writer: ada });
    sayRelation(doc, { from: a, to: b, relation: 'competes-with', saidBy: 'City of Ghent', writer: bo });
    const said = pairs()[0]?.statements.map(({ relation, writer }) => `${relation} ${writer?.name}`);
    expect(said?.toSorted()).toEqual(['competes-with Bo', 'complements Ada']);
    expect(pairs()[0]?.isContested).toBe(true);
    const links = readLinks(doc);
    const again = { from: b, to: a, relation: 'complements', saidBy: 'City of Ghent', writer: ada } as const;
    const known = links.find(({ details }) => details.writer === ada.id)?.id;
    expect(sayRelation(doc, again)).toEqual({ id: known, isNew: false });
    expect(readLinks(doc)).toEqual(links);
  });

  test('a note on what gives way goes on to what is said instead', () => {
    const { doc, a, b, pairs } = plan();
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'Ghent', writer: ada });
    writeNote(doc, pairs()[0]?.statements[0]?.link as LinkId, 'Both need the square.');
    sayRelation(doc, { from: a, to: b, relation: 'competes-with', saidBy: 'Ghent', writer: ada });
    expect(pairs()[0]?.statements).toMatchObject([{ relation: 'competes-with', note: 'Both need the square.' }]);
  });

  test('making one common leaves what was said of it, with its notes, and says who and when also where it takes none along', () => {
    const { doc, a, b, c, read, pairs } = plan();
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'Ghent', writer: ada });
    const [saying] = readLinks(doc);
    writeNote(doc, saying?.id as LinkId, 'Since the flood.');
    const before = readLinks(doc);
    makeCommon(doc, a, { takesAlong: [b], saidBy: 'Ghent', since: '2026-05-04', writer: ada });
    expect(readLinks(doc)).toEqual(expect.arrayContaining(before));
    expect(pairs()[0]).toMatchObject({ isContested: false });
    expect(pairs()[0]?.statements).toHaveLength(2);
    expect(pairs()[0]?.statements.find(({ since }) => since)).toMatchObject({ common: a, writer: ada });
    takeBackCommon(doc, a);
    expect(readLinks(doc)).toEqual(before);
    makeCommon(doc, c, { takesAlong: [], saidBy: 'Ghent', since: '2027', writer: bo });
    makeCommon(doc, a, { takesAlong: [], saidBy: 'Ghent', since: '2026-05-04', writer: bo });
    expect(read().details).toEqual({
      standing: 'common',
      standingBy: 'Ghent',
      standingSince: '2026-05-04',
      standingWriter: 'Bo',
    });
    takeBackCommon(doc, a);
    expect(read().details).toEqual({});
  });

  test('taking back leaves what somebody wrote a note on, as a saying', () => {
    const { doc, a, b, pairs } = plan();
    makeCommon(doc, a, { takesAlong: [b], saidBy: 'Ghent', since: '2026-05-04', writer: ada });
    writeNote(doc, pairs()[0]?.statements[0]?.link as LinkId, 'We voted.');
    takeBackCommon(doc, a);
    expect(pairs()[0]?.statements).toMatchObject([{ relation: 'common-with', note: 'We voted.', since: null }]);
  });

  test('two voices that speak at once are both heard', () => {
    const { doc, a, b, pairs } = plan();
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    sayRelation(doc, { from: a, to: b, relation: 'complements', saidBy: 'Neighbours', writer: bo });
    sayRelation(other, { from: a, to: b, relation: 'competes-with', saidBy: 'City of Ghent', writer: ada });
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(pairs()[0]).toMatchObject({ isContested: true });
  });

  test('a common vision takes others along, and all of it can be taken back', () => {
    const { doc, a, b, c, read, pairs } = plan();
    linkElements(doc, { from: a, to: c, type: 'common-with', details: { saidBy: 'Neighbours' } });
    makeCommon(doc, a, { takesAlong: [b], saidBy: 'City of Ghent', since: '2026-05-04', writer: ada });
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
