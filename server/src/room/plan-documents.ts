/**
 * Work on a plan's whole document: compaction, differences, reading. Pure functions over bytes;
 * `plan-worker.ts` runs them in a worker thread, because each takes as long as the plan is large (rule S4).
 */
import type { PlanId } from '@longtable/shared/ids';
import {
  elementsMap,
  type PlanContent,
  readElements,
  readElementWithBody,
  readPlan,
} from '@longtable/shared/plan/document';
import type { ElementWithBody } from '@longtable/shared/plan/element';
import { type Hit, PlanSearch } from '@longtable/shared/plan/plan-search';
import { toProseMirrorJson } from '@longtable/shared/plan/rich-text';
import { readSearchables } from '@longtable/shared/plan/searchables';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import {
  combineUpdates,
  decodeUpdate,
  encodeDeletions,
  encodeUpdate,
  UpdateParts,
} from '@longtable/shared/updates/update-codec';
import * as Y from 'yjs';
import { findStruct } from '../updates/find-struct.ts';
import { KnownState } from './known-state.ts';

/** The whole plan as one update, and what a room knows of it, encoded. */
export interface CompactPlan {
  update: Uint8Array;
  known: Uint8Array;
}

export interface PlanWithBodies extends PlanContent {
  elements: ElementWithBody[];
}

/** Of which plan an export is, and when. */
export interface ExportedState {
  id: PlanId;
  seq: number;
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

/** What is to be tried out on a document. */
export interface Rehearsal {
  /** The whole plan. */
  updates: readonly Uint8Array[];
  /** What is tried out of these: all from a clock on, by client id. */
  since: ReadonlyMap<number, number>;
  /** What comes after them, and is tried out with it. */
  added: Uint8Array;
  /** Of a processor. */
  allowedMs: number;
}

/**
 * Whether a document takes something in quickly, as the pages' documents do: formats are tidied up, too. Tried again
 * when it does not, since code runs faster once it has run.
 */
export function rehearse({ updates, since, added, allowedMs }: Rehearsal): boolean {
  const [before, after] = partAt(updates, since);
  for (let tries = 0; tries < 3; tries++) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, before);
    const start = process.threadCpuUsage();
    Y.applyUpdate(doc, after);
    Y.applyUpdate(doc, added);
    const { user, system } = process.threadCpuUsage(start);
    const spentMs = (user + system) / 1000;
    if (spentMs <= allowedMs) return true;
    if (spentMs > hopeless * allowedMs) return false;
  }
  return false;
}

/** So many times too slow, it does not become quick enough. */
const hopeless = 10;

/** What came before some clocks, with all deletions, and what came from then on. */
function partAt(updates: readonly Uint8Array[], since: ReadonlyMap<number, number>): [Uint8Array, Uint8Array] {
  const whole = combineUpdates(updates);
  if (since.size === 0) return [whole, encodeDeletions(new IdRanges())];
  const { structs, deletions } = decodeUpdate(whole);
  const parts = [new UpdateParts(), new UpdateParts()] as const;
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const isLater = clock + struct.length > (since.get(client) ?? Number.POSITIVE_INFINITY);
    const { pieces } = isLater ? parts[1] : parts[0];
    const ofClient = pieces.get(client);
    if (ofClient) ofClient.push({ struct, offset: 0 });
    else pieces.set(client, [{ struct, offset: 0 }]);
  }
  return [encodeUpdate({ ...parts[0], deletions }), encodeUpdate(parts[1])];
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
  return readPlanDocument(toDocument(updates));
}

/** A plan as it is exported: JSON, in UTF-8. Made of a large plan it takes too long for the thread of the sockets. */
export function exportPlan(updates: readonly Uint8Array[], named: ExportedState): Uint8Array<ArrayBuffer> {
  return exportDocument(toDocument(updates), named);
}

export function exportDocument(doc: Y.Doc, named: ExportedState): Uint8Array<ArrayBuffer> {
  const { elements, ...plan } = readPlanDocument(doc);
  const withBodies = elements.map((element) => ({ ...element, body: toProseMirrorJson(element.body) }));
  return new TextEncoder().encode(JSON.stringify({ ...named, ...plan, elements: withBodies }));
}

export function readPlanDocument(doc: Y.Doc): PlanWithBodies {
  const elements = elementsMap(doc);
  return {
    ...readPlan(doc),
    elements: readElements(doc).map(({ id }) => readElementWithBody(id, elements.get(id) as Y.Map<unknown>)),
  };
}
