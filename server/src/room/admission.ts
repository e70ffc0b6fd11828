/**
 * What may enter a plan (rules S1 and S2): an update is decoded, held against what the room knows, and cut down
 * to what is new. Pure: it changes nothing; the room applies the result once it is on disk.
 */
import type { ActorId } from '@longtable/shared/ids';
import { planRoots } from '@longtable/shared/plan/document';
import { maxUpdateBytes } from '@longtable/shared/protocol';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { IdRanges } from './id-ranges.ts';

/** What is known of a plan without holding its document. */
export interface KnownState {
  /** Next clock of each client id: the state vector. */
  clocks: ReadonlyMap<number, number>;
  deletions: IdRanges;
  /** The actor each client id is bound to. */
  owners: ReadonlyMap<number, ActorId>;
}

export interface Admitted {
  ok: true;
  /** Only what was new, as a Yjs v1 update; null when nothing was. */
  update: Uint8Array | null;
  clocks: Map<number, number>;
  deletions: IdRanges;
  /** Client ids that the plan sees for the first time. */
  newClients: number[];
}

/** `resync`: the sender only lacks something, and coming back mends it. */
export interface Refused {
  ok: false;
  reason: string;
  resync: boolean;
}

type Struct = Y.Item | Y.GC;

const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);
/** More than this many client ids in one update is no person's work: each offline tab of theirs adds one. */
const maxNewClientsPerUpdate = 256;

export function admit(update: Uint8Array, known: KnownState, actor: ActorId): Admitted | Refused {
  if (update.byteLength > maxUpdateBytes) return refuse(`The change is larger than ${maxUpdateBytes} bytes.`);
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return refuse('The change could not be read.');
  }
  const fresh = new Map<number, Struct[]>();
  const tops = new Map<number, number>();
  const clockOf = (client: number) => tops.get(client) ?? known.clocks.get(client) ?? 0;

  for (const struct of decoded.structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    if (clock + struct.length <= clockOf(client)) continue;
    if (clock > clockOf(client)) return refuse('The change leaves out an earlier one.', true);
    const owner = known.owners.get(client);
    if (owner !== undefined && owner !== actor) return refuse('The change uses a client id of someone else.');
    const wrong = findForbidden(struct as Struct);
    if (wrong) return refuse(wrong);
    const ofClient = fresh.get(client);
    if (ofClient && clock !== clockOf(client)) return refuse('The change could not be read.');
    tops.set(client, clock + struct.length);
    if (ofClient) ofClient.push(struct as Struct);
    else fresh.set(client, [struct as Struct]);
  }
  if (!resolves(fresh, known.clocks)) return refuse('The change builds on one that is not known here.', true);

  const deletions = new IdRanges();
  for (const [client, items] of decoded.ds.clients) {
    for (const { clock, len } of items) {
      if (clock + len > clockOf(client)) return refuse('The change deletes what is not known here.', true);
      for (const range of known.deletions.missing(client, clock, clock + len)) {
        deletions.add(client, range.start, range.end);
      }
    }
  }

  const newClients = [...fresh.keys()].filter((client) => !known.owners.has(client));
  if (newClients.length > maxNewClientsPerUpdate) return refuse('The change comes from too many client ids.');
  const isNew = fresh.size > 0 || !deletions.isEmpty;
  return {
    ok: true,
    update: isNew ? encodeUpdate(fresh, known.clocks, deletions) : null,
    clocks: tops,
    deletions,
    newClients,
  };
}

function refuse(reason: string, resync = false): Refused {
  return { ok: false, reason, resync };
}

/** Why a struct may not enter a plan whatever else is known, or null. */
function findForbidden(struct: Struct): string | null {
  if (!(struct instanceof Y.Item)) return null;
  const parent: unknown = struct.parent;
  if (typeof parent === 'string' && !(planRoots as readonly string[]).includes(parent)) {
    return 'The change touches something that is no part of a plan.';
  }
  if (struct.parentSub !== null && prototypeKeys.has(struct.parentSub)) return 'The change uses a forbidden key.';
  if (struct.content instanceof Y.ContentDoc) return 'The change holds a document of its own.';
  return null;
}

/**
 * Whether every struct can be integrated: its origins and parent are known, or come earlier in the update
 * in some order. A cycle can't be, and would leave every client waiting for ever.
 */
function resolves(fresh: ReadonlyMap<number, readonly Struct[]>, clocks: ReadonlyMap<number, number>): boolean {
  const reached = new Map<number, number>();
  const isKnown = (id: unknown) =>
    !(id instanceof Y.ID) || id.clock < (reached.get(id.client) ?? clocks.get(id.client) ?? 0);
  const waiting = new Map([...fresh].map(([client, structs]) => [client, { structs, next: 0 }]));
  for (let progress = true; progress && waiting.size > 0; ) {
    progress = false;
    for (const [client, queue] of waiting) {
      for (let struct = queue.structs[queue.next]; struct; struct = queue.structs[++queue.next]) {
        if (struct instanceof Y.Item) {
          const { origin, rightOrigin } = struct;
          if (!isKnown(origin) || !isKnown(rightOrigin) || !isKnown(struct.parent)) break;
        }
        reached.set(client, struct.id.clock + struct.length);
        progress = true;
      }
      if (queue.next === queue.structs.length) waiting.delete(client);
    }
  }
  return waiting.size === 0;
}

/** A canonical v1 update of the structs, each cut where the plan already knows its beginning. */
function encodeUpdate(
  fresh: ReadonlyMap<number, readonly Struct[]>,
  clocks: ReadonlyMap<number, number>,
  deletions: IdRanges,
): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const out = encoder.restEncoder;
  encoding.writeVarUint(out, fresh.size);
  for (const [client, structs] of [...fresh].sort(([a], [b]) => b - a)) {
    const start = clocks.get(client) ?? 0;
    encoding.writeVarUint(out, structs.length);
    encoder.writeClient(client);
    encoding.writeVarUint(out, start);
    structs.forEach((struct, index) => {
      struct.write(encoder, index === 0 ? start - struct.id.clock : 0);
    });
  }
  const deleted = [...deletions.entries()].sort(([a], [b]) => b - a);
  encoding.writeVarUint(out, deleted.length);
  for (const [client, ranges] of deleted) {
    encoding.writeVarUint(out, client);
    encoding.writeVarUint(out, ranges.length);
    for (const { start, end } of ranges) {
      encoding.writeVarUint(out, start);
      encoding.writeVarUint(out, end - start);
    }
  }
  return encoder.toUint8Array();
}
