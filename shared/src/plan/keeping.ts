/** Who keeps an element: the one rule for it, wherever it is asked. Reads dates in their common forms, so that every page can. */
import type { ElementId } from '../ids.ts';
import type { Element } from './element.ts';
import { lastMomentOf } from './horizon.ts';
import type { Link } from './link.ts';

/** The beginning of a day, milliseconds since 1970; what is over is over by then. */
export function startOfDay(now = new Date()): number {
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
}

/**
 * Whether a link says that somebody keeps something and has not stopped. Until the last day of a date somebody keeps it; a date
 * that nobody can read ends nothing.
 * @param today milliseconds since 1970
 */
export function isKeeping({ type, until }: Pick<Link, 'type' | 'until'>, today: number): boolean {
  return type === 'kept-by' && !isOver(until, today);
}

/** Whether somebody who is there keeps an element. */
export function hasKeeper(
  { id }: Pick<Element, 'id'>,
  links: readonly Link[],
  there: ReadonlySet<ElementId>,
  today: number,
): boolean {
  return links.some((link) => link.from === id && there.has(link.to) && link.to !== id && isKeeping(link, today));
}

/** Whether what lasted until a date is over. @param today milliseconds since 1970 */
export function isOver(until: string | null, today: number): boolean {
  const end = until === null ? null : lastMomentOf(until);
  return end !== null && end < today;
}
