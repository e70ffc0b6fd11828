import { expect, test } from 'vitest';
import { barsOf, stopAtSeq, stopAtTime, stopsOf, withWiderBars } from './bars.ts';

const organisations = [
  { name: 'City', changes: 10_000, people: 1 },
  { name: null, changes: 1, people: 1 },
];
const bucket = (minute: number, from: number, to: number, counts: Record<number, number>) => ({
  at: new Date(minute * 60_000).toISOString(),
  from,
  to,
  counts,
});
const bars = barsOf({
  organisations,
  buckets: [bucket(0, 0, 10_000, { 0: 9_999, 1: 1 }), bucket(5, 10_000, 10_001, { 0: 1 })],
});

test('parts of a bar stand on each other, and the highest bar fills the height', () => {
  const [first] = bars;
  const top = first?.parts.at(-1);
  expect(first?.parts.map(({ organisation }) => organisation)).toEqual([0, 1]);
  expect((top?.bottom ?? 0) + (top?.height ?? 0)).toBeCloseTo(1);
});

test('a single change beside ten thousand can still be seen', () => {
  expect(bars[1]?.parts[0]?.height).toBeGreaterThan(0.06);
});

test('organisations beyond the eighth are one, so that each stripe can be told from the others', () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ name: `O${index}`, changes: 1, people: 1 }));
  const counts = Object.fromEntries(many.map((_, index) => [index, 1]));
  const [bar] = barsOf({ organisations: many, buckets: [bucket(0, 0, 12, counts)] });
  expect(bar?.parts).toHaveLength(8);
  expect(bar?.parts.at(-1)?.organisation).toBeNull();
  expect(bar?.parts.reduce((total, { height }) => total + height, 0)).toBeCloseTo(1);
});

test('wider bars hold the changes of all that they stand for', () => {
  const since = new Date(0).toISOString();
  const buckets = [bucket(0, 0, 2, { 0: 2 }), bucket(1, 2, 5, { 0: 1, 1: 2 }), bucket(5, 5, 6, { 1: 1 })];
  expect(withWiderBars({ since, bucketMs: 60_000, buckets }, 2)).toEqual({
    since,
    bucketMs: 120_000,
    buckets: [bucket(0, 0, 5, { 0: 3, 1: 2 }), bucket(4, 5, 6, { 1: 1 })],
  });
});

test('handles stand after bars, and before all of them', () => {
  const stops = stopsOf(bars, { since: 0, first: 0, bucketMs: 60_000 });
  expect(stops.map(({ seq, at }) => [seq, at])).toEqual([
    [0, 0],
    [10_000, 60_000],
    [10_001, 360_000],
  ]);
  expect(stopAtSeq(stops, 0)).toBe(0);
  expect(stopAtSeq(stops, 9_000)).toBe(1);
  expect(stopAtSeq(stops, 20_000)).toBe(2);
  expect(stopAtTime(stops, 300_000)).toBe(2);
  expect(stopAtTime(stops, -5)).toBe(0);
});
