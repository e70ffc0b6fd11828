/** The bytes of the messages that a room sends, encoded once for all who get them. See `shared/protocol.ts`. */
import { messageType, type Saved, syncMessage } from '@longtable/shared/protocol';
import * as encoding from 'lib0/encoding';

export function step1Frame(clocks: ReadonlyMap<number, number>): Uint8Array {
  const stateVector = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clocks.size);
    for (const [client, clock] of clocks) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
    }
  });
  return syncFrame(syncMessage.step1, stateVector);
}

export const step2Frame = (update: Uint8Array) => syncFrame(syncMessage.step2, update);
export const updateFrame = (update: Uint8Array) => syncFrame(syncMessage.update, update);

function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
  });
}

export function savedFrame(saved: Saved): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageType.saved);
    encoding.writeVarUint(encoder, saved.count);
    encoding.writeVarUint(encoder, saved.seq);
  });
}

export interface PresenceEntry {
  client: number;
  clock: number;
  /** JSON; `null` says that the client is gone. */
  state: string;
}

export function presenceFrame(entries: readonly PresenceEntry[]): Uint8Array {
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state);
    }
  });
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}
