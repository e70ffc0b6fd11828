import { expect, test } from 'vitest';
import { addMonths, addUnits, edtfAt, startOfUnit, unitMs } from './calendar.ts';

const at = (text: string) => Date.parse(text);
const text = (time: number) => new Date(time).toISOString().slice(0, 10);

test('a moment is written at the precision of the zoom', () => {
  expect(edtfAt(at('2031-05-17'), 'month')).toBe('2031-05');
  expect(edtfAt(at('2031-05-17'), 'year')).toBe('2031');
  expect(edtfAt(at('2031-05-17'), 'decade')).toBe('203X');
  expect(edtfAt(at('0987-12-31'), 'decade')).toBe('098X');
});

test('units begin where calendars begin them', () => {
  expect(text(startOfUnit(at('2031-05-17'), 3))).toBe('2031-04-01');
  expect(text(startOfUnit(at('2031-05-17'), 120))).toBe('2030-01-01');
  expect(text(startOfUnit(at('1965-05-17'), 1200))).toBe('1900-01-01');
  expect(unitMs(at('2028-02-10'), 'month')).toBe(29 * 86_400_000);
});

test('the last day of a month stays in the month that follows', () => {
  expect(text(addMonths(at('2031-01-31T12:00:00Z'), 1))).toBe('2031-02-28');
  expect(text(addUnits(at('2031-12-31T23:59:59Z'), -1, 'month'))).toBe('2031-11-30');
  expect(text(addUnits(at('2039-12-31T23:59:59Z'), 2, 'decade'))).toBe('2059-12-31');
});
