import { expect, test } from 'vitest';
import { phaseOf } from './phases.ts';
import { packRows } from './rows.ts';
import { drawnSpan } from './spans.ts';

const span = (horizonFrom: string | null, horizonTo: string | null = null) => drawnSpan({ horizonFrom, horizonTo });
const years = (drawn: ReturnType<typeof span>) =>
  drawn && [new Date(drawn.from).getUTCFullYear(), new Date(drawn.to).getUTCFullYear(), drawn.start, drawn.end];

test('each end looks as well known as it is', () => {
  expect(years(span('2030', '2035'))).toEqual([2030, 2035, 'sharp', 'sharp']);
  expect(years(span('2030', '204X'))).toEqual([2030, 2049, 'sharp', 'fuzzy']);
  expect(years(span('[2030..2033]'))).toEqual([2030, 2033, 'fuzzy', 'fuzzy']);
  expect(years(span('about 2030'))).toBe(null);
});

test('an open end is drawn for a generation', () => {
  expect(years(span('2030/..'))).toEqual([2030, 2055, 'sharp', 'open']);
  expect(years(span('2030', '..'))).toEqual([2030, 2055, 'sharp', 'open']);
  expect(span('..')).toBe(null);
});

test('now, next, later', () => {
  const now = Date.UTC(2030, 5, 1);
  expect(phaseOf(span('2029', '2031'), now)).toBe('now');
  expect(phaseOf(span('2034'), now)).toBe('next');
  expect(phaseOf(span('2036'), now)).toBe('later');
  expect(phaseOf(span('2020'), now)).toBe('before');
  expect(phaseOf(span('2000/..'), now)).toBe('now');
  expect(phaseOf(null, now)).toBe('undated');
});

test('none lies over another in its row', () => {
  const random = (() => {
    let seed = 7;
    return () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
  })();
  const items = Array.from({ length: 300 }, (_, index) => {
    const start = random() * 1000;
    return { id: String(index), start, end: start + random() * 100 };
  });
  const { rowOf, count } = packRows(items, 5);
  for (const a of items) {
    for (const b of items) {
      if (a === b || rowOf.get(a.id) !== rowOf.get(b.id)) continue;
      expect(a.end + 5 <= b.start || b.end + 5 <= a.start).toBe(true);
    }
  }
  expect(new Set(rowOf.values()).size).toBe(count);
});
