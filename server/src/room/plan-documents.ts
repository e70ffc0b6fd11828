/**
 * Work on a plan's whole document: compaction, differences, reading. Pure functions over bytes;
 * `plan-worker.ts` runs them in a worker thread, because each takes as long as the plan is large (rule S4).
 */
import {
  elementsMap,
  type PlanContent,
  readElements,
  readElementWithBody,
  readPlan,
} from '@longtable/shared/plan/document';
import type { ElementWithBody } from '@longtable/shared/plan/element';
import { type Hit, PlanSearch, readSearchables } from '@longtable/shared/plan/plan-search';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { encodeDeletions } from '@longtable/shared/updates/update-codec';
import * as Y from 'yjs';
import { countConflictSteps as countSteps } from '../updates/conflict-steps.ts';
import { findStruct } from '../updates/find-struct.ts';
import { KnownState } from './known-state.ts';
import type { Placements } from './placements.ts';

/** The whole plan as one update, and what a room knows of it, encoded. */
export interface CompactPlan {
  update: Uint8Array;
  known: Uint8Array;
}

export interface PlanWithBodies extends PlanContent {
  elements: ElementWithBody[];
}

/** One document from many updates, in one transaction: `mergeUpdates` over thousands is quadratic. */
function toDocument(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}

/** The same plan as one update; deleted content is dropped from it, never from the log. */
export function compactPlan(updates: readonly Uint8Array[]): CompactPlan {
  const doc = toDocument(updates);
  return { update: Y.encodeStateAsUpdate(doc), known: KnownState.ofDocument(doc).encode() };
}

/** What a client at `stateVector` lacks. */
export function diffPlan(updates: readonly Uint8Array[], stateVector: Uint8Array): Uint8Array {
  return Y.encodeStateAsUpdate(toDocument(updates), stateVector);
}

/**
 * Whether an update that only deletes takes anything away that can be read. Documents also delete what is overwritten
 * already, and formatting that has no effect, by themselves.
 */
export function deletesContent(updates: readonly Uint8Array[], deletion: Uint8Array): boolean {
  const deleted = structsDeletedBy(toDocument(updates), deletion);
  return deleted.some(({ struct }) => struct instanceof Y.Item && !struct.deleted && struct.countable);
}

/** Those of an update's deletions that follow from what is written: values that were overwritten, and what is in them. */
export function followingDeletions(updates: readonly Uint8Array[], deletion: Uint8Array): Uint8Array {
  const following = new IdRanges();
  for (const { struct, start, end } of structsDeletedBy(toDocument(updates), deletion)) {
    if (isGone(struct)) following.add(struct.id.client, start, end);
  }
  return encodeDeletions(following);
}

/** What it takes to put the structs that begin at `placements` into their places, steps; see `conflict-steps.ts`. */
export function countConflictSteps(updates: readonly Uint8Array[], placements: Placements, most: number): number {
  return countSteps(toDocument(updates), placements, most);
}

function structsDeletedBy(doc: Y.Doc, deletion: Uint8Array) {
  return [...Y.decodeUpdate(deletion).ds.clients].flatMap(([client, ranges]) => {
    const structs = doc.store.clients.get(client) ?? [];
    return ranges.flatMap(({ clock, len }) => {
      const found: { struct: Y.Item | Y.GC; start: number; end: number }[] = [];
      for (let index = findStruct(structs, clock); index < structs.length; index++) {
        const struct = structs[index] as Y.Item | Y.GC;
        if (struct.id.clock >= clock + len) break;
        const end = Math.min(struct.id.clock + struct.length, clock + len);
        found.push({ struct, start: Math.max(struct.id.clock, clock), end });
      }
      return found;
    });
  });
}

/** Whether something else took the place of an item, or of what it is in. */
function isGone(struct: Y.Item | Y.GC): boolean {
  if (struct instanceof Y.GC) return true;
  if (!struct.deleted || !(struct.parent instanceof Y.AbstractType)) return false;
  const { parent, parentSub } = struct;
  return (parentSub !== null && parent._map.get(parentSub) !== struct) || parent._item?.deleted === true;
}

/** The elements in which words of `query` are, best first. */
export function searchPlan(updates: readonly Uint8Array[], query: string, limit: number): Hit[] {
  return new PlanSearch(readSearchables(toDocument(updates))).find(query, limit);
}

/** Everything that a page or an export shows, as plain values. */
export function readWholePlan(updates: readonly Uint8Array[]): PlanWithBodies {
  const doc = toDocument(updates);
  const elements = elementsMap(doc);
  return {
    ...readPlan(doc),
    elements: readElements(doc).map(({ id }) => readElementWithBody(id, elements.get(id) as Y.Map<unknown>)),
  };
}
