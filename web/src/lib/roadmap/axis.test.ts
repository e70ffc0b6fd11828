import { expect, test } from 'vitest';
import { axisOf, coarsestMsPerPixel, finestMsPerPixel, generationsFrom, precisionAt } from './axis.ts';
import { yearMs } from './calendar.ts';

const decade = (year: number) => `${year}s`;
const stretch = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const axis = (from: string, to: string, pixels: number, locale = 'en') => {
  const seen = stretch(from, to);
  return axisOf(seen, (seen.to - seen.from) / pixels, locale, decade);
};

test('a few months are named by month, within their year', () => {
  const { ticks, wholes } = axis('2030-11-10', '2031-03-10', 1000);
  expect(ticks.map(({ label }) => label)).toEqual(['Nov', 'Dec', 'Jan', 'Feb', 'Mar']);
  expect(wholes.map(({ label }) => label)).toEqual(['2030', '2031']);
});

test('a century is named by decade, with finer marks between', () => {
  const { ticks, fine, wholes } = axis('2024-01-01', '2124-01-01', 1200);
  expect(ticks.map(({ label }) => label).slice(0, 3)).toEqual(['2020', '2030', '2040']);
  expect(fine.every((time) => new Date(time).getUTCFullYear() % 10 !== 0)).toBe(true);
  expect(wholes).toEqual([]);
});

test('years are within decades, and named in the language of the page', () => {
  expect(axis('2028-01-01', '2036-01-01', 1000).wholes.map(({ label }) => label)).toEqual(['2020s', '2030s']);
  expect(axis('2031-04-10', '2031-06-10', 1000, 'nl').ticks.map(({ label }) => label)).toEqual(['apr', 'mei', 'jun']);
});

test('at every zoom marks have room for their names', () => {
  for (let scale = finestMsPerPixel; scale < coarsestMsPerPixel; scale *= 1.3) {
    const from = Date.UTC(2031, 4, 17);
    const { ticks } = axisOf({ from, to: from + 1000 * scale }, scale, 'en', decade);
    for (const [index, { at }] of ticks.entries()) {
      const before = ticks[index - 1];
      if (before) expect((at - before.at) / scale).toBeGreaterThan(60);
    }
    expect(ticks.length).toBeGreaterThan(1);
  }
});

test('a date is meant in months, years or decades, as closely as one can point', () => {
  expect(precisionAt((2 * yearMs) / 1000)).toBe('month');
  expect(precisionAt((100 * yearMs) / 1000)).toBe('year');
  expect(precisionAt((200 * yearMs) / 1000)).toBe('decade');
  expect(precisionAt((100 * yearMs) / 390)).toBe('decade');
});

test('generations are counted from now', () => {
  expect(generationsFrom(Date.UTC(2026, 5, 1)).map((time) => new Date(time).getUTCFullYear())).toEqual([
    2051, 2076, 2101, 2126, 2151,
  ]);
});
