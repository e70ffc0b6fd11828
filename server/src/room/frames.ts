/**
 * The bytes of the messages that a room sends, encoded once for all who get them, each in its WebSocket frame
 * (RFC 6455, section 5.2) so that it goes to every socket as it is. See `shared/protocol.ts`.
 */
import { type Marked, messageType, type PresentCounts, type Saved, syncMessage } from '@longtable/shared/protocol';
import * as encoding from 'lib0/encoding';
import { writeClocks } from './known-state.ts';
import type { ResumePoint } from './session.ts';

export function step1Frame(clocks: ReadonlyMap<number, number>): Uint8Array {
  const stateVector = encoding.encode((encoder) => writeClocks(encoder, clocks));
  return toFrame((encoder) => writeSync(encoder, syncMessage.step1, stateVector));
}

/** @returns the frame of an update, and the update as a part of its bytes, so that they are kept once */
export function updateFrame(update: Uint8Array): { frame: Uint8Array; update: Uint8Array } {
  const frame = toFrame((encoder) => writeSync(encoder, syncMessage.update, update));
  return { frame, update: frame.subarray(frame.byteLength - update.byteLength) };
}

/** For clients that ask for side messages: an update, and the seq at which whoever has it stands. */
export function numberedUpdateFrame(update: Uint8Array, seq: number): Uint8Array {
  return toFrame((encoder) => {
    writeSync(encoder, syncMessage.update, update);
    encoding.writeVarUint(encoder, seq);
  });
}

const nothing = new Uint8Array([0, 0]);

/**
 * Says that with `update` everything was sent.
 * @param position where its receiver stands then, for clients that ask for side messages
 */
export function syncedFrame(position: ResumePoint | null, update: Uint8Array = nothing): Uint8Array {
  return toFrame((encoder) => {
    writeSync(encoder, syncMessage.step2, update);
    if (!position) return;
    encoding.writeVarUint(encoder, position.seq);
    encoding.writeVarUint(encoder, position.run);
  });
}

/** A whole, unmasked, binary WebSocket message. */
function toFrame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const message = encoding.encode(write);
  const size = message.byteLength;
  const headerSize = size < 126 ? 2 : size < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(headerSize + size);
  frame[0] = 0x82;
  if (headerSize === 2) frame[1] = size;
  else if (headerSize === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(size, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(size), 2);
  }
  frame.set(message, headerSize);
  return frame;
}

function writeSync(encoder: encoding.Encoder, kind: number, payload: Uint8Array): void {
  encoding.writeVarUint(encoder, messageType.sync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, payload);
}

export function savedFrame(saved: Saved): Uint8Array {
  return toFrame((encoder) => {
    encoding.writeVarUint(encoder, messageType.saved);
    encoding.writeVarUint(encoder, saved.count);
    encoding.writeVarUint(encoder, saved.seq);
  });
}

export function storageFrame(isFailing: boolean): Uint8Array {
  return toFrame((encoder) => {
    encoding.writeVarUint(encoder, messageType.storage);
    encoding.writeVarUint(encoder, isFailing ? 1 : 0);
  });
}

export function presentFrame(counts: PresentCounts): Uint8Array {
  return toFrame((encoder) => {
    encoding.writeVarUint(encoder, messageType.present);
    encoding.writeVarString(encoder, JSON.stringify(counts));
  });
}

export function markedFrame(marked: Marked): Uint8Array {
  return toFrame((encoder) => {
    encoding.writeVarUint(encoder, messageType.marked);
    encoding.writeVarString(encoder, JSON.stringify(marked));
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
  return toFrame((encoder) => {
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, update);
  });
}
