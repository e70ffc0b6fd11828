import { describe, expect, test } from 'vitest';
import { moved, placedAt, resized } from './dates.ts';

const dates = (horizonFrom: string | null, horizonTo: string | null = null) => ({ horizonFrom, horizonTo });

describe('moving', () => {
  test('writes both ends at the precision of the zoom, or their own where that is finer', () => {
    expect(moved(dates('2031-05', '2031-08'), 3, 'month')).toEqual(dates('2031-08', '2031-11'));
    expect(moved(dates('2031', '2033'), 1, 'month')).toEqual(dates('2031-02', '2034-01'));
    expect(moved(dates('2031-05', '2033-08'), 3, 'year')).toEqual(dates('2034-05', '2036-08'));
    expect(moved(dates('2031', '2048'), -1, 'decade')).toEqual(dates('2021', '2038'));
    expect(moved(dates('2031-05-15', '203X'), 1, 'year')).toEqual(dates('2032-05-15', '2040~'));
    expect(moved(dates('2031-03-10', '2031-03-15'), 1, 'month')).toEqual(dates('2031-04-10', '2031-04-15'));
    expect(moved(dates('2004-06/2006-08'), 1, 'year')).toEqual(dates('2005-06', '2007-08'));
    expect(moved(dates('20XX'), 1, 'decade')).toEqual(dates('201X', '210X'));
  });

  test.each(['2031-03-15', '2031-03', '2031-21', '2031', '2031~', '2031-03-15/..'])(
    'there and back again, %s is what it was',
    (date) => {
      for (const precision of ['month', 'year', 'decade'] as const) {
        const isCoarser = precision === 'month' && !date.startsWith('2031-03');
        if (!isCoarser) expect(moved(moved(dates(date), 1, precision), -1, precision)).toEqual(dates(date));
      }
    },
  );

  test('one date stays one date, in the field where it was', () => {
    expect(moved(dates('2031'), 2, 'year')).toEqual(dates('2033'));
    expect(moved(dates(null, '2031'), 2, 'year')).toEqual(dates(null, '2033'));
    expect(moved(dates(null, '203X'), 1, 'decade')).toEqual(dates(null, '204X'));
  });

  test('is as long as before, and as vague', () => {
    expect(moved(dates('203X'), 3, 'year')).toEqual(dates('2033~', '2042~'));
    expect(moved(dates('2040~'), 1, 'year')).toEqual(dates('2041~'));
    expect(moved(dates('[2030..2033]'), 1, 'decade')).toEqual(dates('[2040..2043]'));
    expect(moved(dates('2031'), 1, 'month')).toEqual(dates('2031-02', '2032-01'));
  });

  test('an open end stays open', () => {
    expect(moved(dates('2040/..'), 5, 'year')).toEqual(dates('2045/..'));
    expect(moved(dates('2040', '..'), 5, 'year')).toEqual(dates('2045', '..'));
    expect(moved(dates('..', '2040'), 5, 'year')).toEqual(dates('..', '2045'));
  });

  test('by nothing, or what is no date, changes nothing', () => {
    expect(moved(dates('2031-05'), 0, 'decade')).toEqual(dates('2031-05'));
    expect(moved(dates('when the mill reopens'), 3, 'year')).toEqual(dates('when the mill reopens'));
    expect(moved(dates(null), 3, 'year')).toEqual(dates(null));
  });
});

describe('resizing', () => {
  test('moves one end and leaves the other as it was written', () => {
    expect(resized(dates('2031-05', '2033'), 'to', 2, 'year')).toEqual(dates('2031-05', '2035'));
    expect(resized(dates('2031-05', '2033'), 'from', -1, 'year')).toEqual(dates('2030-05', '2033'));
  });

  test('gives one date two ends', () => {
    expect(resized(dates('2031'), 'to', 2, 'year')).toEqual(dates('2031', '2033'));
    expect(resized(dates(null, '2031'), 'from', -2, 'year')).toEqual(dates('2029', '2031'));
    expect(resized(dates('2031-03-15'), 'to', 2, 'year')).toEqual(dates('2031-03-15', '2033-03-15'));
    expect(resized(dates('203X'), 'to', 1, 'decade')).toEqual(dates('203X', '204X'));
  });

  test('no end passes the other', () => {
    expect(resized(dates('2031', '2033'), 'to', -9, 'year')).toEqual(dates('2031', '2031'));
    expect(resized(dates('2031', '2033'), 'from', 9, 'year')).toEqual(dates('2033', '2033'));
  });

  test('gives an open end a date', () => {
    expect(resized(dates('2040/..'), 'to', 2, 'year')).toEqual(dates('2040', '2042'));
  });
});

test('what had no date gets one', () => {
  expect(placedAt(Date.UTC(2047, 3), 'decade')).toEqual(dates('204X'));
});
