import { combineUpdates } from '@longtable/shared/updates/update-codec';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { maxSegmentBytes } from './limits.ts';
import { Tail, toSegment } from './tail.ts';

const edits = 3_000;

/** A tail to which each letter of a text was pushed on its own, by two writers in turn. */
function typedTail(): { tail: Tail; text: string } {
  const tail = new Tail();
  const docs = [new Y.Doc(), new Y.Doc()];
  const written = new Y.Doc();
  for (let to = 1; to <= edits; to++) {
    const doc = docs[to % docs.length] as Y.Doc;
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(written, Y.encodeStateVector(doc)));
    const before = Y.encodeStateVector(doc);
    const text = doc.getText('text');
    text.insert((to * 7) % (text.length + 1), String.fromCodePoint(97 + (to % 26)));
    const update = Y.encodeStateAsUpdate(doc, before);
    Y.applyUpdate(written, update);
    const clocks = new Map([[doc.clientID, Y.getState(doc.store, doc.clientID)]]);
    tail.push(toSegment({ after: to - 1, to, update, clocks, deletes: false }));
  }
  return { tail, text: written.getText('text').toJSON() };
}

test('[S4] however many updates there are, few segments hold them, in order and whole', () => {
  const { tail, text } = typedTail();
  const { segments } = tail;
  expect(segments.length).toBeLessThan(20);
  expect(segments.every(({ update }) => update.byteLength <= maxSegmentBytes)).toBe(true);
  expect(tail.bytes).toBe(segments.reduce((sum, { update }) => sum + update.byteLength, 0));
  expect(segments.map(({ after }) => after)).toEqual([0, ...segments.slice(0, -1).map(({ to }) => to)]);
  expect(segments.at(-1)?.to).toBe(edits);

  const read = new Y.Doc();
  Y.applyUpdate(read, combineUpdates(segments.map(({ update }) => update)));
  expect(read.getText('text').toJSON()).toBe(text);
  const clocks = new Map(segments.flatMap((segment) => [...segment.clocks]));
  expect(clocks).toEqual(Y.decodeStateVector(Y.encodeStateVector(read)));
});

test('[S4] a large update stands alone, and does not keep small ones from being joined', () => {
  const tail = new Tail();
  const doc = new Y.Doc();
  let to = 0;
  const write = (words: string) => {
    const before = Y.encodeStateVector(doc);
    doc.getText('text').insert(0, words);
    const update = Y.encodeStateAsUpdate(doc, before);
    tail.push(toSegment({ after: to, to: ++to, update, clocks: new Map(), deletes: false }));
  };
  for (const words of ['a', 'x'.repeat(maxSegmentBytes), ...'bcdefghi']) write(words);
  expect(tail.segments.map(({ level }) => level)).toEqual([0, 0, 1, 1]);
});
