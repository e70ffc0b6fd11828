import { expect, test } from 'vitest';
import { LeftOutRows } from './left-out-rows.ts';

const rowsTo = (count: number) => Array.from({ length: count }, (_, at) => ({ seq: at + 1, boundary: at + 1 }));

/** Hands rows over until all are taken in. @returns how often it took too long */
function takeIn(
  rows: readonly { seq: number; boundary: number }[],
  leftOut: LeftOutRows,
  isSlow: (seq: number) => boolean,
) {
  let failures = 0;
  for (let head = 0; head < rows.length; ) {
    const given = leftOut.firstOf(rows.slice(head, head + 5_000), head);
    if (given.some((row) => isSlow(row.seq) && !leftOut.has(row))) {
      leftOut.addSlow(given, head);
      // The worker has ended, and with it all that it knew.
      head = 0;
      if (++failures > 20) throw new Error('It never ends.');
    } else head = given.at(-1)?.seq ?? head;
  }
  return failures;
}

test.each([1, 20, 20_000])(
  'of %d rows the one that takes too long is found in three tries, and no other left out',
  (count) => {
    const rows = rowsTo(count);
    const slow = Math.ceil(count * 0.7);
    const leftOut = new LeftOutRows();
    expect(takeIn(rows, leftOut, (seq) => seq === slow)).toBe(3);
    expect(rows.filter((row) => leftOut.has(row))).toEqual([rows[slow - 1]]);
    expect(takeIn(rows, leftOut, (seq) => seq === slow)).toBe(0);
  },
);

test('several are found one after the other', () => {
  const rows = rowsTo(12_000);
  const slow = [3, 4, 7_000];
  const leftOut = new LeftOutRows();
  takeIn(rows, leftOut, (seq) => slow.includes(seq));
  expect(rows.filter((row) => leftOut.has(row)).map(({ seq }) => seq)).toEqual(slow);
});

test('a row that took long once or twice, when the machine was busy, is kept', () => {
  const rows = rowsTo(1);
  const leftOut = new LeftOutRows();
  for (let time = 0; time < 2; time++) leftOut.addSlow(rows, 0);
  expect(rows.filter((row) => leftOut.has(row))).toEqual([]);
});

test('where a row still takes too long once it is left out, all of its second are', () => {
  const rows = [
    { seq: 1, boundary: 1 },
    { seq: 2, boundary: 3 },
    { seq: 3, boundary: 3 },
    { seq: 4, boundary: 4 },
  ];
  const leftOut = new LeftOutRows();
  for (let time = 0; time < 4; time++) leftOut.addSlow(rows.slice(2, 3), 2);
  expect(rows.filter((row) => leftOut.has(row)).map(({ seq }) => seq)).toEqual([2, 3]);
});

test('two lots that are slow only as a whole are both taken in, in smaller parts', () => {
  const rows = rowsTo(10_000);
  const leftOut = new LeftOutRows();
  let failures = 0;
  for (let head = 0; head < rows.length; ) {
    const given = leftOut.firstOf(rows.slice(head, head + 5_000), head);
    if (given.length > 1_000) {
      leftOut.addSlow(given, head);
      head = 0;
      failures++;
      expect(failures).toBeLessThan(5);
    } else head = given.at(-1)?.seq ?? head;
  }
  expect(rows.filter((row) => leftOut.has(row))).toEqual([]);
});
