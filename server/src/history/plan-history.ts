/**
 * One plan's history in memory (rule H1): a document that keeps what was deleted, the attribution of every
 * character, and who stored each row. Grows by rows of the log; knows no database.
 */
import type { Author } from '@longtable/shared/history';
import type { ActorId, ElementId } from '@longtable/shared/ids';
import { planRoots } from '@longtable/shared/plan/document';
import * as Y from 'yjs';
import type { Actor, LogRow } from '../store/plan-store.ts';
import { Attribution, type IdRange } from './attribution.ts';
import { BadRange, UnknownSeq } from './history-errors.ts';

/** What history reads of any Yjs type: its keys, and its children in order. */
export interface HistoryNode {
  readonly _map: ReadonlyMap<string, Y.Item>;
  readonly _start: Y.Item | null;
}

/** One value that a map's key held. `offset` is clocks into `item`, which may hold several. */
export interface MapEntry {
  item: Y.Item;
  offset: number;
  born: number;
  died: number;
}

export function valueOfEntry(entry: MapEntry | null): unknown {
  return entry?.item.content.getContent()[entry.offset];
}

export interface HistoryRow {
  seq: number;
  /** The plan is whole at these two seqs, the last before this row and the first with it; see `LogRow`. */
  before: number;
  boundary: number;
  at: number;
  session: string;
  author: Author;
  update: Uint8Array;
  inserted: IdRange[];
  deleted: IdRange[];
}

export class PlanHistory {
  readonly doc = new Y.Doc({ gc: false });
  readonly attribution = new Attribution();
  readonly #rows: HistoryRow[] = [];
  readonly #authors = new Map<string, Author>();
  #bytes = 0;

  constructor() {
    for (const root of planRoots) this.doc.getMap(root);
  }

  /** Takes in the next rows of the log, with the actors who stored them. */
  add(rows: readonly LogRow[], actors: readonly Actor[]): void {
    const names = new Map(actors.map(({ id, name }) => [id, name]));
    this.doc.transact(() => {
      for (const row of rows) {
        if (row.seq <= this.head) throw new Error(`Row ${row.seq} can't follow row ${this.head}.`);
        Y.applyUpdate(this.doc, row.update);
        const author = this.#author(row.actor, row.onBehalfOf, names.get(row.actor) ?? '');
        const { seq, boundary, at, session, update } = row;
        const last = this.#rows.at(-1);
        const before = last?.boundary === boundary ? last.before : (last?.boundary ?? 0);
        this.#rows.push({ seq, before, boundary, at, session, author, update, ...this.attribution.add(seq, update) });
        this.#bytes += update.byteLength;
      }
    });
  }

  /** The seq of the last row. */
  get head(): number {
    return this.#rows.at(-1)?.seq ?? 0;
  }

  /** Bytes of its log; memory is a small multiple. */
  get bytes(): number {
    return this.#bytes;
  }

  get rows(): readonly HistoryRow[] {
    return this.#rows;
  }

  getRow(seq: number): HistoryRow {
    const row = this.#rows[this.#countUpTo(seq) - 1];
    if (row?.seq !== seq) throw this.#unknown(seq);
    return row;
  }

  /** Rows with at most this seq. */
  rowsUpTo(seq: number): HistoryRow[] {
    return this.#rows.slice(0, this.#countUpTo(seq));
  }

  /**
   * The first seq at or after this one at which the plan is whole: what several people wrote within the same second
   * can't be told apart as states of the plan, only as their changes. @throws UnknownSeq
   */
  settledAt(seq: number): number {
    if (seq > this.head) throw this.#unknown(seq);
    return seq === 0 ? 0 : (this.#rows[this.#countUpTo(seq - 1)] as HistoryRow).boundary;
  }

  /** Both ends settled. @throws UnknownSeq, BadRange */
  settledRange(from: number, to: number): { from: number; to: number } {
    if (from > to) throw new BadRange(`"from" (${from}) must not be later than "to" (${to}).`);
    return { from: this.settledAt(from), to: this.settledAt(to) };
  }

  #unknown(seq: number): UnknownSeq {
    return new UnknownSeq(`This plan has no change ${seq}; its last is ${this.head}.`);
  }

  /** How many rows have at most this seq. */
  #countUpTo(seq: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] as HistoryRow).seq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The items that hold the ids of `range`, whole or in part. */
  itemsIn({ client, start, end }: IdRange): Y.Item[] {
    const structs = this.doc.store.clients.get(client) ?? [];
    const items: Y.Item[] = [];
    for (let index = findIndex(structs, start); index < structs.length; index++) {
      const struct = structs[index] as Y.Item | Y.GC;
      if (struct.id.clock >= end) break;
      if (struct instanceof Y.Item) items.push(struct);
    }
    return items;
  }

  /** What a map's key held at `seq`: the last entry that was there, unless it had been deleted. */
  entryAt(map: HistoryNode, key: string, seq: number): MapEntry | null {
    const last = this.#lastEntry(map, key, seq);
    return last && last.died > seq ? last : null;
  }

  /** When the last entry that a key had by `seq` was deleted; Infinity when it was not. */
  lastDeathOf(map: HistoryNode, key: string, seq: number): number {
    return this.#lastEntry(map, key, seq)?.died ?? Number.POSITIVE_INFINITY;
  }

  /** The last entry that a key was given by `seq`, gone or not. */
  #lastEntry(map: HistoryNode, key: string, seq: number): MapEntry | null {
    for (let item: Y.Item | null = map._map.get(key) ?? null; item; item = item.left) {
      // Yjs joins values that followed each other into one item; of those that came together the last counts.
      const birth = this.attribution.birthsOf(item).findLast(({ born }) => born <= seq);
      if (!birth) continue;
      const offset = birth.end - 1;
      const { born, died } = this.attribution.lifeOf(item, offset);
      return { item, offset, born, died };
    }
    return null;
  }

  /** The text of `type` at `seq`. */
  textAt(type: HistoryNode, seq: number): string {
    let text = '';
    for (let item = type._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      for (let offset = 0; offset < item.length; ) {
        const life = this.attribution.lifeOf(item, offset);
        if (life.born <= seq && life.died > seq) text += item.content.str.slice(offset, offset + life.length);
        offset += life.length;
      }
    }
    return text;
  }

  /** An element's title at `seq`, empty when there was no such element. */
  titleAt(id: ElementId, seq: number): string {
    const element = this.entryAt(this.doc.getMap('elements'), id, seq)?.item.content;
    return element instanceof Y.ContentType ? this.textOfKeyAt(element.type, 'title', seq) : '';
  }

  /** The Y.Text at a map's key, as it was at `seq`. */
  textOfKeyAt(map: HistoryNode, key: string, seq: number): string {
    const content = this.entryAt(map, key, seq)?.item.content;
    return content instanceof Y.ContentType ? this.textAt(content.type, seq) : '';
  }

  #author(id: ActorId, organisation: string | null, name: string): Author {
    const key = `${id} ${organisation ?? ''}`;
    const known = this.#authors.get(key);
    if (known) return known;
    const author = { id, name, organisation };
    this.#authors.set(key, author);
    return author;
  }
}

/** Index of the struct that holds `clock`, or of the first after it. */
function findIndex(structs: readonly { id: Y.ID; length: number }[], clock: number): number {
  let low = 0;
  let high = structs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle] as { id: Y.ID; length: number };
    if (struct.id.clock + struct.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
