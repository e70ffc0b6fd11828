/**
 * One plan's history in memory (rule H1): a document that keeps what was deleted, the attribution of every
 * character, and who stored each row. Grows by rows of the log; knows no database.
 */
import type { Author } from '@longtable/shared/history';
import type { ActorId, ElementId } from '@longtable/shared/ids';
import { planRoots } from '@longtable/shared/plan/document';
import * as Y from 'yjs';
import type { Actor, LogRow } from '../store/plan-store.ts';
import { findStruct } from '../updates/find-struct.ts';
import { Attribution, type IdRange, type MapEntry, never } from './attribution.ts';
import { BadRange, UnknownSeq } from './history-errors.ts';
import { type Place, placesOf } from './places.ts';

/** What history reads of any Yjs type: its keys, and its children in order. */
export interface HistoryNode {
  readonly _map: ReadonlyMap<string, Y.Item>;
  readonly _start: Y.Item | null;
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
  intent: string | null;
  update: Uint8Array;
  inserted: IdRange[];
  deleted: IdRange[];
}

/** What memory knows of a row besides its update, roughly. */
const bytesPerRow = 256;

export class PlanHistory {
  readonly doc = new Y.Doc({ gc: false });
  readonly attribution = new Attribution();
  readonly #rows: HistoryRow[] = [];
  readonly #authors = new Map<string, Author>();
  readonly #places = new Map<HistoryRow, readonly Place[]>();
  /** Most rows touch the same place as the one before: kept once each. */
  readonly #samePlaces = new Map<string, readonly Place[]>();
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
        const { seq, boundary, at, session, intent, update } = row;
        const last = this.#rows.at(-1);
        const before = last?.boundary === boundary ? last.before : (last?.boundary ?? 0);
        const ranges = this.attribution.add(seq, update);
        this.#rows.push({ seq, before, boundary, at, session, author, intent, update, ...ranges });
        this.#bytes += update.byteLength + bytesPerRow;
      }
    });
  }

  /** The seq of the last row. */
  get head(): number {
    return this.#rows.at(-1)?.seq ?? 0;
  }

  /** Bytes of its log and of its index; memory is a small multiple. */
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

  /** Rows with `after < seq <= upTo`. */
  rowsAfter(after: number, upTo: number): HistoryRow[] {
    return this.#rows.slice(this.#countUpTo(after), this.#countUpTo(upTo));
  }

  /** The places that a row touched. Ask once all rows up to its boundary are here; they never change after that. */
  placesOf(row: HistoryRow): readonly Place[] {
    const known = this.#places.get(row);
    if (known) return known;
    const found = placesOf(this, row);
    const key = found.map(({ element, how, field }) => `${element} ${how} ${field}`).join('\n');
    const places = this.#samePlaces.get(key) ?? found;
    this.#samePlaces.set(key, places);
    this.#places.set(row, places);
    return places;
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
    for (let index = findStruct(structs, start); index < structs.length; index++) {
      const struct = structs[index] as Y.Item | Y.GC;
      if (struct.id.clock >= end) break;
      if (struct instanceof Y.Item) items.push(struct);
    }
    return items;
  }

  /** What a map's key held, from its last value back. */
  entriesOf(map: HistoryNode, key: string): Generator<MapEntry, undefined> {
    return this.attribution.entriesOf(map._map.get(key));
  }

  /** The last entry that a key was given by `seq`, gone or not. */
  lastEntry(map: HistoryNode, key: string, seq: number): MapEntry | null {
    for (const entry of this.entriesOf(map, key)) if (entry.born <= seq) return entry;
    return null;
  }

  /** What a map's key held at `seq`: the last entry that was there, unless it had been deleted. */
  entryAt(map: HistoryNode, key: string, seq: number): MapEntry | null {
    const last = this.lastEntry(map, key, seq);
    return last && last.died > seq ? last : null;
  }

  /** The same, but what went with its map, at `diedAt`, still counts: what a thing was when it was last seen. */
  entrySeenBy(map: HistoryNode, key: string, seq: number, diedAt: number): MapEntry | null {
    const last = this.lastEntry(map, key, seq);
    return last && (last.died > seq || last.died >= diedAt) ? last : null;
  }

  /** The text of `type` at `seq`, or when it was last seen, if it went with what holds it at `diedAt`. */
  textSeenBy(type: HistoryNode, seq: number, diedAt: number): string {
    let text = '';
    for (let item = type._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentString)) continue;
      for (let offset = 0; offset < item.length; ) {
        const { born, died, length } = this.attribution.lifeOf(item, offset);
        if (born <= seq && (died > seq || died >= diedAt)) text += item.content.str.slice(offset, offset + length);
        offset += length;
      }
    }
    return text;
  }

  /** The title of an element by `seq`, its last one where it was gone by then; empty when there was no such element. */
  titleSeenBy(id: ElementId, seq: number): string {
    const element = this.lastEntry(this.doc.getMap('elements'), id, seq);
    const content = element?.item.content;
    return element && content instanceof Y.ContentType ? this.titleOf(content.type, seq, element.died) : '';
  }

  /** The kind of an element by `seq`, its last one where it was gone by then; null when there was no such element. */
  kindSeenBy(id: ElementId, seq: number): string | null {
    const element = this.lastEntry(this.doc.getMap('elements'), id, seq);
    const content = element?.item.content;
    if (!element || !(content instanceof Y.ContentType)) return null;
    const kind = valueOfEntry(this.entrySeenBy(content.type, 'kind', seq, element.died));
    return typeof kind === 'string' ? kind : null;
  }

  /** The title of an element or of the plan, which went at `diedAt`. */
  titleOf(map: HistoryNode, seq: number, diedAt = never): string {
    const title = this.entrySeenBy(map, 'title', seq, diedAt);
    const content = title?.item.content;
    return content instanceof Y.ContentType ? this.textSeenBy(content.type, seq, diedAt) : '';
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
