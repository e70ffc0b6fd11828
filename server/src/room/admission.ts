/**
 * What may enter a plan (rules S1 and S2): an update is read, held against what the room knows, and cut down
 * to what is new. Pure: it changes nothing; the room applies the result.
 */
import { planRoots } from '@longtable/shared/plan/document';
import { maxUpdateBytes } from '@longtable/shared/protocol';
import { needsOf } from '@longtable/shared/updates/dependency-order';
import type { IdRanges } from '@longtable/shared/updates/id-ranges';
import { decodeUpdate, type Piece, type Struct, UpdateParts } from '@longtable/shared/updates/update-codec';
import * as Y from 'yjs';
import { isPrototypeKey, scanUpdate, UpdateRefused } from '../updates/update-scan.ts';
import { Depths } from './depths.ts';
import type { KnownState } from './known-state.ts';
import {
  maxClock,
  maxDeletedRanges,
  maxDepth,
  maxNewDeletedRanges,
  maxPlanDeletedRanges,
  maxUpdateStructs,
  maxWritersPerUpdate,
} from './limits.ts';

/** An update that can be read. */
export interface ReadUpdate {
  ok: true;
  structs: (Struct | Y.Skip)[];
  deletions: IdRanges;
}

export interface Admitted {
  ok: true;
  /** Only what was new. */
  parts: UpdateParts;
  /** Next clock of each client id under which something was added. */
  clocks: Map<number, number>;
  deletions: IdRanges;
  depths: Depths;
}

/** `resync`: the sender only lacks something, and sending all that it has mends it. */
export interface Refused {
  ok: false;
  reason: string;
  resync: boolean;
}

const scanLimits = {
  maxStructs: maxUpdateStructs,
  maxStructBytes: maxUpdateBytes,
  maxDeletedRanges,
  maxValueDepth: maxDepth,
};
const unreadable = 'The change could not be read.';

/** Takes an update apart. Says no to what can't be read, or would take long to read. */
export function readUpdate(update: Uint8Array): ReadUpdate | Refused {
  try {
    scanUpdate(update, scanLimits);
    const { structs, deletions } = decodeUpdate(update);
    const writers = new Set(structs.map(({ id }) => id.client));
    if (writers.size > maxWritersPerUpdate) return refuse('The change comes from too many client ids.');
    return { ok: true, structs, deletions };
  } catch (error) {
    return refuse(error instanceof UpdateRefused ? error.message : unreadable);
  }
}

/**
 * What of an update is new and may come in, if the client ids that `clocks` names belong to whoever sent it.
 * @param from `stored`: it was admitted before, part by part; `server`: it was made here
 */
export function admit(
  update: Pick<ReadUpdate, 'structs' | 'deletions'>,
  known: KnownState,
  from: 'sent' | 'stored' | 'server' = 'sent',
): Admitted | Refused {
  const clocks = new Map<number, number>();
  const clockOf = (client: number) => clocks.get(client) ?? known.clockOf(client);
  const parts = new UpdateParts();

  for (const struct of update.structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const next = clockOf(client);
    if (clock + struct.length <= next) continue;
    if (clock > next) return refuse('The change leaves out an earlier one.', true);
    const wrong = findForbidden(struct);
    if (wrong) return refuse(wrong);
    const pieces = parts.pieces.get(client);
    // Inside one update a client's structs follow each other; what overlaps was made by hand.
    if (pieces && clock !== next) return refuse(unreadable);
    const piece: Piece = { struct, offset: next - clock };
    if (pieces) pieces.push(piece);
    else parts.pieces.set(client, [piece]);
    clocks.set(client, clock + struct.length);
  }
  const depths = resolveDepths(parts.pieces, known);
  if (depths === 'unknown') return refuse('The change builds on one that is not known here.', true);
  if (depths === 'too deep') return refuse(`The change nests more than ${maxDepth} deep.`);

  for (const [client, ranges] of update.deletions.entries()) {
    for (const { start, end } of ranges) {
      if (end > clockOf(client)) return refuse('The change deletes what is not known here.', true);
      for (const range of known.deletions.missing(client, start, end)) {
        parts.deletions.add(client, range.start, range.end);
      }
    }
  }
  const added = from === 'sent' ? parts.deletions.count : 0;
  if (added > maxNewDeletedRanges) return refuse('The change deletes in too many places at once.');
  if (added > 0 && known.deletions.count + added > maxPlanDeletedRanges) {
    return refuse('Things were deleted in more places of this plan than can be kept.');
  }
  return { ok: true, parts, clocks, deletions: parts.deletions, depths };
}

