/** Which rows of a plan are asked for: the same filters for the list of revisions and for the timeline. */
import type { ChangeKind } from '@longtable/shared/history/timeline';
import type { ActorId, ElementId } from '@longtable/shared/ids';
import { changeKindsOf } from './change-kinds.ts';
import { BadRange } from './history-errors.ts';
import type { HistoryRow, PlanHistory } from './plan-history.ts';

export interface RowFilter {
  by?: ActorId | undefined;
  /** Empty for those who acted for nobody. */
  organisation?: string | undefined;
  element?: ElementId | undefined;
  kind?: ChangeKind | undefined;
  /** ISO 8601; rows at or after. */
  from?: string | undefined;
  /** ISO 8601; rows before. */
  to?: string | undefined;
}

/** @throws BadRange */
export function filterRows(
  history: PlanHistory,
  { by, organisation, element, kind, from, to }: RowFilter,
): HistoryRow[] {
  const since = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const before = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  if (since > before) throw new BadRange(`"from" (${from}) must not be later than "to" (${to}).`);
  return history.rows.filter(
    (row) =>
      row.at >= since &&
      row.at < before &&
      (by === undefined || row.author.id === by) &&
      (organisation === undefined || (row.author.organisation ?? '') === organisation) &&
      (element === undefined || history.placesOf(row).some((place) => place.element === element)) &&
      (kind === undefined || changeKindsOf(history.placesOf(row)).has(kind)),
  );
}
