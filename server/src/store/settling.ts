/** How appended rows become settled ones (rule H3): what each session stored is joined, in the order of its last row. */
import { ClockGap, combineUpdates } from '@longtable/shared/updates/update-codec';
import type { LogRow, NewLogRow } from './plan-store.ts';

/**
 * @param rows of one plan, oldest first, all that was appended since it was last settled up to some seq
 * @returns rows whose `boundary` is the last of these seqs
 */
export function settleRows(rows: readonly NewLogRow[]): LogRow[] {
  const boundary = rows.at(-1)?.seq ?? 0;
  const groups = new Map<string, NewLogRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.actor, row.onBehalfOf, row.session, row.intent]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()]
    .flatMap(joinRows)
    .map((row): LogRow => ({ ...row, boundary }))
    .sort((a, b) => a.seq - b.seq);
}

/** One row of what one session stored. What another tab of the same person sent in between keeps them apart. */
function joinRows(rows: readonly NewLogRow[]): NewLogRow[] {
  try {
    const update = combineUpdates(rows.map((row) => row.update));
    return rows.slice(-1).map((last) => ({ ...last, update }));
  } catch (error) {
    if (error instanceof ClockGap) return [...rows];
    throw error;
  }
}
