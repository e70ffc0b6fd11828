/** Which rows of a plan are asked for: the same filters for the list of revisions and for the timeline. */
import type { ChangeKind } from '@longtable/shared/history/timeline';
import type { ActorId, ElementId } from '@longtable/shared/ids';
import { changeKindsOf } from './change-kinds.ts';
import { BadRange } from './history-errors.ts';
import type { Place } from './places.ts';
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
  const isAsked = element === undefined && kind === undefined ? null : placeFilter(element, kind);
  return history.rows.filter(
    (row) =>
      row.at >= since &&
      row.at < before &&
      (by === undefined || row.author.id === by) &&
      (organisation === undefined || (row.author.organisation ?? '') === organisation) &&
      (isAsked === null || isAsked(history.placesOf(row))),
  );
}

/** Most rows touch the same places as the one before: those are looked at once. */
function placeFilter(element: ElementId | undefined, kind: ChangeKind | undefined) {
  let last: readonly Place[] | null = null;
  let isLastAsked = false;
  return (places: readonly Place[]): boolean => {
    if (places === last) return isLastAsked;
    last = places;
    isLastAsked =
      (element === undefined || places.some((place) => place.element === element)) &&
      (kind === undefined || changeKindsOf(places).has(kind));
    return isLastAsked;
  };
}
