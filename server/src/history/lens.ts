/**
 * How a comparison looks at what came and went in a range of the log: as the difference of two states of the plan,
 * or as what one person did between them (rule H4).
 */
import type { ActorId } from '@longtable/shared/ids';
import type * as Y from 'yjs';
import { type Life, never } from './attribution.ts';
import type { Carried } from './carried-letters.ts';
import type { PlanHistory } from './plan-history.ts';

export interface SeqPair {
  from: number;
  to: number;
}

/** How something reads in a comparison: added where it was not there before, removed where it is not there after. */
export interface Ends {
  before: boolean;
  after: boolean;
  born: number;
  /** The seq at which it went, with its parent at the latest. */
  diedAt: number;
  /** The person whose acts are told both added and removed it. */
  cameAndWent: boolean;
}

type BirthAndDeath = Pick<Life, 'born' | 'died'>;

/** An item that holds a copy of some letters; holds for the next `length` of them, also when there is none. */
interface FoundCopy {
  item: Y.Item | null;
  length: number;
}

/** `holder` and `leaf` answer null for what is not to be seen. */
export interface Lens {
  readonly range: SeqPair;
  /** For what holds others: an element, a text, a block. */
  holder(life: BirthAndDeath, parent: Ends): Ends | null;
  /** For a stretch of characters, or a mark. */
  leaf(life: BirthAndDeath, parent: Ends): Ends | null;
  /** For letters that a block took along, or took from elsewhere: they are told in one of their places. */
  carried(life: Life, carried: Carried, parent: Ends): Ends | null;
  /** Of letters that came or went: the item that holds the same ones at the other end, which were brought back. */
  elsewhere(item: Y.Item, offset: number, most: number, ends: Ends): FoundCopy;
  /** The seq at which to read what a thing with these ends is called. */
  seqOf(ends: Ends): number;
}

/** The ends of a root, which is always there. */
export const always: Ends = { before: true, after: true, born: 0, diedAt: never, cameAndWent: false };

/** Exactly what differs between the two states. */
export function netLens(history: PlanHistory, { from, to }: SeqPair): Lens {
  const endsOf = ({ born, died }: BirthAndDeath, parent: Ends): Ends | null => {
    const before = parent.before && born <= from && died > from;
    const after = parent.after && born <= to && died > to;
    return before || after ? { before, after, born, diedAt: Math.min(died, parent.diedAt), cameAndWent: false } : null;
  };
  return {
    range: { from, to },
    holder: endsOf,
    leaf: endsOf,
    // Where they stand after; and where they stood before, if they are gone after.
    carried(life, carried, parent) {
      const { born, died } = life;
      if (!carried.from && !carried.into) return endsOf(life, parent);
      const isBefore = parent.before && born <= from && died > from;
      const isAfter = parent.after && born <= to && died > to;
      if (isAfter) return endsOf({ born: carried.born, died }, always);
      return isBefore && carried.died <= to ? endsOf({ born, died: carried.died }, always) : null;
    },
    elsewhere: (item, offset, most, { after }) => findCopyAt(history, item, offset, most, after ? from : to),
    seqOf: ({ after }) => (after ? to : from),
  };
}

/** Another copy of letters that could be seen at `seq`. */
function findCopyAt(history: PlanHistory, item: Y.Item, offset: number, most: number, seq: number): FoundCopy {
  const copies = history.origins.copiesOf({ client: item.id.client, clock: item.id.clock + offset }, most);
  let { length } = copies;
  let found: Y.Item | null = null;
  for (const id of copies.ids.slice(1)) {
    const at = history.findCharacter(id);
    if (!at) continue;
    const life = history.attribution.seenLifeOf(at.item, at.offset);
    length = Math.min(length, life.length);
    if (!found && life.born <= seq && life.died > seq) found = at.item;
  }
  return { item: found, length };
}

/**
 * What `by` did. What others added reads as if it had been there, what others removed as if it still were where this
 * person worked in it; what this person added reads as added though others removed it, and the other way round.
 */
export function actsLens(history: PlanHistory, { from, to }: SeqPair, by: ActorId): Lens {
  const isOwn = isActOf(history, { from, to }, by);
  const endsOf = ({ born, died }: BirthAndDeath, parent: Ends, before: boolean, after: boolean): Ends => {
    return { before, after, born, diedAt: Math.min(died, parent.diedAt), cameAndWent: false };
  };
  const leaf = (life: BirthAndDeath, parent: Ends): Ends | null => {
    if (life.born > to) return null;
    const isAdded = isOwn(life.born);
    if (life.died >= parent.diedAt && !parent.after) {
      return parent.cameAndWent && isAdded ? null : endsOf(life, parent, true, false);
    }
    if (life.died >= parent.diedAt || life.died > to) return endsOf(life, parent, !isAdded, true);
    if (isOwn(life.died)) return isAdded ? null : endsOf(life, parent, true, false);
    return isAdded ? endsOf(life, parent, false, true) : null;
  };
  return {
    range: { from, to },
    leaf,
    // Where they stood last.
    carried(life, carried, parent) {
      const isElsewhere = life.born > to || (carried.into !== null && life.died <= to);
      return isElsewhere ? null : leaf({ born: carried.born, died: life.died }, parent);
    },
    holder(life, parent) {
      if (life.born > to) return null;
      const isAdded = isOwn(life.born);
      if (life.died >= parent.diedAt) {
        if (parent.after) return endsOf(life, parent, !isAdded, true);
        return { ...endsOf(life, parent, true, false), cameAndWent: parent.cameAndWent && isAdded };
      }
      const isRemoved = isOwn(life.died);
      const cameAndWent = isAdded && isRemoved;
      return { ...endsOf(life, parent, !isAdded || isRemoved, !isRemoved), cameAndWent };
    },
    // What somebody brought back is their act.
    elsewhere: (_item, _offset, length) => ({ item: null, length }),
    seqOf: () => to,
  };
}

/** Says of a seq whether it is in the range, and a row of this person. */
export function isActOf(history: PlanHistory, { from, to }: SeqPair, by: ActorId): (seq: number) => boolean {
  return (seq) => seq > from && seq <= to && history.getRow(seq).author.id === by;
}
