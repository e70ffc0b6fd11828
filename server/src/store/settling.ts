/** How appended rows become settled ones (rule H3): what each session stored is joined, in the order of its last row. */
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { ClockGap, combineUpdates, decodeUpdate } from '@longtable/shared/updates/update-codec';
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
    return partRows(rows).flatMap((part) => {
      const update = combineUpdates(part.map((row) => row.update));
      return part.slice(-1).map((last) => ({ ...last, update }));
    });
  } catch (error) {
    if (error instanceof ClockGap) return [...rows];
    throw error;
  }
}

/**
 * A row that takes away what the session has just written together with what was there before, such as an element with its
 * last words, begins anew: joined with them, nothing would say that these words had not been taken back by themselves.
 */
function partRows(rows: readonly NewLogRow[]): NewLogRow[][] {
  if (!rows.slice(1).some(deletesAnything)) return [[...rows]];
  const parts: NewLogRow[][] = [];
  let written = new IdRanges();
  for (const row of rows) {
    const { structs, deletions } = decodeUpdate(row.update);
    const older = deletions.without(written);
    const isMixed = !older.isEmpty && !deletions.without(older).isEmpty;
    const part = isMixed ? undefined : parts.at(-1);
    if (part) part.push(row);
    else {
      parts.push([row]);
      written = new IdRanges();
    }
    for (const { id, length } of structs) written.add(id.client, id.clock, id.clock + length);
  }
  return parts;
}

/** An update ends with what it deletes; a length is never 0, only the number of clients is. */
const deletesAnything = ({ update }: NewLogRow) => update.at(-1) !== 0;
