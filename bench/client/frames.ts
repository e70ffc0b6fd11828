/** The y-protocol messages that clients send, and what of theirs must be told apart when it comes in. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export const messageType = { sync: 0, awareness: 1, syncReply: 4 } as const;
export const syncMessage = { step1: 0, step2: 1, update: 2 } as const;

/** The state vector of who knows nothing. */
export const emptyStateVector = new Uint8Array([0]);

export function syncFrame(prefix: Uint8Array, kind: number, payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, prefix);
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
  });
}

/** Presence of one client id. @param state JSON */
export function awarenessFrame(prefix: Uint8Array, client: number, clock: number, state: string): Uint8Array {
  const update = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  });
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, prefix);
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}

export const isSync = (frame: Uint8Array, offset: number) =>
  frame[offset] === messageType.sync || frame[offset] === messageType.syncReply;

export const isStep2 = (frame: Uint8Array, offset: number) =>
  isSync(frame, offset) && frame[offset + 1] === syncMessage.step2;

/** The updates in a frame of content; a batching relay puts several messages into one. */
export function* readUpdates(frame: Uint8Array, offset: number): Generator<Uint8Array> {
  const decoder = decoding.createDecoder(frame);
  decoder.pos = offset;
  while (decoding.hasContent(decoder)) {
    const type = decoding.readVarUint(decoder);
    if (type !== messageType.sync && type !== messageType.syncReply) return;
    const kind = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (kind !== syncMessage.step1) yield payload.slice();
  }
}
