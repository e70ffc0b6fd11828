/** Who is tied to whom, and since when: the networks of a plan at one moment. Ties are links between actors and networks. */
import type { Element } from './element.ts';
import type { Link } from './link.ts';
import { spanOf } from './spans.ts';

export interface Tie {
  link: Link;
  from: Element;
  to: Element;
  /** Milliseconds since 1970; null where nobody has said. */
  since: number | null;
  until: number | null;
  /** Whether it lasts beyond a topic. */
  isLasting: boolean;
}

export type TieStanding = 'not-yet' | 'now' | 'over';

const tieTypes: readonly string[] = ['member-of', 'works-with'];
const ends: readonly string[] = ['actor', 'network'];

/** Every tie, the oldest first; those of which nobody knows since when, last. */
export function readTies(elements: readonly Element[], links: readonly Link[]): Tie[] {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const ties = links.flatMap((link): Tie[] => {
    const [from, to] = [byId.get(link.from), byId.get(link.to)];
    if (!from || !to || !tieTypes.includes(link.type)) return [];
    if (!ends.includes(from.kind) || !ends.includes(to.kind)) return [];
    const since = finiteOrNull(link.since && spanOf(link.since)?.from);
    const until = finiteOrNull(link.until && spanOf(link.until)?.to);
    return [{ link, from, to, since, until, isLasting: link.details.topic === undefined }];
  });
  return ties.sort(
    (a, b) => (a.since ?? Number.POSITIVE_INFINITY) - (b.since ?? Number.POSITIVE_INFINITY) || byLink(a, b),
  );
}

function byLink(a: Tie, b: Tie): number {
  return a.link.id < b.link.id ? -1 : 1;
}

function finiteOrNull(time: number | null | undefined | ''): number | null {
  return typeof time === 'number' && Number.isFinite(time) ? time : null;
}

/** @param at milliseconds since 1970 */
export function standingAt({ since, until }: Tie, at: number): TieStanding {
  if (since !== null && since > at) return 'not-yet';
  return until !== null && until < at ? 'over' : 'now';
}

/** How long it had lasted at a moment, in whole years; null where nobody has said since when, or it had not begun. */
export function yearsAt({ since, until }: Tie, at: number): number | null {
  if (since === null || since > at) return null;
  const [first, last] = [new Date(since), new Date(Math.min(at, until ?? at))];
  const years = last.getUTCFullYear() - first.getUTCFullYear();
  const anniversary = new Date(since).setUTCFullYear(last.getUTCFullYear());
  return Math.max(0, anniversary > last.getTime() ? years - 1 : years);
}

/** First and last year that a slider should reach: all that ties speak of, and this year. */
export function yearsOf(ties: readonly Tie[], thisYear: number): { first: number; last: number } {
  const years = ties
    .flatMap(({ since, until }) => [since, until])
    .flatMap((time) => (time === null ? [] : [yearOf(time)]));
  return { first: Math.min(thisYear, ...years), last: Math.max(thisYear, ...years) };
}

function yearOf(time: number): number {
  return new Date(time).getUTCFullYear();
}

/**
 * The day whose ties stand for a year: of this year today, of any other its last.
 * @param today the beginning of a day, milliseconds since 1970, as is what is returned
 */
export function dayOfYear(year: number, today: number): number {
  return year === yearOf(today) ? today : Date.UTC(year, 11, 31);
}
