/// <reference path="./edtf.d.ts" />
/** All of EDTF (ISO 8601-2) as a stretch of time, for drawing and comparing. The library is loaded where that is done. */
import edtf from 'edtf';
import type { Element } from './element.ts';
import { openEnd } from './horizon.ts';

/** Milliseconds since 1970, UTC; `from <= to`. */
export interface TimeSpan {
  /** -Infinity where it has always been so. */
  from: number;
  /** Infinity where it has no end. */
  to: number;
  /** Whether nobody meant exactly these ends: about, perhaps, some time in a decade. */
  isFuzzy: boolean;
}

/** @returns null for what is no EDTF */
export function parseTimeSpan(text: string): TimeSpan | null {
  if (text === openEnd) return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, isFuzzy: true };
  try {
    const { type, min, max, values } = edtf(text);
    const from = Number.isFinite(min) ? min : Number.NEGATIVE_INFINITY;
    // Of years that follow each other, the library takes the first for the last one.
    const last = values?.flat().at(-1)?.max ?? max;
    const to = Number.isFinite(max) ? Math.max(max, last) : Number.POSITIVE_INFINITY;
    if (from > to) return null;
    return { from, to, isFuzzy: type === 'Set' || /[~?%X]|\.\./.test(text) };
  } catch {
    return null;
  }
}

/** From when to when an element reaches; null when it does not say, or says it in a way that is no date. */
export function timeSpanOf({ horizonFrom, horizonTo }: Pick<Element, 'horizonFrom' | 'horizonTo'>): TimeSpan | null {
  const first = horizonFrom === null ? null : parseTimeSpan(horizonFrom);
  const last = horizonTo === null ? null : parseTimeSpan(horizonTo);
  if (!first && !last) return null;
  const isOpenEnd = horizonTo === openEnd;
  const from = first?.from ?? last?.from ?? Number.NEGATIVE_INFINITY;
  const to = isOpenEnd ? Number.POSITIVE_INFINITY : Math.max(last?.to ?? first?.to ?? from, from);
  return { from, to, isFuzzy: (first?.isFuzzy ?? false) || (last?.isFuzzy ?? false) };
}
