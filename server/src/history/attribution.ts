/**
 * Which row of the log first carried each character, and which first deleted it (rule H2). Yjs ids are
 * (client, clock); per client a sorted list of clock ranges says the seq. First writer wins.
 */
import * as Y from 'yjs';

/** The seq of what has not happened. */
export const never = Number.POSITIVE_INFINITY;

interface SeqRange {
  start: number;
  end: number;
  seq: number;
}

/** An answer that holds for all clocks before `end`. */
interface SeqUntil {
  seq: number;
  end: number;
}

/** Sorted, disjoint clock ranges of one client. */
class SeqRanges {
  readonly #ranges: SeqRange[] = [];

  /** @returns the parts of [start, end) that no earlier row had */
  add(start: number, end: number, seq: number): [number, number][] {
    const added: [number, number][] = [];
    let from = start;
    let index = this.#firstEndingAfter(start);
    while (from < end) {
      const range = this.#ranges[index];
      if (range && range.start <= from) {
        from = range.end;
        index++;
        continue;
      }
      const to = range ? Math.min(end, range.start) : end;
      added.push([from, to]);
      const before = this.#ranges[index - 1];
      if (before && before.end === from && before.seq === seq) before.end = to;
      else this.#ranges.splice(index++, 0, { start: from, end: to, seq });
      from = to;
    }
    return added;
  }

  at(clock: number): SeqUntil {
    const range = this.#ranges[this.#firstEndingAfter(clock)];
    if (!range) return { seq: never, end: never };
    return range.start > clock ? { seq: never, end: range.start } : { seq: range.seq, end: range.end };
  }

  #firstEndingAfter(clock: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle] as SeqRange).end <= clock) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Ids that a row was the first to insert or delete. */
export interface IdRange {
  client: number;
  start: number;
  end: number;
}

/** When a stretch of an item came and went; the same for the next `length` clocks. */
export interface Life {
  born: number;
  died: number;
  length: number;
}

/** One value that a map's key held. `offset` is clocks into `item`, which may hold several. */
export interface MapEntry {
  item: Y.Item;
  offset: number;
  born: number;
  died: number;
}

export class Attribution {
  readonly #inserted = new Map<number, SeqRanges>();
  readonly #deleted = new Map<number, SeqRanges>();

  /** Takes in one row. Rows must come in the order of the log. */
  add(seq: number, update: Uint8Array): { inserted: IdRange[]; deleted: IdRange[] } {
    const { structs, ds } = Y.decodeUpdate(update);
    const inserted: IdRange[] = [];
    const deleted: IdRange[] = [];
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue;
      const { client, clock } = struct.id;
      collect(inserted, client, rangesOf(this.#inserted, client).add(clock, clock + struct.length, seq));
    }
    for (const [client, items] of ds.clients) {
      const ranges = rangesOf(this.#deleted, client);
      for (const { clock, len } of items) collect(deleted, client, ranges.add(clock, clock + len, seq));
    }
    return { inserted, deleted };
  }

  /** The stretches of an item that came with one row each, in order; `end` is an offset into the item. */
  birthsOf(item: Y.Item): { end: number; born: number }[] {
    const births: { end: number; born: number }[] = [];
    const ranges = this.#inserted.get(item.id.client);
    for (let offset = 0; offset < item.length; ) {
      const { seq, end } = ranges?.at(item.id.clock + offset) ?? { seq: never, end: never };
      offset = Math.min(item.length, end - item.id.clock);
      births.push({ end: offset, born: seq });
    }
    return births;
  }

  bornAt(item: Y.Item, offset = 0): number {
    return this.#inserted.get(item.id.client)?.at(item.id.clock + offset).seq ?? never;
  }

  /**
   * With whom a stretch came and went, whatever the order: rows that were written at the same time may name a death
   * before the birth.
   * @param offset clocks into the item
   */
  lifeOf(item: Y.Item, offset = 0): Life {
    const clock = item.id.clock + offset;
    const born = this.#inserted.get(item.id.client)?.at(clock) ?? { seq: never, end: never };
    let end = Math.min(born.end, item.id.clock + item.length);
    let died = never;
    if (item.deleted) {
      const stated = this.#deleted.get(item.id.client)?.at(clock) ?? { seq: never, end: never };
      end = Math.min(end, stated.end);
      died = stated.seq === never ? this.#inferDeath(item, offset, born.seq) : stated.seq;
    }
    return { born: born.seq, died, length: end - clock };
  }

  /**
   * What a map's key held, from its last value back; of values that came with one row, the last.
   * @param last what Yjs keeps at the key
   */
  *entriesOf(last: Y.Item | null | undefined): Generator<MapEntry, undefined> {
    let overwritten = never;
    for (let item = last ?? null; item; item = item.left) {
      for (const { end, born } of this.birthsOf(item).reverse()) {
        const offset = end - 1;
        yield { item, offset, born, died: this.#deathOfEntry(item, offset, born, overwritten) };
        overwritten = Math.min(overwritten, born);
      }
    }
  }

  /** @param overwritten the seq at which the key first had a later value */
  #deathOfEntry(item: Y.Item, offset: number, born: number, overwritten: number): number {
    if (!item.deleted) return never;
    const stated = this.#deleted.get(item.id.client)?.at(item.id.clock + offset).seq ?? never;
    if (stated === never && overwritten === never) return this.#inferDeath(item, offset, born);
    return Math.min(stated, Math.max(born, overwritten));
  }

  /** Deletions that no row states: an overwritten field, a child of a removed parent. */
  #inferDeath(item: Y.Item, offset: number, born: number): number {
    const overwritten = this.#overwrittenAt(item, offset);
    if (overwritten !== never) return Math.max(born, overwritten);
    let death = born;
    for (let parent = parentOf(item); parent?.deleted; parent = parentOf(parent)) {
      const stated = this.#deleted.get(parent.id.client)?.at(parent.id.clock).seq ?? never;
      if (stated !== never) return stated;
      death = this.bornAt(parent);
      const replaced = this.#overwrittenAt(parent, 0);
      if (replaced !== never) return Math.max(death, replaced);
    }
    return death;
  }

  /** When a key first had a later value than this one. */
  #overwrittenAt(item: Y.Item, offset: number): number {
    if (item.parentSub === null) return never;
    // Yjs joins values of a key that followed each other into one item: the next may be inside it.
    let overwritten = offset === item.length - 1 ? never : this.bornAt(item, offset + 1);
    for (let later = item.right; later; later = later.right) overwritten = Math.min(overwritten, this.bornAt(later));
    return overwritten;
  }
}

const parentOf = (item: Y.Item) => (item.parent as Y.AbstractType<unknown>)._item;

function rangesOf(byClient: Map<number, SeqRanges>, client: number): SeqRanges {
  let ranges = byClient.get(client);
  if (!ranges) {
    ranges = new SeqRanges();
    byClient.set(client, ranges);
  }
  return ranges;
}

function collect(into: IdRange[], client: number, ranges: readonly [number, number][]): void {
  for (const [start, end] of ranges) into.push({ client, start, end });
}
