import type { Revision } from '@longtable/shared/history';
import type { ActorId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import { keyed, mergeNewest, newChanges } from './revision-list.ts';

function revision(name: string, from: number, to: number, changes: number): Revision {
  const author = { id: name as ActorId, name, organisation: null };
  return {
    from,
    to,
    by: author,
    authors: [author],
    since: '',
    until: '',
    changes,
    touched: [],
    summary: '',
    intents: [],
    notes: [],
    version: null,
  };
}

test('a revision that goes on stays the same one, in its new place', () => {
  const known = [revision('Bo', 4, 9, 5), revision('Ada', 0, 4, 4)];
  const newest = [revision('Ada', 0, 12, 7), revision('Bo', 4, 9, 5)];
  const { revisions, meets } = mergeNewest(known, newest);
  expect(meets).toBe(true);
  expect(revisions.map(({ by, to }) => [by?.name, to])).toEqual([
    ['Ada', 12],
    ['Bo', 9],
  ]);
  expect(newChanges(known, newest)).toBe(3);
});

test('new revisions come before what is known, and only they count as new', () => {
  const known = [revision('Ada', 4, 9, 5)];
  const newest = [revision('Chi', 9, 12, 3), revision('Ada', 4, 9, 5), revision('Bo', 0, 4, 4)];
  expect(mergeNewest(known, newest).revisions).toHaveLength(3);
  expect(newChanges(known, newest)).toBe(3);
});

test('where so much is new that it does not meet what is known, the list begins anew', () => {
  const { revisions, meets } = mergeNewest([revision('Ada', 0, 1, 1)], [revision('Bo', 70, 90, 20)]);
  expect(meets).toBe(false);
  expect(revisions).toHaveLength(1);
});

test('no two of a list have the same key', () => {
  const same = [revision('Ada', 4, 9, 1), revision('Ada', 4, 9, 1)];
  expect(new Set(keyed(same).map(({ key }) => key)).size).toBe(2);
});
