/**
 * The plan's socket, whose changes go out by way of `OutgoingChanges`: a change is saved when the server has said that so
 * many of this socket's changes are on its disk (`saved` in shared/protocol). Nothing else may say "saved" (rule S3).
 */
import type { Saved } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import type { OutgoingChanges } from './outgoing-changes.ts';

/** A WebSocket class for the provider. @param onChange after a change was given to be sent */
export function savedSocket(changes: OutgoingChanges, onChange: () => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      changes.begin((message) => super.send(message as Uint8Array<ArrayBuffer>));
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array && changes.take(data)) onChange();
      else super.send(data);
    }
  };
}

export function readSaved(decoder: decoding.Decoder): Saved {
  return { count: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) };
}
