/** What was in a plan at an earlier seq, item by item; where something went within the second after it, with its last words. */
import * as Y from 'yjs';
import { type Life, type MapEntry, never } from './attribution.ts';
import type { HistoryNode, HistoryRow, PlanHistory } from './plan-history.ts';

export class EarlierState {
  readonly seq: number;
  readonly #history: PlanHistory;
  /** What took away what is restored, within the second after `seq`: words that were written in it meanwhile count as there. */
  #removal: HistoryRow | null = null;

  constructor(history: PlanHistory, seq: number) {
    this.#history = history;
    this.seq = seq;
  }

  /**
   * Also counts what was written in something meanwhile, where one row took it away within the second after `seq`, so that
   * it is in no state of the plan. Not so where something in it had been taken away by itself: then it reads just as it was.
   */
  includeLastWords(
    then: Pick<MapEntry, 'item' | 'died'> | null,
    isGone: (removal: HistoryRow) => boolean = () => true,
  ): void {
    if (!then || then.died === never) return;
    const removal = this.#history.getRow(then.died);
    if (removal.before === this.seq && this.#wentAsOne(then.item, removal.seq) && isGone(removal))
      this.#removal = removal;
  }

  entry(map: HistoryNode, key: string): MapEntry | null {
    if (!this.#removal) return this.#history.entryAt(map, key, this.seq);
    for (const entry of this.#history.entriesOf(map, key)) if (this.holds(entry)) return entry;
    return null;
  }

  hasItem(item: Y.Item, offset = 0): boolean {
    return this.holds(this.#history.attribution.lifeOf(item, offset));
  }

  holds({ born, died }: Pick<Life, 'born' | 'died'>): boolean {
    if (born <= this.seq) return died > this.seq;
    const removal = this.#removal;
    return removal !== null && born <= removal.boundary && died === removal.seq && born !== died;
  }

  /** Whether all that was in something went with it. */
  #wentAsOne(holder: Y.Item, diedAt: number): boolean {
    if (!(holder.content instanceof Y.ContentType)) return true;
    const { type } = holder.content;
    for (const key of type._map.keys()) {
      const then = this.#history.entryAt(type, key, this.seq);
      if (then && (then.died !== diedAt || !this.#wentAsOne(then.item, diedAt))) return false;
    }
    for (let item = type._start; item; item = item.right) {
      for (let offset = 0; offset < item.length; ) {
        const { born, died, length } = this.#history.attribution.lifeOf(item, offset);
        const wasThere = born <= this.seq && died > this.seq;
        if (wasThere && (died !== diedAt || !this.#wentAsOne(item, diedAt))) return false;
        offset += length;
      }
    }
    return true;
  }
}
