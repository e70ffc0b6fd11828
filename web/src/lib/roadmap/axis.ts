/** The time axis: which marks it has at a zoom, what they are called, and how precisely a date is meant there. */
import { generationYears } from '@longtable/shared/plan/horizon';
import { addMonths, monthMs, type Precision, startOfUnit, yearMs } from './calendar.ts';

/** What is in sight: milliseconds since 1970, UTC. */
export interface Stretch {
  from: number;
  to: number;
}

export interface Tick {
  at: number;
  label: string;
}

export interface Axis {
  /** Named marks. */
  ticks: Tick[];
  /** Finer ones in between, without a name. */
  fine: number[];
  /** What the marks are within: the year of months, the decade of years. Empty where marks speak for themselves. */
  wholes: Tick[];
}

/** Months from mark to mark that read well, and what the finer marks between them are. */
const steps = [
  { months: 1, fine: 0, whole: 12 },
  { months: 3, fine: 1, whole: 12 },
  { months: 12, fine: 3, whole: 120 },
  { months: 24, fine: 12, whole: 120 },
  { months: 60, fine: 12, whole: 0 },
  { months: 120, fine: 24, whole: 0 },
  { months: 300, fine: 60, whole: 0 },
  { months: 600, fine: 120, whole: 0 },
  { months: 1200, fine: 300, whole: 0 },
] as const;
/** Between two named marks at the least, px. */
const labelPixels = 72;
/** A date is meant as precisely as a finger or a mouse can point. */
const pointPixels = 8;

/** From a few months to a few centuries, milliseconds per pixel. */
export const finestMsPerPixel = (4 * monthMs) / 1200;
export const coarsestMsPerPixel = (300 * yearMs) / 1000;
/** No plan reaches further. */
export const earliest = Date.UTC(1600, 0);
export const latest = Date.UTC(2700, 0);

/** @param decadeLabel what a decade is called, from its first year */
export function axisOf(
  stretch: Stretch,
  msPerPixel: number,
  locale: string,
  decadeLabel: (year: number) => string,
): Axis {
  const step = steps.find(({ months }) => (months * monthMs) / msPerPixel >= labelPixels) ?? steps[8];
  const { month, year } = namesIn(locale);
  const name = step.months < 12 ? month : year;
  const named = (times: number[], format: (time: number) => string) =>
    times.map((at): Tick => ({ at, label: format(at) }));
  return {
    ticks: named(marks(stretch, step.months), (time) => name.format(time)),
    fine: step.fine === 0 ? [] : marks(stretch, step.fine).filter((time) => startOfUnit(time, step.months) !== time),
    wholes:
      step.whole === 0
        ? []
        : named(marks(stretch, step.whole), (time) =>
            step.whole === 12 ? year.format(time) : decadeLabel(new Date(time).getUTCFullYear()),
          ),
  };
}

/** Made once: it takes longer than all the rest of an axis, and an axis is made for every frame of a zoom. */
const names = new Map<string, { month: Intl.DateTimeFormat; year: Intl.DateTimeFormat }>();

function namesIn(locale: string) {
  const known = names.get(locale) ?? {
    month: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short' }),
    year: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric' }),
  };
  names.set(locale, known);
  return known;
}

/** Every beginning of a unit in sight, and the one just before. */
function marks({ from, to }: Stretch, months: number): number[] {
  const times: number[] = [];
  for (let time = startOfUnit(from, months); time <= to; time = addMonths(time, months)) times.push(time);
  return times;
}

/** The finest unit that can still be pointed at. */
export function precisionAt(msPerPixel: number): Precision {
  if (monthMs / msPerPixel >= pointPixels) return 'month';
  return yearMs / msPerPixel >= pointPixels ? 'year' : 'decade';
}

/** How many ahead are marked. */
const generations = 5;

/** Between the names of two generations at the least, px. */
const generationPixels = 140;

/** Marks for the generations ahead, as many as there is room for. @param label the name of the first, the second… */
export function generationTicks(now: number, msPerPixel: number, label: (count: number) => string): Tick[] {
  const ahead = generationsFrom(now);
  const apart = ((ahead[1] ?? 0) - (ahead[0] ?? 0)) / msPerPixel;
  const every = Math.ceil(generationPixels / apart);
  return ahead.flatMap((at, index) => (index % every === 0 ? [{ at, label: label(index + 1) }] : []));
}

/** When children, grandchildren and theirs will be as old as we are now. @returns the first is one generation from now */
export function generationsFrom(now: number): number[] {
  return Array.from({ length: generations }, (_, index) => addMonths(now, (index + 1) * generationYears * 12));
}
