/**
 * A plan as the bytes that a room serves (rule S4): an immutable base at some seq, the tail of updates after it, and
 * for those who come back, the segments that went into the base last. It holds no document.
 */

import { encodeDeletions } from '@longtable/shared/updates/update-codec';
import { createDecoder } from 'lib0/decoding';
import { updateFrame } from './frames.ts';
import { KnownState, readClocks } from './known-state.ts';
import { maxTailBytes, maxTailRows, minTailBytesToCompact } from './limits.ts';
import type { CompactPlan } from './plan-documents.ts';
import { type NewSegment, type Segment, Tail, toSegment } from './tail.ts';

/** Messages to send, in order. */
export type Frames = readonly Uint8Array[];

export class PlanBytes {
  #base: Base;
  #tail = new Tail();
  /** What a compaction is folding into the next base, and what the last one folded into this one. */
  #folding: readonly Segment[] = [];
  #past: readonly Segment[] = [];
  /** The base before `#past`. */
  #pastBase: Base;
  #newcomer: Frames | null = null;
  #rows = 0;
  #foldingRows = 0;

  constructor(seq: number, plan: CompactPlan) {
    this.#base = new Base(seq, plan);
    this.#pastBase = this.#base;
  }

  /** The last seq that these bytes hold. */
  get seq(): number {
    return this.#after.at(-1)?.to ?? this.#base.seq;
  }

  /** The whole plan, as updates. */
  get updates(): Uint8Array[] {
    return [this.#base.update, ...this.#after.map(({ update }) => update)];
  }

  get shouldCompact(): boolean {
    if (this.#folding.length > 0) return false;
    const half = Math.min(maxTailBytes, this.#base.update.byteLength / 2);
    return this.#tail.bytes > Math.max(minTailBytesToCompact, half) || this.#rows > maxTailRows;
  }

  /** Rows that a restart would have to read one by one. */
  get rowsAfterBase(): number {
    return this.#rows;
  }

  /** @returns the frame that tells others of it */
  push(added: NewSegment, rows: number): Uint8Array {
    const segment = toSegment(added);
    this.#newcomer = null;
    this.#rows += rows;
    this.#tail.push(segment);
    return segment.frame;
  }

  /** @returns what a worker is to make the next base of */
  beginCompaction(): { seq: number; updates: Uint8Array[] } {
    this.#folding = this.#tail.segments;
    this.#foldingRows = this.#rows;
    this.#tail = new Tail();
    this.#rows = 0;
    return { seq: this.seq, updates: this.updates };
  }

  finishCompaction(seq: number, plan: CompactPlan): void {
    this.#past = this.#folding;
    this.#pastBase = this.#base;
    this.#folding = [];
    this.#base = new Base(seq, plan);
    this.#newcomer = null;
  }

  /** Nothing is lost: the segments go on being served as they are, and the next compaction folds them. */
  abandonCompaction(): void {
    const later = this.#tail.segments;
    this.#rows += this.#foldingRows;
    this.#tail = new Tail();
    for (const segment of [...this.#folding, ...later]) this.#tail.push(segment);
    this.#folding = [];
    this.#newcomer = null;
  }

  /** For somebody who has nothing: the same bytes for all. */
  forNewcomer(): Frames {
    this.#newcomer ??= [this.#base.frame, ...framesOf(this.#after)];
    return this.#newcomer;
  }

  /** For somebody who has everything up to `seq`; null when that is too long ago. */
  after(seq: number): Frames | null {
    if (seq < this.#pastBase.seq || seq > this.seq) return null;
    return framesOf([...this.#past, ...this.#after].filter(({ to }) => to > seq));
  }

  /** For somebody with this state vector; null when it lacks something older than the segments that are kept. */
  forStateVector(stateVector: Uint8Array): Frames | null {
    const clocks = readClocks(createDecoder(stateVector));
    const has = (needed: ReadonlyMap<number, number>) => {
      for (const [client, clock] of needed) if ((clocks.get(client) ?? 0) < clock) return false;
      return true;
    };
    if (!has(this.#pastBase.clocks)) return null;
    const past = this.#past.filter((segment) => !has(segment.clocks));
    // A state vector does not say what is deleted: that goes out whole.
    const after = this.#after.filter((segment) => segment.deletes || !has(segment.clocks));
    return [...framesOf([...past, ...after]), this.#base.deletions];
  }

  get #after(): Segment[] {
    return [...this.#folding, ...this.#tail.segments];
  }
}

class Base {
  readonly seq: number;
  /** The message that carries it; `update` is a part of its bytes. */
  readonly frame: Uint8Array;
  readonly update: Uint8Array;
  readonly #known: Uint8Array;
  #facts: { clocks: ReadonlyMap<number, number>; deletions: Uint8Array } | null = null;

  constructor(seq: number, { update, known }: CompactPlan) {
    this.seq = seq;
    this.#known = known;
    const framed = updateFrame(update);
    this.frame = framed.frame;
    this.update = framed.update;
  }

  get clocks(): ReadonlyMap<number, number> {
    return this.#readFacts().clocks;
  }

  /** A message that deletes what is deleted in it. */
  get deletions(): Uint8Array {
    return this.#readFacts().deletions;
  }

  /** Few plans are ever asked: most who come back name their seq. */
  #readFacts() {
    if (!this.#facts) {
      const { clocks, deletions } = KnownState.decode(this.#known);
      this.#facts = { clocks, deletions: updateFrame(encodeDeletions(deletions)).frame };
    }
    return this.#facts;
  }
}

function framesOf(segments: readonly Segment[]): Uint8Array[] {
  return segments.map(({ frame }) => frame);
}
