/** The real editing trace in data/, as updates of a plan: somebody writes the paper into its context. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as Y from 'yjs';

const file = new URL('../data/automerge-paper.json.gz', import.meta.url);

/** Deletes so many characters at a position, then inserts others there. */
export type Patch = [position: number, deleted: number, inserted: string];

interface Trace {
  txns: { patches: Patch[] }[];
}

/** The edits of the trace, in their order. */
export function readPatches(limit: number): Patch[] {
  const { txns } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Trace;
  return txns.flatMap((transaction) => transaction.patches).slice(0, limit);
}

export interface TraceUpdates {
  /** The client id under which all of it is written. */
  client: number;
  updates: Uint8Array[];
  /** The whole plan as one update. */
  whole: Uint8Array;
}

/**
 * @param seed the plan before, as one update
 * @param limit of edits
 * @param editsPerUpdate how many edits an update holds
 */
export function readTrace(seed: Uint8Array, limit: number, editsPerUpdate: number): TraceUpdates {
  const patches = readPatches(limit);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, seed);
  const text = doc.getMap('plan').get('context') as Y.Text;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let first = 0; first < patches.length; first += editsPerUpdate) {
    doc.transact(() => {
      for (const [position, deleted, inserted] of patches.slice(first, first + editsPerUpdate)) {
        if (deleted > 0) text.delete(position, deleted);
        if (inserted) text.insert(position, inserted);
      }
    });
  }
  return { client: doc.clientID, updates, whole: Y.encodeStateAsUpdate(doc) };
}
