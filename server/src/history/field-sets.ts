/** What plain values a key of a map was given: the difference of two states, or what one person set (rule H4). */
import { type MapEntry, never } from './attribution.ts';
import type { Ends, SeqPair } from './lens.ts';
import { type HistoryNode, type PlanHistory, valueOfEntry } from './plan-history.ts';

export interface FieldSet {
  seq: number;
  before: unknown;
  after: unknown;
}

/** At most one: from what the key held at `from` to what it held at `to`. */
export function netSets(
  history: PlanHistory,
  map: HistoryNode,
  key: string,
  { from, to }: SeqPair,
  ends: Ends,
): FieldSet[] {
  const before = ends.before ? history.entryAt(map, key, from) : null;
  const after = ends.after ? history.entryAt(map, key, to) : null;
  if (before?.item === after?.item && before?.offset === after?.offset) return [];
  const set = { seq: 0, before: plainValue(before), after: plainValue(after) };
  if (readsSame(set.before, set.after)) return [];
  // It may have been overwritten first, and cleared later.
  const cleared = ends.after ? (history.lastEntry(map, key, to)?.died ?? never) : never;
  const gone = Math.min(cleared === never ? (before?.died ?? never) : cleared, ends.diedAt);
  return [{ ...set, seq: after?.born ?? gone }];
}

/** One for each run of values that this person set without anyone else's between, in the order in which they count. */
export function setsBy(
  history: PlanHistory,
  map: HistoryNode,
  key: string,
  { to }: SeqPair,
  ends: Ends,
  isAct: (seq: number) => boolean,
): FieldSet[] {
  if (ends.cameAndWent) return [];
  if (!ends.after) {
    const before = plainValue(history.entrySeenBy(map, key, to, ends.diedAt));
    return readsSame(before, null) ? [] : [{ seq: ends.diedAt, before, after: null }];
  }
  const sets: FieldSet[] = [];
  let value: unknown = null;
  let open: FieldSet | null = null;
  for (const event of eventsOf(history, map, key, to, ends)) {
    if (!isAct(event.seq)) open = null;
    else if (open) Object.assign(open, { seq: event.seq, after: event.value });
    else {
      open = { seq: event.seq, before: value, after: event.value };
      sets.push(open);
    }
    value = event.value;
  }
  return sets.filter(({ before, after }) => !readsSame(before, after));
}

/** All that a key held by `to`, and when it was cleared in between, in the order in which it counts. */
export function eventsOf(
  history: PlanHistory,
  map: HistoryNode,
  key: string,
  to: number,
  ends: Pick<Ends, 'diedAt'>,
): { seq: number; value: unknown }[] {
  const entries = [...history.entriesOf(map, key)].filter(({ born }) => born <= to).reverse();
  return entries.flatMap((entry, index) => {
    const set = { seq: entry.born, value: plainValue(entry) };
    const isCleared = entry.died <= to && entry.died < ends.diedAt && entry.died < (entries[index + 1]?.born ?? never);
    return isCleared ? [set, { seq: entry.died, value: null }] : [set];
  });
}

/** As JSON can hold it: a client may write what our pages never would. */
export function plainValue(entry: MapEntry | null): unknown {
  const value = valueOfEntry(entry) ?? null;
  if (typeof value !== 'object' && typeof value !== 'bigint') return value;
  return JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part)));
}

/** Nothing, an empty text and an empty list read the same. */
export function readsSame(a: unknown, b: unknown): boolean {
  return (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);
}

const isEmpty = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0);
