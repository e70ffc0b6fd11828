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
import { findCarried } from './carried-text.ts';
import { BadRange, RowUnfit, UnknownSeq } from './history-errors.ts';
import { type CharacterId, Origins } from './origins.ts';
import { type Place, placesOf } from './places.ts';
import { decodeRestored, type RestoreTarget } from './restored.ts';

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
  /** What it brought back, where it is a restore. */
  restored: RestoreTarget | null;
  /** The places that it touched, each once. Empty until all rows up to its boundary are here. */
  places: readonly Place[];
}

/** A stretch of letters that came with one row and went with one, or stayed. */
export interface Letters {
  client: number;
  clock: number;
  text: string;
  born: number;
  died: number;
}

/** What a row was the first to bring. */
interface RowRanges {
  row: HistoryRow;
  inserted: IdRange[];
  deleted: IdRange[];
}

/** What a history is made of, when it is not made from the log; see `checkpoint.ts`. */
export interface HistoryParts {
  doc: Y.Doc;
  attribution: Attribution;
  origins: Origins;
  rows: HistoryRow[];
  damagedRows: number[];
  bytes: number;
}

const keyOf = (id: ActorId, organisation: string | null) => `${id} ${organisation ?? ''}`;
const nowhere: readonly Place[] = [];

function newDocument(): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  for (const root of planRoots) doc.getMap(root);
  return doc;
}

/** What memory knows of a row besides its update, roughly. */
const bytesPerRow = 256;

export class PlanHistory {
  readonly doc: Y.Doc;
  readonly attribution: Attribution;
  readonly origins: Origins;
  readonly #rows: HistoryRow[];
  readonly #damagedRows: number[];
  readonly #authors = new Map<string, Author>();
  /** Most rows touch the same place as the one before: kept once each. */
  readonly #samePlaces = new Map<string, readonly Place[]>();
  /** Rows whose boundary has yet to come. */
  #unplaced: RowRanges[] = [];
  #bytes: number;

  constructor(parts?: HistoryParts) {
    this.doc = parts?.doc ?? newDocument();
    this.attribution = parts?.attribution ?? new Attribution();
    this.origins = parts?.origins ?? new Origins();
    this.#rows = parts?.rows ?? [];
    this.#damagedRows = parts?.damagedRows ?? [];
    this.#bytes = parts?.bytes ?? 0;
    for (const { author } of this.#rows) this.#authors.set(keyOf(author.id, author.organisation), author);
  }

  /**
   * Takes in the next rows of the log, with the actors who stored them. A row that can't be read is passed over, and
   * named as damaged. @throws RowUnfit where a row can be read and makes no sense: this history is then of no more use
   * @param unfit rows that are known not to fit
   */
  add(rows: readonly LogRow[], actors: readonly Actor[], unfit: ReadonlySet<number> = new Set()): void {
    const names = new Map(actors.map(({ id, name }) => [id, name]));
    this.doc.transact(() => {
      for (const row of rows) {
        if (row.seq <= this.head) throw new Error(`Row ${row.seq} can't follow row ${this.head}.`);
        const ranges = unfit.has(row.seq) ? null : this.#take(row);
        if (!ranges) this.#damagedRows.push(row.seq);
        const author = this.#author(row.actor, row.onBehalfOf, names.get(row.actor) ?? '');
        const { seq, boundary, at, session, intent } = row;
        const last = this.#rows.at(-1);
        const before = last?.boundary === boundary ? last.before : (last?.boundary ?? 0);
        const restored = this.#readRestored(row);
        const known = { seq, before, boundary, at, session, author, intent, restored, places: nowhere };
        this.#rows.push(known);
        if (ranges) this.#unplaced.push({ row: known, ...ranges });
        this.#bytes += row.update.byteLength + bytesPerRow;
      }
    });
    this.#placeRows();
  }

  #take({ seq, update }: LogRow): Omit<RowRanges, 'row'> | null {
    let ranges: Omit<RowRanges, 'row'>;
    try {
      ranges = this.attribution.add(seq, update);
    } catch {
      return null;
    }
    try {
      Y.applyUpdate(this.doc, update);
    } catch (error) {
      throw new RowUnfit(`${seq} ${String(error)}`);
    }
    return ranges;
  }

