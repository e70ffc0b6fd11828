/**
 * What it takes a document to place structs between their neighbours: the steps of the loop in `Item.integrate`
 * (github.com/yjs/yjs, `src/structs/Item.js`), counted afterwards on the document that holds them.
 */
import * as Y from 'yjs';
import { findStruct } from './find-struct.ts';

/** @param placements client and clock of each in turn @returns steps; not more than `most` are counted */
export function countConflictSteps(doc: Y.Doc, placements: readonly number[], most: number): number {
  let steps = 0;
  for (let index = 0; index < placements.length && steps < most; index += 2) {
    const item = itemAt(doc, placements[index] as number, placements[index + 1] as number);
    if (item) steps += stepsOf(doc, item, most - steps);
  }
  return steps;
}

function stepsOf(doc: Y.Doc, item: Y.Item, most: number): number {
  const passed = new Set<Y.Item>();
  let steps = 0;
  for (let other = firstAfterOrigin(doc, item); other && steps < most; other = other.right) {
    if (other === item) continue;
    if (item.rightOrigin && contains(other, item.rightOrigin)) break;
    steps++;
    passed.add(other);
    if (Y.compareIDs(other.origin, item.origin)) {
      const isSamePlace = Y.compareIDs(other.rightOrigin, item.rightOrigin);
      if (other.id.client >= item.id.client && isSamePlace) break;
      continue;
    }
    const origin = other.origin && itemAt(doc, other.origin.client, other.origin.clock);
    if (!origin || !passed.has(origin)) break;
  }
  return steps;
}

function firstAfterOrigin(doc: Y.Doc, { origin, parent, parentSub }: Y.Item): Y.Item | null {
  if (origin) return itemAt(doc, origin.client, origin.clock)?.right ?? null;
  if (!(parent instanceof Y.AbstractType)) return null;
  if (parentSub === null) return parent._start;
  let first = parent._map.get(parentSub) ?? null;
  while (first?.left) first = first.left;
  return first;
}

function contains({ id, length }: Y.Item, { client, clock }: Y.ID): boolean {
  return id.client === client && id.clock <= clock && clock < id.clock + length;
}

function itemAt(doc: Y.Doc, client: number, clock: number): Y.Item | null {
  const structs = doc.store.clients.get(client) ?? [];
  const struct = structs[findStruct(structs, clock)];
  return struct instanceof Y.Item && struct.id.clock <= clock ? struct : null;
}
