import type { ElementId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import { yearMs } from './calendar.ts';
import { barsInSight, stretchOf, tabStopOf } from './in-sight.ts';
import type { Bar } from './layout.ts';
import { drawnSpan } from './spans.ts';

const id = (text: string) => text as ElementId;
const year = (number: number) => Date.UTC(number, 0);

function bar(name: string, from: string, top = 0): Bar {
  const span = drawnSpan({ horizonFrom: from, horizonTo: null });
  if (!span) throw new Error(`${from} is no date.`);
  return { item: { element: { id: id(name) }, span, isOneOff: false } as Bar['item'], lane: 'vision', top, place: 1 };
}

const bars = [bar('past', '2001'), bar('near', '2031'), bar('low', '2032', 9000), bar('far', '2099')];
const rows = { top: -500, bottom: 1400 };
const names = (some: readonly Bar[]) => some.map(({ item }) => item.element.id).join(' ');
const window = { from: year(2030), to: year(2040) };

test('what is beyond the window, in time or on the page, is not drawn, unless somebody is at it', () => {
  const drawn = (held: (ElementId | null)[] = [null]) => names(barsInSight(bars, window, 1, rows, new Set(held)));
  expect(drawn()).toBe('near');
  expect(drawn([id('far'), null])).toBe('near far');
});

test('what Tab reaches is drawn', () => {
  const drawn = barsInSight(bars, { from: year(2000), to: year(2100) }, 1, rows, new Set());
  expect(names(drawn)).toBe('past near far');
  expect(tabStopOf(drawn, null, window)).toBe('near');
  expect(tabStopOf(drawn, id('far'), window)).toBe('far');
  expect(tabStopOf(drawn, id('low'), window)).toBe('near');
  expect(tabStopOf(drawn, null, { from: year(2050), to: year(2060) })).toBe('past');
  expect(tabStopOf([], id('far'), window)).toBe(undefined);
});

test('all of thousands is from the first to the last', () => {
  const items = Array.from({ length: 200_000 }, (_, index) => bar('x', String(2001 + (index % 90))).item);
  const { from, to } = stretchOf(items, year(2030));
  expect(from).toBeGreaterThan(year(2001) - 4 * yearMs);
  expect(from).toBeLessThan(year(2001));
  expect(to).toBeGreaterThan(year(2091));
});
