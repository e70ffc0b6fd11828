/**
 * Rows of one plan's log that its history is told without: no document takes them in, or not in the time that a
 * question has. Of the latter it is only known together with which others they were handed over, so fewer are each time.
 */
import type { LogRow } from '../store/plan-store.ts';

/** So often in a row it must have taken too long before a row is left out: the machine may have been busy. */
const tries = 3;
/** Each time, so many times fewer rows are handed over at once. */
const step = 100;

type Row = Pick<LogRow, 'seq' | 'boundary'>;

export class LeftOutRows {
  readonly #seqs = new Set<number>();
  readonly #boundaries = new Set<number>();
  /** Where it took too long: with the rows after one seq, up to another. */
  #stuck: { after: number; upTo: number; rowsAtOnce: number; tries: number } | null = null;
  /** Before that, so many at once were taken in. */
  #rowsBefore = Number.POSITIVE_INFINITY;

  has({ seq, boundary }: Row): boolean {
    return this.#seqs.has(seq) || this.#boundaries.has(boundary);
  }

  /** Of the rows that follow `head`, the first that are to be handed over together. */
  firstOf<R extends Row>(rows: readonly R[], head: number): readonly R[] {
    const stuck = this.#stuck;
    if (!stuck || head >= stuck.upTo) return rows;
    if (head >= stuck.after) return rows.slice(0, stuck.rowsAtOnce);
    return rows.slice(0, this.#rowsBefore).filter(({ seq }) => seq <= stuck.after);
  }

  /** No document takes it in. */
  addUnfit(seq: number): void {
    this.#seqs.add(seq);
  }

  /** Rows that took too long together, after `head`. */
  addSlow(rows: readonly Row[], head: number): void {
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return;
    const known = this.#stuck;
    const isSame = known !== null && head >= known.after && last.seq <= known.upTo;
    const count = isSame ? known.tries + 1 : 1;
    // Rows before it may have been slow together as well, and they come again.
    if (known && !isSame) this.#rowsBefore = Math.min(this.#rowsBefore, known.rowsAtOnce);
    this.#stuck = { after: head, upTo: last.seq, rowsAtOnce: Math.ceil(rows.length / step), tries: count };
    if (rows.length > 1 || count < tries) return;
    // What rows touched is found once their boundary is there: it was another one of the same second.
    if (this.#seqs.has(first.seq)) this.#boundaries.add(first.boundary);
    this.#seqs.add(first.seq);
  }
}
