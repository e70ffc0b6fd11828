/** The order in which what an update adds can be placed: each piece after those that it builds on. */
import * as Y from 'yjs';
import type { Piece, Struct } from './update-codec.ts';

interface Waiter {
  client: number;
  /** What it waits for. */
  clock: number;
}

/**
 * All pieces of an update, each after its origins and its parent, and a client's together for as long as that goes.
 * What the update does not add counts as known. Left out is what could never be placed: pieces that build on each
 * other in a circle, or on a clock that the update leaves out.
 */
export function* inOrder(pieces: ReadonlyMap<number, readonly Piece[]>): Generator<Piece> {
  const reached = new Map<number, number>();
  for (const [client, [first]] of pieces) if (first) reached.set(client, first.struct.id.clock + first.offset);
  const isKnown = ({ client, clock }: Y.ID) => clock < (reached.get(client) ?? Number.POSITIVE_INFINITY);
  const nextOf = new Map<number, number>();
  const ready = [...pieces.keys()];
  /** Who waits for a client to come further, by that client. */
  const waiting = new Map<number, Waiter[]>();

  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const ofClient = pieces.get(client) ?? [];
    let next = nextOf.get(client) ?? 0;
    for (let piece = ofClient[next]; piece; piece = ofClient[++next]) {
      const missing = needsOf(piece.struct).find((id) => !isKnown(id));
      if (missing) {
        waiting.set(missing.client, [...(waiting.get(missing.client) ?? []), { client, clock: missing.clock }]);
        break;
      }
      reached.set(client, piece.struct.id.clock + piece.struct.length);
      yield piece;
    }
    nextOf.set(client, next);
    const waiters = waiting.get(client) ?? [];
    const isServed = ({ clock }: Waiter) => isKnown(Y.createID(client, clock));
    waiting.set(
      client,
      waiters.filter((waiter) => !isServed(waiter)),
    );
    for (const waiter of waiters) if (isServed(waiter)) ready.push(waiter.client);
  }
}

const nothing: readonly Y.ID[] = [];

/** The ids that must be there before a struct can be placed. */
export function needsOf(struct: Struct): readonly Y.ID[] {
  if (!(struct instanceof Y.Item)) return nothing;
  const parent: unknown = struct.parent;
  return [struct.origin, struct.rightOrigin, parent].filter((id) => id instanceof Y.ID);
}
