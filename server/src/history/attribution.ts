/**
 * Which row of the log first carried each character, and which first deleted it (rule H2). Yjs ids are
 * (client, clock); per client a sorted list of clock ranges says the seq. First writer wins.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { readNumbers, writeNumbers } from './number-columns.ts';

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

/** Ranges that are moved at most when one is put between them. */
const rangesPerPage = 1_024;

/** Sorted, disjoint clock ranges of one client, in pages. */
class SeqRanges {
  readonly #pages: SeqRange[][] = [[]];
  /** Where the last answer was found: whoever reads a text asks for what comes next. */
  #page = 0;
  #index = 0;

  /** @returns the parts of [start, end) that no earlier row had */
  add(start: number, end: number, seq: number): [number, number][] {
    const added: [number, number][] = [];
    for (let from = start; from < end; ) {
      const { page, index } = this.#firstEndingAfter(from);
      const ranges = this.#pages[page] as SeqRange[];
      const range = ranges[index];
      if (range && range.start <= from) {
        from = range.end;
        continue;
      }
      const to = range ? Math.min(end, range.start) : end;
      added.push([from, to]);
      const before = ranges[index - 1];
      if (before && before.end === from && before.seq === seq) before.end = to;
      else this.#insert(page, index, { start: from, end: to, seq });
      from = to;
    }
    return added;
  }

  at(clock: number): Readonly<SeqUntil> {
    const near = this.#near(clock);
    if (near) return near;
    const { page, index } = this.#firstEndingAfter(clock);
    const range = this.#pages[page]?.[index];
    if (!range) return nothingLeft;
    this.#page = page;
    this.#index = index;
    return range.start > clock ? { seq: never, end: range.start } : range;
  }

  *[Symbol.iterator](): Generator<Readonly<SeqRange>> {
    for (const ranges of this.#pages) yield* ranges;
  }

  copy(): SeqRanges {
    const copy = new SeqRanges();
    copy.#pages.splice(
      0,
      1,
      ...this.#pages.map((ranges) => ranges.map(({ start, end, seq }) => ({ start, end, seq }))),
    );
    return copy;
  }

  /** Puts a range behind all others. */
  push(range: SeqRange): void {
    const last = this.#pages.at(-1) as SeqRange[];
    if (last.length < rangesPerPage) last.push(range);
    else this.#pages.push([range]);
  }

  /** In the range that was found last, or right behind it. */
  #near(clock: number): Readonly<SeqUntil> | null {
    const ranges = this.#pages[this.#page];
    const last = ranges?.[this.#index];
    if (!last || clock < last.start) return null;
    if (clock < last.end) return last;
    const next = ranges?.[this.#index + 1];
    if (!next || clock >= next.end) return null;
    if (clock < next.start) return { seq: never, end: next.start };
    this.#index++;
    return next;
  }

  #insert(page: number, index: number, range: SeqRange): void {
    const ranges = this.#pages[page] as SeqRange[];
    ranges.splice(index, 0, range);
    if (ranges.length > rangesPerPage) this.#pages.splice(page + 1, 0, ranges.splice(rangesPerPage / 2));
  }

