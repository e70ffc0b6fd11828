/**
 * The places at which an update inserts something (rule S1). Yjs finds the place of a struct between two neighbours by
 * looking through everything that others put between them: that is quick where people write, and takes each document
 * seconds when many inserts are made by hand so that all of them lie between far neighbours. What only goes on from
 * what its client wrote just before has next to nothing to look through.
 */

import type { Piece } from '@longtable/shared/updates/update-codec';
import * as Y from 'yjs';
import type { KnownState } from './known-state.ts';

/** Ids of structs: client and clock of each in turn. */
export type Placements = readonly number[];

export function findPlacements(pieces: ReadonlyMap<number, readonly Piece[]>, known: KnownState): Placements {
  const placements: number[] = [];
  /** Lists and keys of new parents in which something stands already. */
  const filled = new Set<string>();
  for (const ofClient of pieces.values()) {
    for (const { struct, offset } of ofClient) {
      if (offset > 0 || !(struct instanceof Y.Item) || goesOn(struct)) continue;
      const place = placeInNewParent(struct, known);
      if (place !== null && !filled.has(place)) filled.add(place);
      else placements.push(struct.id.client, struct.id.clock);
    }
  }
  return placements;
}

function goesOn({ id, origin }: Y.Item): boolean {
  return origin !== null && origin.client === id.client && origin.clock === id.clock - 1;
}

/** Where a struct stands alone unless the same update puts something beside it, or null. */
function placeInNewParent({ origin, rightOrigin, parent, parentSub }: Y.Item, known: KnownState): string | null {
  const parentId: unknown = parent;
  if (origin || rightOrigin || !(parentId instanceof Y.ID)) return null;
  if (parentId.clock < known.clockOf(parentId.client)) return null;
  return `${parentId.client} ${parentId.clock} ${parentSub ?? ''}`;
}
