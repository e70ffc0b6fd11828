/**
 * An element's dates as they are moved about on the roadmap: EDTF in, EDTF out, at the precision of the zoom, or at
 * their own where that is finer: nothing that somebody knew is lost on the way.
 */
import type { Element } from '@longtable/shared/plan/element';
import { openEnd, parseHorizon } from '@longtable/shared/plan/horizon';
import { shiftHorizon } from '@longtable/shared/plan/horizon-shift';
import { spanOf } from '@longtable/shared/plan/spans';
import { addUnits, edtfAt, type Precision, unitMs } from './calendar.ts';
import { isVague } from './spans.ts';

export type Dates = Pick<Element, 'horizonFrom' | 'horizonTo'>;
export type End = 'from' | 'to';

/** What has no date yet, put on the axis. */
export const placedAt = (time: number, precision: Precision): Dates => ({
  horizonFrom: edtfAt(time, precision),
  horizonTo: null,
});

/** As long as before, so many units later or earlier. An open end stays open, and "about" stays "about". */
export function moved(dates: Dates, units: number, precision: Precision): Dates {
  const ends = endsOf(dates);
  if (units === 0 || !ends) return dates;
  const asWritten = precision === 'month' ? null : movedByYears(dates, precision === 'year' ? units : units * 10);
  if (asWritten) return asWritten;
  const from = ends.from && shifted(ends.from, units, precision);
  const to = ends.to && shifted(ends.to, units, precision);
  return written(dates, from, to, precision);
}

/** As they were written, seasons and parts of decades too; null where so many years later or earlier can't be said so. */
function movedByYears({ horizonFrom, horizonTo }: Dates, years: number): Dates | null {
  const from = horizonFrom && shiftedText(horizonFrom, years);
  const to = horizonTo && shiftedText(horizonTo, years);
  return from === undefined || to === undefined ? null : { horizonFrom: from, horizonTo: to };
}

/** Decades, and their parts, move by decades only. */
function shiftedText(text: string, years: number): string | undefined {
  const horizon = parseHorizon(text);
  const isByDecade = horizon?.isDecade || horizon?.part;
  return isByDecade && years % 10 !== 0 ? undefined : (shiftHorizon(text, years) ?? undefined);
}

/** One end so many units later or earlier; the other end stays, and none passes it. */
export function resized(dates: Dates, end: End, units: number, precision: Precision): Dates {
  const ends = endsOf(dates);
  if (units === 0 || !ends) return dates;
  const now = new Date();
  const start = ends.from ?? { time: ends.to?.time ?? now.getTime(), isFuzzy: false, unit: precision };
  const stop = ends.to ?? { ...start, time: start.time + unitMs(start.time, precision) - 1 };
  if (end === 'from') {
    const from = shifted(start, units, precision);
    const to = ends.to;
    const kept = to && from.time > to.time ? { ...from, time: to.time } : from;
    return { horizonFrom: dateText(kept, precision), horizonTo: keptEnd(dates, to, precision) };
  }
  const to = shifted(stop, units, precision);
  const kept = to.time < start.time ? { ...to, time: start.time } : to;
  const horizonFrom = ends.from ? keptStart(dates, ends.from, precision) : null;
  return { horizonFrom, horizonTo: dateText(kept, precision) };
}

interface Moment {
  time: number;
  isFuzzy: boolean;
  /** What it was written in. */
  unit: Precision | 'day';
}

/** First and last moment that the dates name; null at an end that is open or was never said. */
function endsOf({ horizonFrom, horizonTo }: Dates): { from: Moment | null; to: Moment | null } | null {
  const first = horizonFrom === null ? null : spanOf(horizonFrom);
  const last = horizonTo === null ? null : spanOf(horizonTo);
  const from = first ?? last;
  const to = last ?? first;
  if (!from || !to) return null;
  const [fromText, toText] = [horizonFrom ?? horizonTo ?? '', horizonTo ?? horizonFrom ?? ''];
  const moment = (time: number, isFuzzy: boolean, date?: string): Moment | null =>
    Number.isFinite(time) ? { time, isFuzzy, unit: unitOf(date) } : null;
  const ends = {
    from: moment(from.from, isVague(from, fromText), datesIn(fromText).at(0)),
    to: moment(to.to, isVague(to, toText), datesIn(toText).at(-1)),
  };
  return ends.from || ends.to ? ends : null;
}

/** A text of EDTF may have several: "2004-06/2006-08". */
const datesIn = (edtf: string) => edtf.match(/\d{4}(?:-\d\d){0,2}/g) ?? [];

function unitOf(date: string | undefined): Moment['unit'] {
  if (date === undefined) return 'decade';
  const isSeason = /-2[1-4]$/.test(date) && date.length === 7;
  return date.length > 7 ? 'day' : date.length > 4 && !isSeason ? 'month' : 'year';
}

const shifted = (moment: Moment, units: number, precision: Precision): Moment => ({
  ...moment,
  time: addUnits(moment.time, units, precision),
});

/** In one date where one will do, and in the field where it was. */
function written(dates: Dates, from: Moment | null, to: Moment | null, precision: Precision): Dates {
  const first = from && dateText(from, precision);
  const last = to && dateText(to, precision);
  if (first !== null && last === null) {
    const isApart = dates.horizonTo !== null;
    return isApart ? { horizonFrom: first, horizonTo: openEnd } : { horizonFrom: `${first}/..`, horizonTo: null };
  }
  if (first === null) return { horizonFrom: dates.horizonFrom, horizonTo: last };
  const isOne = first === last;
  if (isOne && dates.horizonTo === null) return { horizonFrom: first, horizonTo: null };
  if (isOne && dates.horizonFrom === null) return { horizonFrom: null, horizonTo: last };
  return { horizonFrom: first, horizonTo: last };
}

const units = ['day', 'month', 'year', 'decade'] as const;

/** In its own unit where that is finer. A decade is fuzzy as it is. */
function dateText({ time, isFuzzy, unit }: Moment, precision: Precision): string {
  const finer = units.indexOf(unit) < units.indexOf(precision) ? unit : precision;
  return `${edtfAt(time, finer)}${isFuzzy && finer !== 'decade' ? '~' : ''}`;
}

/** The end that nobody touched, as it was written; where both were one date, as a date of its own. */
function keptEnd(dates: Dates, to: Moment | null, precision: Precision): string | null {
  if (dates.horizonTo !== null) return dates.horizonTo;
  return to ? dateText(to, precision) : openEnd;
}

function keptStart(dates: Dates, from: Moment, precision: Precision): string {
  const text = dates.horizonFrom;
  const span = text === null ? null : spanOf(text);
  if (text !== null && span && Number.isFinite(span.to) && dates.horizonTo !== null) return text;
  return dateText(from, precision);
}
