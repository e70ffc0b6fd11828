/** An element's dates as they are moved about on the roadmap: EDTF in, EDTF out, at the precision of the zoom. */
import type { Element } from '@longtable/shared/plan/element';
import { openEnd } from '@longtable/shared/plan/horizon';
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
  const from = ends.from && shifted(ends.from, units, precision);
  const to = ends.to && shifted(ends.to, units, precision);
  return written(dates, from, to, precision);
}

/** One end so many units later or earlier; the other end stays, and none passes it. */
export function resized(dates: Dates, end: End, units: number, precision: Precision): Dates {
  const ends = endsOf(dates);
  if (units === 0 || !ends) return dates;
  const now = new Date();
  const start = ends.from ?? { time: ends.to?.time ?? now.getTime(), isFuzzy: false };
  const stop = ends.to ?? { time: start.time + unitMs(start.time, precision) - 1, isFuzzy: start.isFuzzy };
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
}

/** First and last moment that the dates name; null at an end that is open or was never said. */
function endsOf({ horizonFrom, horizonTo }: Dates): { from: Moment | null; to: Moment | null } | null {
  const first = horizonFrom === null ? null : spanOf(horizonFrom);
  const last = horizonTo === null ? null : spanOf(horizonTo);
  const from = first ?? last;
  const to = last ?? first;
  if (!from || !to) return null;
  const moment = (time: number, isFuzzy: boolean) => (Number.isFinite(time) ? { time, isFuzzy } : null);
  const ends = {
    from: moment(from.from, isVague(from, horizonFrom ?? horizonTo)),
    to: moment(to.to, isVague(to, horizonTo ?? horizonFrom)),
  };
  return ends.from || ends.to ? ends : null;
}

const shifted = ({ time, isFuzzy }: Moment, units: number, precision: Precision): Moment => ({
  time: addUnits(time, units, precision),
  isFuzzy,
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

/** A decade is fuzzy as it is. */
function dateText({ time, isFuzzy }: Moment, precision: Precision): string {
  return `${edtfAt(time, precision)}${isFuzzy && precision !== 'decade' ? '~' : ''}`;
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
