/** Blocks that stand elsewhere than before, by their ids: an editor writes a block that is moved anew (rule H4). */
import type { BlockPlace } from '@longtable/shared/history';
import type { ElementId } from '@longtable/shared/ids';
import type * as Y from 'yjs';

/** A block in a body, at one end of a range. */
interface Standing {
  id: string;
  element: ElementId | null;
  /** What holds it in the document; an id may go from one to another. */
  holder: Y.Item;
  /** Among the blocks of its body. */
  index: number;
  /** The id of the block before it. */
  after: string | null;
  /** The change that put it there. */
  seq: number;
}

export interface Move {
  before: BlockPlace;
  after: BlockPlace;
  seq: number;
}

export class BlockMoves {
  readonly #before = new Map<string, Standing>();
  readonly #after = new Map<string, Standing>();
  readonly #lastOf = { before: null as Standing | null, after: null as Standing | null };
  readonly #isTold: (seq: number) => boolean;
  #moved: Map<string, Move> | null = null;

  /** @param isTold whether what this change did is told */
  constructor(isTold: (seq: number) => boolean) {
    this.#isTold = isTold;
  }

  /** Blocks in the order in which they stand, body by body. @param seq of the change that put it there */
  note(side: 'before' | 'after', element: ElementId | null, id: string, holder: Y.Item, seq: number): void {
    const last = this.#lastOf[side];
    const isSameBody = last !== null && last.element === element && last.holder.parent === holder.parent;
    const place = { index: isSameBody ? last.index + 1 : 0, after: isSameBody ? last.id : null };
    const standing = { id, element, holder, ...place, seq };
    this.#lastOf[side] = standing;
    const standings = side === 'before' ? this.#before : this.#after;
    // Of an id that is there twice, the first counts.
    if (id !== '' && !standings.has(id)) standings.set(id, standing);
  }

  /** Whether a block that is not there in one holder stands in another one. */
  hasOther(id: string, holder: Y.Item, side: 'before' | 'after'): boolean {
    const other = (side === 'before' ? this.#before : this.#after).get(id);
    return other !== undefined && other.holder !== holder;
  }

  /** How the block with this id came to stand in `holder`, if it was moved there. */
  moveTo(id: string, holder: Y.Item): Move | null {
    if (this.#after.get(id)?.holder !== holder) return null;
    return this.find(id);
  }

  find(id: string): Move | null {
    this.#moved ??= this.#findMoved();
    return this.#moved.get(id) ?? null;
  }

  /** Those in another body, and of each body the fewest that must have moved for the order to be as it is. */
  #findMoved(): Map<string, Move> {
    const moved = new Map<string, Move>();
    const move = (old: Standing, now: Standing) => {
      if (this.#isTold(now.seq)) moved.set(now.id, { before: placeOf(old), after: placeOf(now), seq: now.seq });
    };
    const byBody = new Map<unknown, [Standing, Standing][]>();
    for (const [id, now] of this.#after) {
      const old = this.#before.get(id);
      if (!old) continue;
      if (old.element !== now.element) move(old, now);
      else {
        const pairs = byBody.get(now.element) ?? [];
        pairs.push([old, now]);
        byBody.set(now.element, pairs);
      }
    }
    for (const pairs of byBody.values()) {
      const stays = heaviestRise(
        pairs.map(([old]) => old.index),
        // What is held as before has not moved; of the others, as many as possible have not.
        pairs.map(([old, now]) => (old.holder === now.holder ? pairs.length : 1)),
      );
      pairs.forEach(([old, now], index) => {
        if (!stays.has(index)) move(old, now);
      });
    }
    return moved;
  }
}

const placeOf = ({ element, index, after }: Standing): BlockPlace => ({ element, index, after });

/** Which of `values`, in their order, rise and weigh the most together. */
function heaviestRise(values: readonly number[], weights: readonly number[]): Set<number> {
  const order = [...new Set(values)].sort((a, b) => a - b);
  const rankOf = new Map(order.map((value, rank) => [value, rank + 1]));
  /** Of the ranks up to one: the heaviest rise that ends there, as a tree of prefixes. */
  const best: { weight: number; last: number }[] = Array.from({ length: order.length + 1 }, () => ({
    weight: 0,
    last: -1,
  }));
  const previous: number[] = [];
  let top = { weight: 0, last: -1 };
  values.forEach((value, index) => {
    const rank = rankOf.get(value) as number;
    let before = { weight: 0, last: -1 };
    for (let at = rank - 1; at > 0; at -= at & -at) {
      const found = best[at] as { weight: number; last: number };
      if (found.weight > before.weight) before = found;
    }
    previous.push(before.last);
    const here = { weight: before.weight + (weights[index] as number), last: index };
    for (let at = rank; at < best.length; at += at & -at) {
      if ((best[at] as { weight: number }).weight < here.weight) best[at] = here;
    }
    if (here.weight > top.weight) top = here;
  });
  const rise = new Set<number>();
  for (let index = top.last; index >= 0; index = previous[index] as number) rise.add(index);
  return rise;
}
