/** The bars of a timeline: how high each is and what it is made of, by organisation. Knows no pixels. */
import type { Timeline, TimelineBucket } from '@longtable/shared/history/timeline';

/** Told apart in the chart; all beyond are one. */
const mostOrganisations = 7;

interface Part {
  /** Index into the organisations of the timeline; null for all that are not told apart. */
  organisation: number | null;
  /** Of the whole height, from the ground up: 0 to 1. */
  bottom: number;
  height: number;
}

export interface Bar {
  /** Milliseconds since 1970. */
  at: number;
  from: number;
  to: number;
  changes: number;
  parts: Part[];
}

/** A bar with a single change can still be seen, and pointed at. */
const leastHeight = 0.06;

export function barsOf({ buckets, organisations }: Pick<Timeline, 'buckets' | 'organisations'>): Bar[] {
  const most = Math.max(1, ...buckets.map(sum));
  const told = toldApart(organisations.length);
  return buckets.map((bucket) => {
    const changes = sum(bucket);
    // An import of ten thousand changes must not flatten an afternoon of twenty: heights grow as the root does.
    const whole = leastHeight + (1 - leastHeight) * Math.sqrt(changes / most);
    let bottom = 0;
    const part = (organisation: number | null, count: number): Part => {
      const height = (whole * count) / changes;
      bottom += height;
      return { organisation, bottom: bottom - height, height };
    };
    const parts: Part[] = [];
    for (let index = 0; index < told; index++) {
      const count = bucket.counts[index];
      if (count) parts.push(part(index, count));
    }
    const rest = restOf(bucket, told);
    if (rest > 0) parts.push(part(null, rest));
    return { at: Date.parse(bucket.at), from: bucket.from, to: bucket.to, changes, parts };
  });
}

/** The same with fewer bars, where there is no room for all: so many in one. */
export function withWiderBars<T extends Pick<Timeline, 'buckets' | 'bucketMs' | 'since'>>(timeline: T, by: number): T {
  const since = Date.parse(timeline.since);
  const bucketMs = timeline.bucketMs * by;
  const wider = new Map<number, TimelineBucket>();
  for (const bucket of timeline.buckets) {
    const index = Math.floor((Date.parse(bucket.at) - since) / bucketMs);
    const known = wider.get(index);
    if (!known) {
      wider.set(index, { ...bucket, at: new Date(since + index * bucketMs).toISOString() });
      continue;
    }
    const counts = { ...known.counts };
    for (const [name, count] of Object.entries(bucket.counts)) {
      counts[Number(name)] = (counts[Number(name)] ?? 0) + count;
    }
    const [from, to] = [Math.min(known.from, bucket.from), Math.max(known.to, bucket.to)];
    wider.set(index, { at: known.at, from, to, counts });
  }
  return { ...timeline, bucketMs, buckets: [...wider.values()] };
}

/** How many of the organisations have stripes of their own. */
export const toldApart = (count: number) => (count <= mostOrganisations + 1 ? count : mostOrganisations);

function restOf({ counts }: TimelineBucket, told: number): number {
  return Object.entries(counts).reduce((total, [index, count]) => (Number(index) >= told ? total + count : total), 0);
}

const sum = ({ counts }: TimelineBucket) => Object.values(counts).reduce((total, count) => total + count, 0);

/** A place where a handle can stand: the plan as it was after the changes of a bar. */
export interface Stop {
  seq: number;
  /** Milliseconds since 1970. */
  at: number;
  bar: Bar | null;
}

/** The first is the plan before all of the bars. */
export function stopsOf(
  bars: readonly Bar[],
  { since, first, bucketMs }: { since: number; first: number; bucketMs: number },
): Stop[] {
  return [{ seq: first, at: since, bar: null }, ...bars.map((bar) => ({ seq: bar.to, at: bar.at + bucketMs, bar }))];
}

/** The first stop that has all up to a seq behind it; the last one where none has. */
export function stopAtSeq(stops: readonly Stop[], seq: number): number {
  const index = stops.findIndex((stop) => stop.seq >= seq);
  return index < 0 ? stops.length - 1 : index;
}

/** The stop nearest to a time. */
export function stopAtTime(stops: readonly Stop[], time: number): number {
  let best = 0;
  stops.forEach((stop, index) => {
    if (Math.abs(stop.at - time) <= Math.abs((stops[best] as Stop).at - time)) best = index;
  });
  return best;
}
