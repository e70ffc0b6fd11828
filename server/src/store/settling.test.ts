import { createActorId, type PlanId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { NewLogRow } from './plan-store.ts';
import { settleRows } from './settling.ts';

const actor = createActorId();

/** What one session stored within a second, an update for each edit. */
function rowsOf(...edits: ((doc: Y.Doc) => void)[]): NewLogRow[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const edit of edits) edit(doc);
  const who = { plan: 'p' as PlanId, actor, onBehalfOf: null, session: 's', intent: null };
  return updates.map((update, at) => ({ ...who, seq: at + 1, at, update }));
}

const insert = (at: number, text: string) => (doc: Y.Doc) => doc.getText('t').insert(at, text);
const remove = (at: number, length: number) => (doc: Y.Doc) => doc.getText('t').delete(at, length);
const begin = (doc: Y.Doc) => doc.getMap('elements').set('e', new Y.Text('old'));
const word = (doc: Y.Doc) => (doc.getMap('elements').get('e') as Y.Text).insert(3, ' new');
const removeElement = (doc: Y.Doc) => doc.getMap('elements').delete('e');
const seqsOf = (rows: readonly NewLogRow[]) => settleRows(rows).map(({ seq, boundary }) => [seq, boundary]);

test('[H3] typing, and taking back what was just typed, is one row', () => {
  const rows = rowsOf(insert(0, 'hallp'), remove(4, 1), insert(4, 'o'), remove(0, 5), insert(0, 'x'));
  expect(seqsOf(rows)).toEqual([[5, 5]]);
});

test('[H3] so is taking away what was there before', () => {
  const [, ...rows] = rowsOf(insert(0, 'old'), insert(3, ' new'), remove(0, 1), remove(0, 1));
  expect(seqsOf(rows)).toEqual([[4, 4]]);
});

test('[H3] what takes away an element with the words that were just written in it is a row of its own', () => {
  const [first, ...rows] = rowsOf(begin, word, removeElement, insert(0, 'x'));
  expect(seqsOf(rows)).toEqual([
    [2, 4],
    [4, 4],
  ]);
  const doc = new Y.Doc({ gc: false });
  for (const { update } of [first as NewLogRow, ...settleRows(rows)]) Y.applyUpdate(doc, update);
  expect([doc.getMap('elements').size, doc.getText('t').toJSON()]).toEqual([0, 'x']);
});