  #readRestored({ restored }: LogRow): RestoreTarget | null {
    if (!restored) return null;
    try {
      const { copied, ...target } = decodeRestored(restored);
      this.origins.add('restored', copied);
      return target;
    } catch {
      return null;
    }
  }

  /** What rows touched is told once all that they may build on is here. */
  #placeRows(): void {
    const { head } = this;
    const ready = this.#unplaced.findIndex(({ row }) => row.boundary > head);
    const placed = ready < 0 ? this.#unplaced : this.#unplaced.slice(0, ready);
    this.#unplaced = ready < 0 ? [] : this.#unplaced.slice(ready);
    for (const { row, inserted, deleted } of placed) {
      const found = placesOf(this, inserted, deleted);
      const key = found.map(({ element, how, field }) => `${element} ${how} ${field}`).join('\n');
      const places = this.#samePlaces.get(key) ?? found;
      this.#samePlaces.set(key, places);
      row.places = places;
      if (!row.restored) this.origins.add('carried', findCarried(this, row.seq, inserted, deleted));
    }
  }

  /** Rows of the log that could not be read, or build on what is missing: what they hold is not told. */
  get damagedRows(): number[] {
    const waiting = this.doc.store.pendingStructs;
    const structs = waiting ? Y.decodeUpdateV2(waiting.update).structs : [];
    const seqs = structs.map(({ id }) => this.attribution.bornOf(id.client, id.clock).seq);
    return [...new Set([...this.#damagedRows, ...seqs])].filter((seq) => seq !== never).sort((a, b) => a - b);
  }

  /** A document of its own that holds the same, also what was deleted. */
  copyDocument(): Y.Doc {
    const copy = newDocument();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc));
    return copy;
  }

  /** A history with one more change, which is in `doc` already, a copy of this one's document. This one stays as it is. */
  withChange(doc: Y.Doc, row: LogRow, actor: Actor): PlanHistory {
    const next = new PlanHistory({
      doc,
      attribution: this.attribution.copy(),
      origins: this.origins.copy(),
      rows: [...this.#rows],
      damagedRows: [...this.#damagedRows],
      bytes: this.#bytes,
    });
    next.add([row], [actor]);
    return next;
  }

  /** The whole plan as it was at a settled seq, as a document. */
  documentAt(seq: number): Y.Doc {
    return Y.createDocFromSnapshot(this.doc, this.attribution.snapshotAt(seq));
  }

  /** The item that holds a character, and where in it. */
  findCharacter({ client, clock }: CharacterId): { item: Y.Item; offset: number } | null {
    const structs = this.doc.store.clients.get(client) ?? [];
    const item = structs[findStruct(structs, clock)];
    return item instanceof Y.Item && item.id.clock <= clock ? { item, offset: clock - item.id.clock } : null;
  }

  /** The seq of the last row. */
  get head(): number {
    return this.#rows.at(-1)?.seq ?? 0;
  }

  /** What it is made of, to be stored. */
  get parts(): HistoryParts {
    const { doc, attribution, origins } = this;
    return { doc, attribution, origins, rows: this.#rows, damagedRows: this.#damagedRows, bytes: this.#bytes };
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
    return row.places;
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

  /** The keys of a map with their last values, in an order that is the same whatever the document was made from. */
  entriesByAge(map: HistoryNode): [string, Y.Item][] {
    const aged = [...map._map].map(([key, last]) => ({ key, last, born: this.attribution.bornAt(last) }));
    aged.sort((a, b) => a.born - b.born || (a.key < b.key ? -1 : 1));
    return aged.map(({ key, last }) => [key, last]);
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

  /** What a key held at `seq` that holds something itself. */
  typeAt(map: HistoryNode, key: string, seq: number): Y.AbstractType<unknown> | null {
    const content = this.entryAt(map, key, seq)?.item.content;
    return content instanceof Y.ContentType ? content.type : null;
  }

  /** All letters that a type ever held, however deep, in their order. */
  *lettersOf(type: HistoryNode, goneAt = never): Generator<Letters, undefined> {
    for (let item = type._start; item; item = item.right) {
      const { content } = item;
      if (content instanceof Y.ContentType) {
        yield* this.lettersOf(content.type, Math.min(goneAt, this.attribution.lifeOf(item).died));
      }
      if (!(content instanceof Y.ContentString)) continue;
      for (let offset = 0; offset < item.length; ) {
        const { born, died, length } = this.attribution.lifeOf(item, offset);
        const text = content.str.slice(offset, offset + length);
        yield {
          client: item.id.client,
          clock: item.id.clock + offset,
          text,
          born,
          died: Math.min(died, goneAt),
        };
        offset += length;
      }
    }
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
    const key = keyOf(id, organisation);
    const known = this.#authors.get(key);
    if (known) return known;
    const author = { id, name, organisation };
    this.#authors.set(key, author);
    return author;
  }
}
