import { describe, expect, test } from 'vitest';
import { moved, placedAt, resized } from './dates.ts';

const dates = (horizonFrom: string | null, horizonTo: string | null = null) => ({ horizonFrom, horizonTo });

describe('moving', () => {
  test('writes both ends at the precision of the zoom', () => {
    expect(moved(dates('2031-05', '2031-08'), 3, 'month')).toEqual(dates('2031-08', '2031-11'));
    expect(moved(dates('2031-05', '2033-08'), 3, 'year')).toEqual(dates('2034', '2036'));
    expect(moved(dates('2031', '2048'), -1, 'decade')).toEqual(dates('202X', '203X'));
  });

  test('one date stays one date, in the field where it was', () => {
    expect(moved(dates('2031'), 2, 'year')).toEqual(dates('2033'));
    expect(moved(dates(null, '2031'), 2, 'year')).toEqual(dates(null, '2033'));
    expect(moved(dates(null, '203X'), 1, 'decade')).toEqual(dates(null, '204X'));
  });

  test('is as long as before, and as vague', () => {
    expect(moved(dates('203X'), 3, 'year')).toEqual(dates('2033~', '2042~'));
    expect(moved(dates('2040~'), 1, 'year')).toEqual(dates('2041~'));
    expect(moved(dates('[2030..2033]'), 1, 'decade')).toEqual(dates('204X'));
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
    expect(resized(dates('2031-05', '2033'), 'from', -1, 'year')).toEqual(dates('2030', '2033'));
  });

  test('gives one date two ends', () => {
    expect(resized(dates('2031'), 'to', 2, 'year')).toEqual(dates('2031', '2033'));
    expect(resized(dates(null, '2031'), 'from', -2, 'year')).toEqual(dates('2029', '2031'));
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
