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
  /** How often its parts were joined: 0 for what a commit brought. */
  level: number;
  /** The message that carries it; `update` is a part of its bytes. */
  frame: Uint8Array;
}

/** Segments of a level that are joined into one of the next: each byte is copied once per level, and what was joined is waste. */
const fanIn = 4;

export function toSegment(segment: NewSegment, level = 0): Segment {
  return { ...segment, ...updateFrame(segment.update), level };
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
    for (let last = segment; ; ) {
      const equals = this.#segments.slice(-fanIn);
      const bytes = sizeOf(equals);
      if (equals.length < fanIn || bytes > maxSegmentBytes || equals.some(({ level }) => level !== last.level)) return;
      last = join(equals);
      this.#segments.splice(-fanIn, fanIn, last);
      this.#bytes += last.update.byteLength - bytes;
    }
  }
}

const sizeOf = (segments: readonly Segment[]) => segments.reduce((sum, { update }) => sum + update.byteLength, 0);

function join(segments: readonly Segment[]): Segment {
  const [first, last] = [segments[0], segments.at(-1)] as [Segment, Segment];
  const joined = {
    after: first.after,
    to: last.to,
    update: combineUpdates(segments.map(({ update }) => update)),
    clocks: new Map(segments.flatMap(({ clocks }) => [...clocks])),
    deletes: segments.some(({ deletes }) => deletes),
  };
  return toSegment(joined, last.level + 1);
}
