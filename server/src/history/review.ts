/** What others changed since somebody last looked, gathered by element (rule H6); and what a seq is a change of. */
import type { Author } from '@longtable/shared/history';
import type { ChangeCluster, Review } from '@longtable/shared/history/review';
import type { ActorId, ElementId } from '@longtable/shared/ids';
import type { HistoryRow, PlanHistory } from './plan-history.ts';
import { describeTouched } from './revisions.ts';

export interface ReviewQuery {
  actor: ActorId;
  /** The seq up to which they have looked. */
  since: number;
  /** How far beyond that, by element. */
  elements: readonly { element: ElementId | null; seq: number }[];
}

/** A change as those know it who write something beside it. */
export interface KnownChange {
  /** At which the plan is whole. */
  seq: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Of all that was stored within the same second. */
  authors: Author[];
}

export function reviewChanges(history: PlanHistory, query: ReviewQuery): Omit<Review, 'since'> {
  // A plan that was brought back from a backup may be behind what somebody saw of it.
  const since = history.settledAt(Math.min(query.since, history.head));
  const others = history.rowsAfter(since, history.head).filter(({ author }) => author.id !== query.actor);
  const lookedAt = new Map(query.elements.map(({ element, seq }) => [element, seq]));
  const clusters = [...gather(history, others)].map(([element, rows]) =>
    toCluster(history, element, rows, lookedAt.get(element) ?? 0),
  );
  const organisations = new Set(others.map(({ author }) => author.organisation));
  return {
    head: history.head,
    changes: others.length,
    people: new Set(others.map(({ author }) => author.id)).size,
    organisations: [...organisations].filter((name) => name !== null).sort(),
    clusters: clusters.sort((a, b) => b.changes - a.changes || b.to - a.to),
  };
}

/** @param seq the plan's last when it is left out @throws UnknownSeq */
export function findChange(history: PlanHistory, seq = history.head): KnownChange {
  const settled = history.settledAt(seq);
  const rows = history.rowsAfter(seq - 1, settled);
  const first = rows[0];
  const together = first ? history.rowsAfter(first.before, settled) : [];
  const authors = [...new Set(together.map(({ author }) => author))];
  return { seq: settled, at: together.at(-1)?.at ?? 0, authors };
}

/** The last change that somebody made, or null. */
export function lastChangeBy(history: PlanHistory, actor: ActorId): { seq: number; at: number } | null {
  const last = history.rows.findLast(({ author }) => author.id === actor);
  return last ? { seq: last.boundary, at: last.at } : null;
}

function gather(history: PlanHistory, rows: readonly HistoryRow[]): Map<ElementId | null, HistoryRow[]> {
  const clusters = new Map<ElementId | null, HistoryRow[]>();
  for (const row of rows) {
    for (const { element } of history.placesOf(row)) {
      const cluster = clusters.get(element);
      if (!cluster) clusters.set(element, [row]);
      else if (cluster.at(-1) !== row) cluster.push(row);
    }
  }
  return clusters;
}

/** What is new since `lookedAt`; where nothing is, all of it, as reviewed. */
function toCluster(
  history: PlanHistory,
  element: ElementId | null,
  all: readonly HistoryRow[],
  lookedAt: number,
): ChangeCluster {
  const newer = all.filter(({ boundary }) => boundary > lookedAt);
  const isReviewed = newer.length === 0;
  const rows = isReviewed ? all : newer;
  const [first, last] = [rows[0] as HistoryRow, rows.at(-1) as HistoryRow];
  // Rows share their places, so there are few lists of them.
  const places = [...new Set(rows.map((row) => history.placesOf(row)))]
    .flat()
    .filter((place) => place.element === element);
  const seqs = new Set(rows.map(({ seq }) => seq));
  return {
    ...describeTouched(history, element, places, seqs, last.boundary),
    kind: element === null ? null : history.kindSeenBy(element, last.boundary),
    from: first.before,
    to: last.boundary,
    changes: rows.length,
    since: new Date(first.at).toISOString(),
    until: new Date(last.at).toISOString(),
    authors: authorsOf(rows),
    isReviewed,
  };
}

/** Those who changed most come first. */
function authorsOf(rows: readonly HistoryRow[]): Author[] {
  const counts = new Map<Author, number>();
  for (const { author } of rows) counts.set(author, (counts.get(author) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([author]) => author);
}