  /** Where it is, or where it would be: at the end of the last page. */
  #firstEndingAfter(clock: number): { page: number; index: number } {
    const endsBefore = (range: SeqRange | undefined) => range !== undefined && range.end <= clock;
    const page = Math.min(
      this.#pages.length - 1,
      countWhile(this.#pages, (ranges) => endsBefore(ranges.at(-1))),
    );
    return { page, index: countWhile(this.#pages[page] as SeqRange[], endsBefore) };
  }
}

const nothingLeft: Readonly<SeqUntil> = { seq: never, end: never };

/** How many at the start of a list pass a test that none passes after the first that fails. */
function countWhile<T>(list: readonly T[], passes: (one: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(list[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
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
  readonly #inserted: Map<number, SeqRanges>;
  readonly #deleted: Map<number, SeqRanges>;
  /** Of types at a key: the first birth among what follows them there. */
  readonly #firstAfter = new WeakMap<Y.Item, number>();

  constructor(inserted = new Map<number, SeqRanges>(), deleted = new Map<number, SeqRanges>()) {
    this.#inserted = inserted;
    this.#deleted = deleted;
  }

  /** For a copy of the document, to which something is added that this one must not know of. */
  copy(): Attribution {
    const copyOf = (byClient: ReadonlyMap<number, SeqRanges>) =>
      new Map([...byClient].map(([client, ranges]) => [client, ranges.copy()]));
    return new Attribution(copyOf(this.#inserted), copyOf(this.#deleted));
  }

  write(out: encoding.Encoder): void {
    for (const byClient of [this.#inserted, this.#deleted]) {
      encoding.writeVarUint(out, byClient.size);
      for (const [client, ranges] of byClient) {
        encoding.writeVarUint(out, client);
        writeNumbers(
          out,
          [...ranges].flatMap(({ start, end, seq }) => [start, end, seq]),
          3,
        );
      }
    }
  }

  /** @throws when the bytes are no attribution */
  static read(decoder: decoding.Decoder): Attribution {
    const [inserted, deleted] = [readRanges(decoder), readRanges(decoder)];
    return new Attribution(inserted, deleted);
  }

  /** How far each client id had come by `seq`, and what was stated as deleted by then. */
  snapshotAt(seq: number): Y.Snapshot {
    const clocks = new Map<number, number>();
    for (const [client, ranges] of this.#inserted) {
      let next = 0;
      for (const range of ranges) {
        if (range.seq > seq || range.start !== next) break;
        next = range.end;
      }
      if (next > 0) clocks.set(client, next);
    }
    const deleted = Y.createDeleteSet();
    for (const [client, ranges] of this.#deleted) {
      const known = clocks.get(client) ?? 0;
      const items: { clock: number; len: number }[] = [];
      for (const { start, end, seq: died } of ranges) {
        if (died <= seq && start < known) items.push({ clock: start, len: Math.min(end, known) - start });
      }
      if (items.length > 0) deleted.clients.set(client, items as never);
    }
    return Y.createSnapshot(deleted, clocks);
  }

  /** Takes in one row. Rows must come in the order of the log. @throws when the update can't be read */
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

  /** The seq with which a character came, whether its item is known or not. */
  bornOf(client: number, clock: number): Readonly<SeqUntil> {
    return this.#inserted.get(client)?.at(clock) ?? nothingLeft;
  }

  /** The stretches of an item that came with one row each, in order; `end` is an offset into the item. */
  birthsOf(item: Y.Item): { end: number; born: number }[] {
    const births: { end: number; born: number }[] = [];
    const ranges = this.#inserted.get(item.id.client);
    for (let offset = 0; offset < item.length; ) {
      const { seq, end } = ranges?.at(item.id.clock + offset) ?? nothingLeft;
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
    const born = this.#inserted.get(item.id.client)?.at(clock) ?? nothingLeft;
    let end = Math.min(born.end, item.id.clock + item.length);
    let died = never;
    if (item.deleted) {
      const stated = this.#deleted.get(item.id.client)?.at(clock) ?? nothingLeft;
      end = Math.min(end, stated.end);
      died = stated.seq === never ? this.#inferDeath(item, offset, born.seq) : stated.seq;
    }
    return { born: born.seq, died, length: end - clock };
  }

  /** The same, but gone with what holds it at the latest. */
  seenLifeOf(item: Y.Item, offset = 0): Life {
    const life = this.lifeOf(item, offset);
    let { died } = life;
    for (let parent = parentOf(item); parent; parent = parentOf(parent))
      died = Math.min(died, this.lifeOf(parent).died);
    return { ...life, died };
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
    const within = offset === item.length - 1 ? never : this.bornAt(item, offset + 1);
    return Math.min(within, this.#firstBornAfter(item));
  }

  /** The first birth among what follows at the same key. */
  #firstBornAfter(item: Y.Item): number {
    const walked: Y.Item[] = [];
    let first = never;
    for (let later: Y.Item | null = item; later; later = later.right) {
      const known = this.#firstAfter.get(later);
      if (known !== undefined) {
        first = later === item ? known : Math.min(known, this.bornAt(later));
        break;
      }
      walked.push(later);
    }
    if (walked.length === 0) return first;
    for (const later of walked.reverse()) {
      // What comes later is born later: what is known stays so. Plain values may still be joined into one item.
      if (first !== never && later.content instanceof Y.ContentType) this.#firstAfter.set(later, first);
      if (later !== item) first = Math.min(first, this.bornAt(later));
    }
    return first;
  }
}

const parentOf = (item: Y.Item) => (item.parent as Y.AbstractType<unknown>)._item;

function readRanges(decoder: decoding.Decoder): Map<number, SeqRanges> {
  const byClient = new Map<number, SeqRanges>();
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = decoding.readVarUint(decoder);
    const ranges = rangesOf(byClient, client);
    const numbers = readNumbers(decoder, 3);
    for (let index = 0; index < numbers.length; index += 3) {
      ranges.push({
        start: numbers[index] as number,
        end: numbers[index + 1] as number,
        seq: numbers[index + 2] as number,
      });
    }
  }
  return byClient;
}

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
