/**
 * How much work an update may make for every document (rule S1), from what can be seen without one. Yjs places a struct by
 * looking through everything that others put between its neighbours, splits what is deleted in part, and tidies formats
 * up: quick where people write, and slow where updates are made by hand for it. The heavier, the sooner it is rehearsed.
 */
import type { Piece } from '@longtable/shared/updates/update-codec';
import * as Y from 'yjs';
import type { Admitted } from './admission.ts';
import type { KnownState } from './known-state.ts';

/** A struct that goes on from what its client wrote just before weighs 1. */
const placedWeight = 100;
const formatWeight = 100;
const deletedRangeWeight = 8;
/** Letters and values that are deleted, in one range. */
const deletedPerWeight = 4;

/**
 * @param isWriting whether a client id is one that the sender writes under now: others' next letters may have been
 * made for a place where much was put since
 */
export function weighUpdate({ parts }: Admitted, known: KnownState, isWriting: (client: number) => boolean): number {
  let weight = 0;
  /** Lists and keys of new parents in which something stands already. */
  const filled = new Set<string>();
  for (const [client, pieces] of parts.pieces) {
    let isFirst = !isWriting(client);
    for (const piece of pieces) {
      weight += isPlaced(piece, isFirst, known, filled) ? placedWeight : 1;
      if (piece.struct instanceof Y.Item && piece.struct.content instanceof Y.ContentFormat) weight += formatWeight;
      isFirst = false;
    }
  }
  for (const [, ranges] of parts.deletions.entries()) {
    for (const { start, end } of ranges) weight += deletedRangeWeight + (end - start) / deletedPerWeight;
  }
  return weight;
}

function isPlaced({ struct, offset }: Piece, isFirst: boolean, known: KnownState, filled: Set<string>): boolean {
  if (offset > 0 || !(struct instanceof Y.Item)) return isFirst;
  if (goesOn(struct)) return isFirst;
  const place = placeInNewParent(struct, known);
  if (place === null || filled.has(place)) return true;
  filled.add(place);
  return false;
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
