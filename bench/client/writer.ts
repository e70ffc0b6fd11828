/**
 * Somebody who types: inserts a mark after its own last one, each an update of its own. The bytes are written
 * directly, because a document per writer would make the client heavier than the server.
 */
import * as encoding from 'lib0/encoding';
import { syncFrame, syncMessage } from './frames.ts';
import { mark, markLength } from './marks.ts';
import type { SeededPlan } from './seeded-plan.ts';

const contentString = 4;
const hasOrigin = 0x80;

export class Writer {
  readonly index: number;
  readonly client: number;
  readonly #plan: SeededPlan;
  readonly #prefix: Uint8Array;
  /** How many edits it has made. */
  edits = 0;

  /** @param index among the writers of a line; it is in the marks */
  constructor(index: number, plan: SeededPlan, prefix: Uint8Array) {
    this.index = index;
    this.#plan = plan;
    this.#prefix = prefix;
    this.client = Math.floor(Math.random() * 2 ** 31);
  }

  /** The frame of its next edit. */
  next(): Uint8Array {
    return syncFrame(this.#prefix, syncMessage.update, this.#encodeInsert(this.edits++));
  }

  nextFrames(count: number): Uint8Array[] {
    return Array.from({ length: count }, () => this.next());
  }

  /** A Yjs v1 update of one item. */
  #encodeInsert(edit: number): Uint8Array {
    const clock = edit * markLength;
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, this.client);
      encoding.writeVarUint(encoder, clock);
      if (edit === 0) {
        encoding.writeUint8(encoder, contentString);
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarUint(encoder, this.#plan.text.client);
        encoding.writeVarUint(encoder, this.#plan.text.clock);
      } else {
        encoding.writeUint8(encoder, contentString | hasOrigin);
        encoding.writeVarUint(encoder, this.client);
        encoding.writeVarUint(encoder, clock - 1);
      }
      encoding.writeVarString(encoder, mark(this.index, edit));
      encoding.writeVarUint(encoder, 0);
    });
  }
}
