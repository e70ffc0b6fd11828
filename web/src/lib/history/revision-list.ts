/** A list of revisions that grows at its top while it is read. */
import type { Revision } from '@longtable/shared/history';

/** The same for a revision as long as its author goes on with it: its end and its place in the list may change. */
function keyOf({ from, authors, touched, by }: Revision): string {
  const who = authors.map(({ id, organisation }) => `${id} ${organisation ?? ''}`).join();
  // Groups of several authors are of a day, or of an element.
  return by ? `${from} ${who}` : `${from} ${touched.length === 1 ? touched[0]?.element : ''}`;
}

/** Each key once, so that a list can be drawn by them. */
export function keyed(revisions: readonly Revision[]): { key: string; revision: Revision }[] {
  const counts = new Map<string, number>();
  return revisions.map((revision) => {
    const key = keyOf(revision);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return { key: count === 0 ? key : `${key} ${count}`, revision };
  });
}

/**
 * What was known, with what was read again from the top.
 * @returns `meets`: whether the two have a revision in common, so that nothing between them is missing
 */
export function mergeNewest(
  known: readonly Revision[],
  newest: readonly Revision[],
): { revisions: Revision[]; meets: boolean } {
  const keys = new Set(newest.map(keyOf));
  const meets = known.length === 0 || known.some((revision) => keys.has(keyOf(revision)));
  return {
    revisions: meets ? [...newest, ...known.filter((revision) => !keys.has(keyOf(revision)))] : [...newest],
    meets,
  };
}

/** How many changes are in `newest` that were not known. */
export function newChanges(known: readonly Revision[], newest: readonly Revision[]): number {
  const counts = new Map(known.map((revision) => [keyOf(revision), revision.changes]));
  const lastKnown = known[0]?.to ?? 0;
  return newest.reduce((total, revision) => {
    const before = counts.get(keyOf(revision));
    // What is further down than all that is known is not new.
    if (before === undefined) return revision.to > lastKnown ? total + revision.changes : total;
    return total + Math.max(0, revision.changes - before);
  }, 0);
}
