/** How the changes of a plan lie in time: counted in equal stretches, by organisation; and where it stood at some time. */
import type { Author } from '@longtable/shared/history';
import type { SeqAtTime, Timeline, TimelineBucket, TimelineOrganisation } from '@longtable/shared/history/timeline';
import type { HistoryRow, PlanHistory } from './plan-history.ts';
import { filterRows, type RowFilter } from './row-filter.ts';

export interface TimelineQuery extends RowFilter {
  /** Into how many stretches the period is divided, 100 when left out. */
  buckets?: number | undefined;
}

const defaultBuckets = 100;

interface Counted {
  from: number;
  to: number;
  /** Changes by author. */
  counts: Map<Author, number>;
}

/** @throws BadRange */
export function readTimeline(history: PlanHistory, query: TimelineQuery): Timeline {
  const rows = filterRows(history, query);
  const [earliest, latest] = lifeOf(history.rows);
  const since = query.from === undefined ? earliest : Date.parse(query.from);
  const until = query.to === undefined ? Math.max(since, latest) : Date.parse(query.to);
  // What was stored at the very end belongs to the last stretch.
  const bucketMs = Math.max(1, Math.ceil((until - since + 1) / (query.buckets ?? defaultBuckets)));
  const buckets = countRows(rows, since, bucketMs);
  const people = new Map<Author, number>();
  for (const bucket of buckets) {
    for (const [author, changes] of bucket?.counts ?? []) people.set(author, (people.get(author) ?? 0) + changes);
  }
  const organisations = organisationsOf(people);
  const indexes = new Map(organisations.map(({ name }, index) => [name, index]));
  return {
    since: toTime(since),
    until: toTime(until),
    first: seqAt(history, since - 1).seq,
    last: seqAt(history, until).seq,
    bucketMs,
    organisations,
    people: [...people].sort(mostFirst).map(([author, changes]) => ({ author, changes })),
    buckets: buckets.flatMap((bucket, index): TimelineBucket[] => {
      if (!bucket) return [];
      const counts: Record<number, number> = {};
      for (const [author, changes] of bucket.counts) {
        const organisation = indexes.get(author.organisation) ?? 0;
        counts[organisation] = (counts[organisation] ?? 0) + changes;
      }
      return [{ at: toTime(since + index * bucketMs), from: bucket.from, to: bucket.to, counts }];
    }),
  };
}

/** The plan as it last was whole at or before a time, milliseconds since 1970. */
export function seqAt(history: PlanHistory, time: number): SeqAtTime {
  const last = history.rows.findLast(({ seq, boundary, at }) => seq === boundary && at <= time);
  return last ? { seq: last.seq, at: toTime(last.at) } : { seq: 0, at: null };
}

const toTime = (ms: number) => new Date(ms).toISOString();
const mostFirst = (a: [Author, number], b: [Author, number]) => b[1] - a[1] || (a[0].name < b[0].name ? -1 : 1);

/** Clocks of servers have been set back, so the times of a log need not rise. */
function lifeOf(rows: readonly HistoryRow[]): [number, number] {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, 0];
  for (const { at } of rows) {
    if (at < earliest) earliest = at;
    if (at > latest) latest = at;
  }
  return [Math.min(earliest, latest), latest];
}

function countRows(rows: readonly HistoryRow[], since: number, bucketMs: number): (Counted | undefined)[] {
  const buckets: (Counted | undefined)[] = [];
  for (const { at, author, before, boundary } of rows) {
    const index = Math.floor((at - since) / bucketMs);
    const bucket = buckets[index];
    if (!bucket) {
      buckets[index] = { from: before, to: boundary, counts: new Map([[author, 1]]) };
      continue;
    }
    if (before < bucket.from) bucket.from = before;
    if (boundary > bucket.to) bucket.to = boundary;
    bucket.counts.set(author, (bucket.counts.get(author) ?? 0) + 1);
  }
  // Stretches in which nothing happened are holes.
  return Array.from(buckets);
}

function organisationsOf(people: ReadonlyMap<Author, number>): TimelineOrganisation[] {
  const byName = new Map<string | null, { changes: number; people: Set<string> }>();
  for (const [{ id, organisation }, changes] of people) {
    const known = byName.get(organisation) ?? { changes: 0, people: new Set() };
    known.changes += changes;
    known.people.add(id);
    byName.set(organisation, known);
  }
  return [...byName]
    .map(([name, { changes, people: ids }]) => ({ name, changes, people: ids.size }))
    .sort((a, b) => b.changes - a.changes || ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
}
