import type { AuthorshipRun } from '@longtable/shared/history';
import type { ActorId } from '@longtable/shared/ids';
import { describe, expect, test } from 'vitest';
import { findWords, joinRuns, runsBetween, sentenceAt, sharesOf } from './passage.ts';

const run = (text: string, name: string, seq: number): AuthorshipRun => ({
  text,
  by: { id: name as ActorId, name, organisation: null },
  at: '2026-05-04T10:00:00Z',
  seq,
  restored: null,
});

describe('the sentence that somebody points at', () => {
  const text = 'A roof over the square. With room for all! And a tree';
  const pick = (offset: number) => {
    const { start, end } = sentenceAt(text, offset);
    return text.slice(start, end);
  };

  test('reaches from its first letter to its full stop', () => {
    expect(pick(0)).toBe('A roof over the square.');
    expect(pick(30)).toBe('With room for all!');
    expect(pick(text.length)).toBe('And a tree');
  });

  test('is all there is where there are no sentences', () => {
    expect(sentenceAt('', 0)).toEqual({ start: 0, end: 0 });
    expect(sentenceAt('one', 1)).toEqual({ start: 0, end: 3 });
  });
});

describe('words that were pointed at', () => {
  test('are found again where they have moved, the nearest of several', () => {
    expect(findWords('so so so', { start: 4, words: 'so' })).toEqual({ start: 3, end: 5 });
  });

  test('stand for all of the text once they are gone', () => {
    expect(findWords('another text', { start: 4, words: 'so' })).toEqual({ start: 0, end: 12 });
  });
});

test('the runs of a passage are cut to it, without the space between words', () => {
  const runs = [run('A roof', 'Ada', 1), run(' ', 'Bo', 2), run('of glass', 'Chi', 3)];
  expect(runsBetween(runs, 2, 9).map(({ text }) => text)).toEqual(['roof', 'of']);
});

test('what one author writes in one go is one run, also where it was stored in several', () => {
  const later = { ...run('D', 'Ada', 4), at: '2026-05-04T10:20:00Z' };
  const runs = [run('A', 'Ada', 1), run('a', 'Ada', 2), run('B', 'Bo', 3), run('C', 'Ada', 3), later];
  expect(joinRuns(runs).map(({ text }) => text)).toEqual(['Aa', 'B', 'C', 'D']);
});

test('what one author wrote in one change is told once', () => {
  const runs = [run('A', 'Ada', 1), run('a', 'Ada', 2), run('B', 'Bo', 3), run('C', 'Ada', 1), run('D', 'Ada', 4)];
  const shares = sharesOf(runs, ({ seq }) => (seq < 3 ? 'first' : 'later'));
  expect(shares.map(({ run: { by }, texts }) => [by.name, texts])).toEqual([
    ['Ada', ['Aa', 'C']],
    ['Bo', ['B']],
    ['Ada', ['D']],
  ]);
});
