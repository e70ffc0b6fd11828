/// <reference path="./edtf.d.ts" />
/** All of EDTF (ISO 8601-2) as a stretch of time, for drawing and comparing. The library is loaded where that is done. */
import edtf from 'edtf';
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
