import { expect, test } from 'vitest';
import { filterQuery, readHistoryOptions, writeHistoryOptions } from './history-options.ts';

function roundTrip(query: string): string {
  return writeHistoryOptions(readHistoryOptions(new URLSearchParams(query)));
}

test('a view is the same after it went through its address', () => {
  for (const query of [
    '',
    '?organisation=City+of+Ghent&kind=links&group=day&from=2026-05-04&to=2026-05-06',
    '?organisation=-',
    '?from=2026-05-04T10%3A00%3A00.000Z&to=2026-05-04T10%3A00%3A05.000Z&show=3-9',
    '?compare=0-12',
  ]) {
    expect(roundTrip(query)).toBe(query);
  }
});

test('what makes no sense in an address is left out', () => {
  expect(roundTrip('?kind=colour&group=moon&from=soon&to=2026-13-45&show=9&compare=a-b&element=no&by=me')).toBe('');
});

test('a day is whole, also as an end', () => {
  const options = readHistoryOptions(new URLSearchParams('from=2026-05-04&to=2026-05-04'));
  expect(Object.fromEntries(filterQuery(options))).toEqual({
    from: '2026-05-04T00:00:00.000Z',
    to: '2026-05-05T00:00:00.000Z',
  });
});

test('those who acted for nobody are asked for by an empty name', () => {
  const options = readHistoryOptions(new URLSearchParams('organisation=-'));
  expect(filterQuery(options).get('organisation')).toBe('');
  expect(filterQuery(readHistoryOptions(new URLSearchParams('organisation='))).has('organisation')).toBe(false);
});

test('what is shown may be of one person', () => {
  const { shown } = readHistoryOptions(new URLSearchParams('show=3-9'));
  expect(shown).toMatchObject({ from: 3, to: 9, isCompared: false });
});
