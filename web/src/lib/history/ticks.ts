/** Marks of a time axis that reaches from years to seconds: where they are and what they are called. */
export interface Mark {
  /** Milliseconds since 1970. */
  at: number;
  label: string;
}

type Unit = 'year' | 'month' | 'day' | 'ms';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000] as const;
const month = 30.44 * day;

interface Step {
  unit: Unit;
  count: number;
  /** About so long, milliseconds. */
  ms: number;
  style: Intl.DateTimeFormatOptions;
}

const clock = { hour: 'numeric', minute: '2-digit' } as const;
const steps: readonly Step[] = [
  ...[1, 5, 15].map((count) => ofMs(count * second, { ...clock, second: '2-digit' })),
  ...[1, 5, 15].map((count) => ofMs(count * minute, clock)),
  ...[1, 3, 6].map((count) => ofMs(count * hour, clock)),
  { unit: 'day', count: 1, ms: day, style: { day: 'numeric', month: 'short' } },
  { unit: 'day', count: 7, ms: 7 * day, style: { day: 'numeric', month: 'short' } },
  { unit: 'month', count: 1, ms: month, style: { month: 'short', year: 'numeric' } },
  { unit: 'month', count: 3, ms: 3 * month, style: { month: 'short', year: 'numeric' } },
  ...[1, 2, 5, 10, 25, 100].map(
    (count): Step => ({ unit: 'year', count, ms: count * 12 * month, style: { year: 'numeric' } }),
  ),
];

function ofMs(ms: number, style: Intl.DateTimeFormatOptions): Step {
  return { unit: 'ms', count: ms, ms, style };
}

/** @param most so many marks at the most @param isUtc whether times are told in UTC, or in the reader's zone */
export function marksOf(
  { since, until }: { since: number; until: number },
  most: number,
  locale: string,
  isUtc: boolean,
): Mark[] {
  const step = steps.find(({ ms }) => (until - since) / ms <= most) ?? steps.at(-1);
  if (!step) return [];
  const format = new Intl.DateTimeFormat(locale, { ...step.style, ...(isUtc && { timeZone: 'UTC' }) });
  const marks: Mark[] = [];
  for (let at = firstOf(since, step, isUtc); at <= until; at = next(at, step, isUtc)) {
    if (at >= since) marks.push({ at, label: format.format(at) });
  }
  return marks;
}

function firstOf(time: number, { unit, count }: Step, isUtc: boolean): number {
  const shift = isUtc ? 0 : new Date(time).getTimezoneOffset() * minute;
  const local = new Date(time - shift);
  const [year, months] = [local.getUTCFullYear(), local.getUTCMonth()];
  if (unit === 'ms') return Math.floor((time - shift) / count) * count + shift;
  if (unit === 'day') return midnight(year, months, local.getUTCDate(), isUtc);
  if (unit === 'month') return midnight(year, months - (months % count), 1, isUtc);
  return midnight(year - (year % count), 0, 1, isUtc);
}

function next(time: number, { unit, count }: Step, isUtc: boolean): number {
  if (unit === 'ms') return time + count;
  const date = new Date(time);
  const [year, months, days] = isUtc
    ? [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
    : [date.getFullYear(), date.getMonth(), date.getDate()];
  if (unit === 'day') return midnight(year, months, days + count, isUtc);
  return unit === 'month' ? midnight(year, months + count, 1, isUtc) : midnight(year + count, 0, 1, isUtc);
}

function midnight(year: number, months: number, days: number, isUtc: boolean): number {
  return isUtc ? Date.UTC(year, months, days) : new Date(year, months, days).getTime();
}
