/** What a row is a change of, told from the places that it touched. */
import type { ChangeKind } from '@longtable/shared/history/timeline';
import type { Place } from './places.ts';

const textFields = new Set(['title', 'body', 'context', 'improvement']);

/** Rows share their places, so each is looked at once. */
const known = new WeakMap<readonly Place[], ReadonlySet<ChangeKind>>();

export function changeKindsOf(places: readonly Place[]): ReadonlySet<ChangeKind> {
  const found = known.get(places);
  if (found) return found;
  // An element that comes with all its words is one change, of elements.
  const whole = new Set(places.flatMap(({ element, field }) => (element !== null && field === '' ? [element] : [])));
  const kinds = new Set<ChangeKind>();
  if (whole.size > 0) kinds.add('elements');
  for (const place of places) if (place.element === null || !whole.has(place.element)) kinds.add(kindOf(place));
  known.set(places, kinds);
  return kinds;
}

function kindOf({ how, field }: Place): ChangeKind {
  if (how === 'reshaped' || field === 'rank') return 'structure';
  if (field === 'links') return 'links';
  return textFields.has(field) ? 'text' : 'fields';
}
