import { expect, test } from 'vitest';
import { marksOf } from './ticks.ts';

const at = (text: string) => Date.parse(text);
const labels = (since: string, until: string) =>
  marksOf({ since: at(since), until: at(until) }, 8, 'en-GB', true).map(({ label }) => label);

test('marks are as fine as the stretch is short, and begin where a unit begins', () => {
  expect(labels('2021-06-01', '2026-06-01')).toEqual(['2022', '2023', '2024', '2025', '2026']);
  expect(labels('2026-01-20', '2026-05-02')).toEqual(['Feb 2026', 'Mar 2026', 'Apr 2026', 'May 2026']);
  expect(labels('2026-05-04T09:30:00Z', '2026-05-04T12:10:00Z')).toEqual(['10:00', '11:00', '12:00']);
  expect(labels('2026-05-04T09:30:01Z', '2026-05-04T09:30:04Z')).toEqual(['9:30:01', '9:30:02', '9:30:03', '9:30:04']);
});

test('there are never more marks than were asked for', () => {
  for (let length = 1000; length < 400 * 365 * 86_400_000; length *= 1.7) {
    const marks = marksOf({ since: 0, until: length }, 8, 'en', true);
    expect(marks.length).toBeLessThanOrEqual(9);
  }
});
