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
import * as Y from 'yjs';
import { KnownState } from './known-state.ts';

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

/** Everything that a page or an export shows, as plain values. */
export function readWholePlan(updates: readonly Uint8Array[]): PlanWithBodies {
  const doc = toDocument(updates);
  const elements = elementsMap(doc);
  return {
    ...readPlan(doc),
    elements: readElements(doc).map(({ id }) => readElementWithBody(id, elements.get(id) as Y.Map<unknown>)),
  };
}
