/** Where letters that were carried along with a block came from, and where they went on to; `carried-text.ts` finds that they were. */
import type * as Y from 'yjs';
import type { CharacterId } from './origins.ts';
import type { PlanHistory } from './plan-history.ts';

export interface Carried {
  /** When they were first written. */
  born: number;
  /** When they went in the place that they were carried to last. */
  died: number;
  from: Y.Item | null;
  into: Y.Item | null;
  /** It holds for so many letters. */
  length: number;
}

/** @param offset clocks into the item */
export function carriedAt(history: PlanHistory, item: Y.Item, offset: number): Carried {
  const { attribution, origins } = history;
  const { born, died, length } = attribution.seenLifeOf(item, offset);
  const own = { client: item.id.client, clock: item.id.clock + offset };
  const { ids, length: sameFor } = origins.copiesOf(own, length);
  const carried: Carried = { born, died, from: null, into: null, length: sameFor };
  const sourceOf = (id: CharacterId) => {
    const source = origins.sourceOf(id, carried.length);
    return source?.kind === 'carried' ? source : null;
  };
  for (let source = sourceOf(own); source; source = sourceOf(source.id)) {
    const { seq, end } = attribution.bornOf(source.id.client, source.id.clock);
    carried.born = seq;
    carried.length = Math.min(carried.length, end - source.id.clock);
    carried.from ??= history.findCharacter(source.id)?.item ?? null;
  }
  for (let next = carriedOn(history, own, ids, died); next; next = carriedOn(history, next.id, ids, next.died)) {
    carried.into ??= next.item;
    carried.died = Math.max(carried.died, next.died);
    carried.length = Math.min(carried.length, next.length);
  }
  return carried;
}

/** The copy that was made of a letter with the row that took it away. */
function carriedOn(history: PlanHistory, own: CharacterId, ids: readonly CharacterId[], diedAt: number) {
  for (const id of ids) {
    const source = history.origins.sourceOf(id, 1);
    if (source?.kind !== 'carried' || source.id.client !== own.client || source.id.clock !== own.clock) continue;
    const at = history.findCharacter(id);
    if (!at) continue;
    const life = history.attribution.seenLifeOf(at.item, at.offset);
    if (life.born === diedAt) return { id, item: at.item, died: life.died, length: life.length };
  }
  return null;
}
