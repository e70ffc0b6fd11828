/** From when to when an element is drawn, and which of its ends nobody knows exactly. */
import type { Element } from '@longtable/shared/plan/element';
import { openEnd } from '@longtable/shared/plan/horizon';
import { spanOf } from '@longtable/shared/plan/spans';
import type { TimeSpan } from '@longtable/shared/plan/time-span';
import { yearMs } from './calendar.ts';

export interface DrawnSpan {
  /** Finite, milliseconds since 1970; an open end is drawn for a generation, fading. */
  from: number;
  to: number;
  /** How each end looks: known, known more or less, or without an end. */
  start: Edge;
  end: Edge;
}
type Edge = 'sharp' | 'fuzzy' | 'open';

const openYears = 25;

/** Null for what has no date, no date that is known, or only open ends. */
export function drawnSpan({ horizonFrom, horizonTo }: Pick<Element, 'horizonFrom' | 'horizonTo'>): DrawnSpan | null {
  const first = horizonFrom === null ? null : spanOf(horizonFrom);
  const last = horizonTo === null ? null : spanOf(horizonTo);
  const from = first ?? last;
  const to = last ?? first;
  if (!from || !to) return null;
  const [starts, ends] = [from.from, horizonTo === openEnd ? Number.POSITIVE_INFINITY : to.to];
  if (!Number.isFinite(starts) && !Number.isFinite(ends)) return null;
  const open = openYears * yearMs;
  const drawnFrom = Number.isFinite(starts) ? starts : ends - open;
  const drawnTo = Number.isFinite(ends) ? ends : starts + open;
  const edge = (time: number, isFuzzy: boolean): Edge =>
    Number.isFinite(time) ? (isFuzzy ? 'fuzzy' : 'sharp') : 'open';
  return {
    from: Math.min(drawnFrom, drawnTo),
    to: Math.max(drawnFrom, drawnTo),
    start: edge(starts, isVague(from, horizonFrom ?? horizonTo)),
    end: edge(ends, isVague(to, horizonTo ?? horizonFrom)),
  };
}

/** Whether a date leaves its ends vague. "From 2040 on" knows well when it begins. */
export const isVague = ({ isFuzzy }: TimeSpan, text: string | null) =>
  isFuzzy && (text === null || !text.endsWith('/..') || /[~?%X]/.test(text));
