import { describe, expect, test } from 'vitest';
import { isLater, parseHorizon, readHorizon, startOf } from './horizon.ts';
import { reachOf } from './spans.ts';
import { parseTimeSpan } from './time-span.ts';

describe('horizons', () => {
  test.each([
    ['2030', '2030'],
    [' 2030-05 ', '2030-05'],
    ['2028-02-29', '2028-02-29'],
    ['2030s', '203X'],
    ['about 2040', '2040~'],
    ['203x', '203X'],
    ['2040~', '2040~'],
    ['early 2030s', '[2030..2033]'],
    ['Mid-2030s', '[2034..2036]'],
    ['late 2030s', '[2037..2039]'],
    ['spring 2031', '2031-21'],
    ['Fall 2031', '2031-23'],
    ['from 2040 on', '2040/..'],
    ['2040/..', '2040/..'],
    ['from about 2040 on', '2040~/..'],
    ['a generation', '2051~'],
    ['in two generations', '2076~'],
  ])('"%s" is understood as %s', (typed, edtf) => {
    expect(readHorizon(typed, 2026)).toBe(edtf);
    expect(parseHorizon(edtf)).not.toBeNull();
    expect(parseTimeSpan(edtf)).not.toBeNull();
  });

  test.each(['soon', '20', '2030-13', '2030-02-30', '203X-05', '2027-02-29', '2031-21-03', 'early 2033s', ''])(
    '"%s" is not',
    (typed) => {
      expect(readHorizon(typed)).toBeNull();
    },
  );

  test('an end may be open', () => {
    expect(readHorizon('open')).toBe('..');
    expect(reachOf({ horizonFrom: '2030', horizonTo: '..' })).toMatchObject({
      from: Date.UTC(2030, 0, 1),
      to: Number.POSITIVE_INFINITY,
    });
  });
});

describe('the order of dates', () => {
  test('what begins first comes first, whatever it is written in', () => {
    const dates = [
      '../2030',
      'Y-17000',
      '-0044',
      '0800',
      '1XXX',
      '19XX',
      '199X',
      '1999-03~',
      '2004-06/2006-08',
      '[2030..2033]',
      '2030-21',
      '2030-06',
      '2030-23',
      '2031-05-04',
      'Y170000002',
    ];
    expect([...dates].reverse().sort((a, b) => (Number(startOf(a)) < Number(startOf(b)) ? -1 : 1))).toEqual(dates);
  });

  test.each(['', 'soon', '12', '..x', 'about 2030'])('“%s” is no date', (text) => {
    expect(Number.isFinite(startOf(text))).toBe(false);
  });

  test('a date begins where its span does', () => {
    for (const date of ['2030', '2030-05', '2030-05-04', '203X', '2030~', '1XXX', '-0044', '2004-06/2006-08'])
      expect(startOf(date), date).toBe(parseTimeSpan(date)?.from);
  });

  test('a date is later than another when all of it is', () => {
    expect(isLater('2031', '2030')).toBe(true);
    expect(isLater('2030', '2030-05')).toBe(false);
    expect(isLater('2039', '203X')).toBe(false);
    expect(isLater('2039', 'soon')).toBe(false);
    expect(isLater('soon', '2039')).toBe(false);
  });

  test.each([
    ['2032', '[2030..2033]', '2034'],
    ['2036', '[2034..2036]', '2037'],
    ['2031-01', '2030-24', '2031-03'],
    ['2030-05-31', '2030-21', '2030-06-01'],
    ['2028-02-29', '2028-02', '2028-03'],
  ])('%s is not later than %s, and %s is', (within, to, after) => {
    expect(isLater(within, to)).toBe(false);
    expect(isLater(after, to)).toBe(true);
  });

  test.each(['..', '2040/..', '[2040..]', '2040/'])('nothing is later than %s, which has no end', (to) => {
    expect(isLater('2050', to)).toBe(false);
  });
});

describe('spans of time', () => {
  test.each([
    ['2030', '2030-01-01', '2030-12-31', false],
    ['203X', '2030-01-01', '2039-12-31', true],
    ['2030~', '2030-01-01', '2030-12-31', true],
    ['[2030..2033]', '2030-01-01', '2033-12-31', true],
    ['2004-06/2006-08', '2004-06-01', '2006-08-31', false],
  ])('%s lasts from %s to %s', (edtf, from, to, isFuzzy) => {
    const span = parseTimeSpan(edtf);
    expect(new Date(span?.from ?? 0).toISOString().slice(0, 10)).toBe(from);
    expect(new Date(span?.to ?? 0).toISOString().slice(0, 10)).toBe(to);
    expect(span?.isFuzzy).toBe(isFuzzy);
  });

  test('an element reaches from the first of its ends to the last', () => {
    expect(reachOf({ horizonFrom: null, horizonTo: null })).toBeNull();
    expect(reachOf({ horizonFrom: 'soon', horizonTo: null })).toBeNull();
    expect(reachOf({ horizonFrom: '2030', horizonTo: '203X' })?.to).toBe(parseTimeSpan('2039')?.to);
    expect(reachOf({ horizonFrom: '2040', horizonTo: '2030' })?.to).toBe(parseTimeSpan('2040')?.from);
  });
});
