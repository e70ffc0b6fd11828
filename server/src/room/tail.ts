/**
 * The updates of a plan that came after its base (rule S4): segments that are joined as they grow, smallest last, so
 * that however many updates there are, few segments hold them.
 */
import { combineUpdates } from '@longtable/shared/updates/update-codec';
import { updateFrame } from './frames.ts';
import { maxSegmentBytes } from './limits.ts';

export interface NewSegment {
  /** Holds the updates after seq `after`, up to and with seq `to`. */
  after: number;
  to: number;
  update: Uint8Array;
  /** Next clock of each client id that it brought further. */
  clocks: ReadonlyMap<number, number>;
  deletes: boolean;
}

export interface Segment extends NewSegment {
  /** The message that carries it; `update` is a part of its bytes. */
  frame: Uint8Array;
}

export function toSegment(segment: NewSegment): Segment {
  return { ...segment, ...updateFrame(segment.update) };
}

export class Tail {
  readonly #segments: Segment[] = [];
  #bytes = 0;

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(segment: Segment): void {
    this.#segments.push(segment);
    this.#bytes += segment.update.byteLength;
    for (;;) {
      const [before, last] = this.#segments.slice(-2);
      if (!before || !last || !isWorthJoining(before, last)) return;
      const joined = join(before, last);
      this.#segments.splice(-2, 2, joined);
      this.#bytes += joined.update.byteLength - before.update.byteLength - last.update.byteLength;
    }
  }
}

/** Sizes stay at least doubling from last to first, so each byte is joined a logarithmic number of times. */
function isWorthJoining(before: Segment, last: Segment): boolean {
  const size = before.update.byteLength;
  return size <= 2 * last.update.byteLength && size + last.update.byteLength <= maxSegmentBytes;
}

function join(before: Segment, last: Segment): Segment {
  return toSegment({
    after: before.after,
    to: last.to,
    update: combineUpdates([before.update, last.update]),
    clocks: new Map([...before.clocks, ...last.clocks]),
    deletes: before.deletes || last.deletes,
  });
}
