/** Months, years and decades as steps on a time axis, and as EDTF. UTC; knows no pixels. */

/** What a date on the roadmap is said in. */
export type Precision = 'month' | 'year' | 'decade';

/** Months in each. */
const monthsIn: Record<Precision, number> = { month: 1, year: 12, decade: 120 };

export const yearMs = 365.2425 * 24 * 60 * 60 * 1000;
export const monthMs = yearMs / 12;

/** The midnight with which the unit that holds `time` begins. @param months in a unit that begins with a year, or divides it */
export function startOfUnit(time: number, months: number): number {
  const date = new Date(time);
  const count = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return monthStart(Math.floor(count / months) * months);
}

/** The same moment so many months later; what a shorter month does not have is its last day. */
export function addMonths(time: number, months: number): number {
  const start = startOfUnit(time, 1);
  const date = new Date(start);
  const first = monthStart(date.getUTCFullYear() * 12 + date.getUTCMonth() + months);
  return Math.min(first + (time - start), addMonth(first) - 1);
}

export const addUnits = (time: number, count: number, unit: Precision) => addMonths(time, count * monthsIn[unit]);

/** How long the unit is that holds `time`, milliseconds. */
export function unitMs(time: number, unit: Precision): number {
  const start = startOfUnit(time, monthsIn[unit]);
  return addUnits(start, 1, unit) - start;
}

/** The unit that holds `time`, as EDTF: "2031-05-04", "2031-05", "2031", "203X". */
export function edtfAt(time: number, precision: Precision | 'day'): string {
  const date = new Date(time);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  if (precision === 'decade') return `${year.slice(0, 3)}X`;
  if (precision === 'year') return year;
  const month = `${year}-${twoDigits(date.getUTCMonth() + 1)}`;
  return precision === 'month' ? month : `${month}-${twoDigits(date.getUTCDate())}`;
}

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** @param count months since the year 0 */
function monthStart(count: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(count / 12), ((count % 12) + 12) % 12, 1);
  return date.getTime();
}

function addMonth(start: number): number {
  const date = new Date(start);
  return monthStart(date.getUTCFullYear() * 12 + date.getUTCMonth() + 1);
}
