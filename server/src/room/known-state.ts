/**
 * What a room knows of its plan without holding its document: how far each client id has come, what is deleted, and
 * how deep everything is nested. Enough to say what of an update is new, and whether it may come in (rules S1, S4).
 */

import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { writeDeletions } from '@longtable/shared/updates/update-codec';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { Depths } from './depths.ts';

export interface Growth {
  /** Next clock of each client id that came further. */
  clocks: ReadonlyMap<number, number>;
  deletions: IdRanges;
  depths: Depths;
}

export class KnownState {
  /** Next clock of each client id: the state vector. */
  readonly clocks: Map<number, number>;
  readonly deletions: IdRanges;
  readonly depths: Depths;

  constructor(clocks = new Map<number, number>(), deletions = new IdRanges(), depths = new Depths()) {
    this.clocks = clocks;
    this.deletions = deletions;
    this.depths = depths;
  }

  clockOf(client: number): number {
    return this.clocks.get(client) ?? 0;
  }

  grow({ clocks, deletions, depths }: Growth): void {
    for (const [client, clock] of clocks) this.clocks.set(client, clock);
    this.deletions.addAll(deletions);
    this.depths.addAll(depths);
  }

  encode(): Uint8Array {
    return encoding.encode((out) => {
      writeClocks(out, this.clocks);
      writeDeletions(out, this.deletions);
      this.depths.write(out);
    });
  }

  static decode(bytes: Uint8Array): KnownState {
    const decoder = decoding.createDecoder(bytes);
    const clocks = readClocks(decoder);
    const deletions = new IdRanges();
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
      const client = decoding.readVarUint(decoder);
      for (let ranges = decoding.readVarUint(decoder); ranges > 0; ranges--) {
        const start = decoding.readVarUint(decoder);
        deletions.add(client, start, start + decoding.readVarUint(decoder));
      }
    }
    return new KnownState(clocks, deletions, Depths.read(decoder));
  }

  static ofDocument(doc: Y.Doc): KnownState {
    const deletions = new IdRanges();
    for (const [client, items] of Y.createDeleteSetFromStructStore(doc.store).clients) {
      for (const { clock, len } of items) deletions.add(client, clock, clock + len);
    }
    return new KnownState(Y.decodeStateVector(Y.encodeStateVector(doc)), deletions, Depths.ofDocument(doc));
  }
}

/** A state vector, as y-protocols writes it. */
export function writeClocks(out: encoding.Encoder, clocks: ReadonlyMap<number, number>): void {
  encoding.writeVarUint(out, clocks.size);
  for (const [client, clock] of clocks) {
    encoding.writeVarUint(out, client);
    encoding.writeVarUint(out, clock);
  }
}

/** @throws when the bytes are no state vector */
export function readClocks(decoder: decoding.Decoder): Map<number, number> {
  const clocks = new Map<number, number>();
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = decoding.readVarUint(decoder);
    clocks.set(client, decoding.readVarUint(decoder));
  }
  return clocks;
}
