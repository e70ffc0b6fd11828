/** Now, next, later: the roadmap without an axis. */
import { yearMs } from './calendar.ts';
import type { DrawnSpan } from './spans.ts';

export type Phase = 'now' | 'next' | 'later' | 'before' | 'undated';

/** What begins within so many years is next. */
export const nextYears = 5;

/** @param now milliseconds since 1970 */
export function phaseOf(span: DrawnSpan | null, now: number): Phase {
  if (!span) return 'undated';
  if (span.to < now && span.end !== 'open') return 'before';
  if (span.from <= now) return 'now';
  return span.from <= now + nextYears * yearMs ? 'next' : 'later';
}
