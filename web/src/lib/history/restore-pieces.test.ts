import type { DiffBlock, DiffDocument, DiffRun } from '@longtable/shared/history';
import type { ActorId, ElementId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import { likelyPiece, piecesOf } from './restore-pieces.ts';

const run = (text: string, state: DiffRun['state']): DiffRun => ({ text, state, by: null, seq: null });
const block = (id: string, state: DiffBlock['state'], runs: DiffRun[] = []): DiffBlock => {
  return { id, kind: 'paragraph', level: 2, indent: 0, state, runs };
};
const document = (element: string | null, state: DiffDocument['state'], blocks: DiffBlock[] = []): DiffDocument => {
  return { element: element as ElementId | null, kind: 'idea', title: 'A title', state, texts: [], blocks };
};
const changed = block('b', 'changed', [run('A roof', 'deleted'), run('lol', 'inserted'), run('.', 'kept')]);

test('paragraphs that were there can be restored on their own, with the words that they had', () => {
  const pieces = piecesOf({
    changes: [],
    documents: [document('e', 'kept', [block('a', 'kept', [run('x', 'kept')]), changed, block('c', 'inserted')])],
  });
  expect(pieces.map(({ block, words }) => [block, words])).toEqual([
    ['b', 'A roof.'],
    [null, null],
  ]);
});

test('an element that was removed is one piece, and one that was added is none', () => {
  const pieces = piecesOf({
    changes: [],
    documents: [document('gone', 'deleted', [block('a', 'deleted')]), document('new', 'inserted', [changed])],
  });
  expect(pieces).toMatchObject([{ element: 'gone', block: null, isGone: true }]);
});

test('what came and went is brought back from right before it went', () => {
  const by = { id: 'a' as ActorId, name: 'Ada', organisation: null };
  const removal = { type: 'remove', element: 'x' as ElementId, field: null, by, at: '', seq: 7 } as const;
  const pieces = piecesOf({ changes: [removal], documents: [document('x', 'inserted-and-deleted')] });
  expect(pieces).toMatchObject([{ element: 'x', isGone: true, lastSeq: 6 }]);
});

test('only what is the one thing that changed is meant without asking', () => {
  const one = piecesOf({ changes: [], documents: [document('e', 'kept', [changed])] });
  expect(likelyPiece(one)?.block).toBe('b');
  const two = piecesOf({ changes: [], documents: [document('e', 'kept', [changed]), document('f', 'deleted')] });
  expect(likelyPiece(two)).toBe(null);
  expect(likelyPiece(piecesOf({ changes: [], documents: [document('f', 'deleted')] }))?.element).toBe('f');
});
