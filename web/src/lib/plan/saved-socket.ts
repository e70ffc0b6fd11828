/**
 * The plan's socket, counting what it sends: a change is saved when the server has said that so many of this
 * socket's changes are on its disk (`saved` in shared/protocol). Nothing else may say "saved" (rule S3).
 */
import { messageType, type Saved, syncMessage } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';

export interface SavedCounts {
  /** Changes sent on the open socket. */
  sent: number;
  /** Of these, how many are on the server's disk. */
  saved: number;
  /** The largest of them, bytes. */
  largest: number;
}

/** A WebSocket class for the provider, whose sockets report what they send to `counts`. */
export function countingSocket(counts: SavedCounts, onChange: () => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      Object.assign(counts, { sent: 0, saved: 0, largest: 0 });
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      super.send(data);
      if (!(data instanceof Uint8Array) || !isChange(data)) return;
      counts.sent++;
      counts.largest = Math.max(counts.largest, data.length);
      onChange();
    }
  };
}

function isChange(message: Uint8Array): boolean {
  const decoder = decoding.createDecoder(message);
  if (decoding.readVarUint(decoder) !== messageType.sync) return false;
  return decoding.readVarUint(decoder) !== syncMessage.step1;
}

export function readSaved(decoder: decoding.Decoder): Saved {
  return { count: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) };
}