function refuse(reason: string, resync = false): Refused {
  return { ok: false, reason, resync };
}

/** Why a struct may not enter a plan whatever else is known, or null. */
function findForbidden(struct: Struct): string | null {
  if (struct.id.clock + struct.length > maxClock) return 'The change counts further than anybody could write.';
  if (!(struct instanceof Y.Item)) return null;
  const parent: unknown = struct.parent;
  if (typeof parent === 'string' && !(planRoots as readonly string[]).includes(parent)) {
    return 'The change touches something that is no part of a plan.';
  }
  if (struct.parentSub !== null && isPrototypeKey(struct.parentSub)) return 'The change uses a forbidden key.';
  if (struct.content instanceof Y.ContentDoc) return 'The change holds a document of its own.';
  return null;
}

/**
 * How deep every new struct is nested. "unknown" when an origin or a parent is neither known nor earlier in the
 * update in some order: a cycle of them would leave every client waiting for ever.
 */
function resolveDepths(
  pieces: ReadonlyMap<number, readonly Piece[]>,
  known: KnownState,
): Depths | 'unknown' | 'too deep' {
  const depths = new Depths();
  const reached = new Map<number, number>();
  const isKnown = ({ client, clock }: Y.ID) => clock < (reached.get(client) ?? known.clockOf(client));
  const depthOf = ({ client, clock }: Y.ID) =>
    clock < known.clockOf(client) ? known.depths.of(client, clock) : depths.of(client, clock);
  const nextOf = new Map<number, number>();
  const ready = [...pieces.keys()];
  /** Who waits for a client to come further, by that client; who waits for its next clocks last. */
  const waiting = new Map<number, Waiter[]>();

  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const ofClient = pieces.get(client) ?? [];
    let next = nextOf.get(client) ?? 0;
    for (let piece = ofClient[next]; piece; piece = ofClient[++next]) {
      const { struct, offset } = piece;
      const missing = needsOf(struct).find((id) => !isKnown(id));
      if (missing) {
        const waiters = waiting.get(missing.client);
        if (waiters) addWaiter(waiters, { client, clock: missing.clock });
        else waiting.set(missing.client, [{ client, clock: missing.clock }]);
        break;
      }
      const depth = depthWithin(struct, depthOf);
      if (depth > maxDepth) return 'too deep';
      depths.add(client, struct.id.clock + offset, depth);
      reached.set(client, struct.id.clock + struct.length);
    }
    nextOf.set(client, next);
    const waiters = waiting.get(client) ?? [];
    const end = reached.get(client) ?? known.clockOf(client);
    for (let next = waiters.at(-1); next && next.clock < end; next = waiters.at(-1)) {
      ready.push(next.client);
      waiters.pop();
    }
  }
  const isResolved = [...pieces].every(([client, ofClient]) => nextOf.get(client) === ofClient.length);
  return isResolved ? depths : 'unknown';
}

interface Waiter {
  client: number;
  /** What it waits for. */
  clock: number;
}

function addWaiter(waiters: Waiter[], added: Waiter): void {
  let at = waiters.length;
  while (at > 0 && (waiters[at - 1] as Waiter).clock < added.clock) at--;
  waiters.splice(at, 0, added);
}

/** An update names the parent only where no neighbour does. */
function depthWithin(struct: Struct, depthOf: (id: Y.ID) => number): number {
  if (!(struct instanceof Y.Item)) return 1;
  const parent: unknown = struct.parent;
  const neighbour = struct.origin ?? struct.rightOrigin;
  if (neighbour) return depthOf(neighbour);
  return parent instanceof Y.ID ? depthOf(parent) + 1 : 1;
}
