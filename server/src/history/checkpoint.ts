/**
 * A plan's history as bytes (rule H1): its document with all that was deleted, and its index. Stored so that the next
 * process need not read the whole log; whatever is wrong with it, the log makes it again.
 */
import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Author } from '@longtable/shared/history';
import type { ElementId } from '@longtable/shared/ids';
import { planRoots } from '@longtable/shared/plan/document';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { Attribution } from './attribution.ts';
import { readNumbers, writeNumbers } from './number-columns.ts';
import { Origins } from './origins.ts';
import type { Place } from './places.ts';
import { type HistoryRow, PlanHistory } from './plan-history.ts';

/** Grows with each change of what is written below, or of what is found out from the log. */
const formatVersion = 2;
const hows: readonly Place['how'][] = ['added', 'removed', 'changed', 'reshaped'];

/** @param history all of whose rows are placed */
export function writeCheckpoint(history: PlanHistory): Uint8Array {
  const { doc, attribution, origins, rows, damagedRows, bytes } = history.parts;
  const packed = zstdCompressSync(
    encoding.encode((out) => {
      encoding.writeVarUint8Array(out, Y.encodeStateAsUpdate(doc));
      attribution.write(out);
      origins.write(out);
      encoding.writeVarUint(out, damagedRows.length);
      for (const seq of damagedRows) encoding.writeVarUint(out, seq);
      encoding.writeVarUint(out, bytes);
      writeRows(out, rows);
    }),
  );
  return encoding.encode((out) => {
    encoding.writeUint8(out, formatVersion);
    encoding.writeUint32(out, crc32(packed));
    encoding.writeUint8Array(out, packed);
  });
}

/** @returns null for one of another format @throws when the bytes are damaged */
export function readCheckpoint(bytes: Uint8Array): PlanHistory | null {
  const header = decoding.createDecoder(bytes);
  if (decoding.readUint8(header) !== formatVersion) return null;
  const sum = decoding.readUint32(header);
  const packed = decoding.readTailAsUint8Array(header);
  if (crc32(packed) !== sum) throw new Error('The checkpoint is damaged.');
  const decoder = decoding.createDecoder(new Uint8Array(zstdDecompressSync(packed)));
  const doc = new Y.Doc({ gc: false });
  for (const root of planRoots) doc.getMap(root);
  Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
  const attribution = Attribution.read(decoder);
  const origins = Origins.read(decoder);
  const damagedRows = Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint(decoder));
  const size = decoding.readVarUint(decoder);
  return new PlanHistory({ doc, attribution, origins, damagedRows, bytes: size, rows: readRows(decoder) });
}

/** Each distinct value once, in the order in which it came first. */
class Distinct<T> {
  readonly values: T[] = [];
  readonly #indexes = new Map<T, number>();

  indexOf(value: T): number {
    const known = this.#indexes.get(value);
    if (known !== undefined) return known;
    this.values.push(value);
    this.#indexes.set(value, this.values.length - 1);
    return this.values.length - 1;
  }
}

function writeRows(out: encoding.Encoder, rows: readonly HistoryRow[]): void {
  const authors = new Distinct<Author>();
  const sessions = new Distinct<string>();
  const intents = new Distinct<string>();
  const places = new Distinct<readonly Place[]>();
  const restored: [number, HistoryRow['restored']][] = [];
  const columns: number[][] = Array.from({ length: columnCount }, () => []);
  for (const [index, row] of rows.entries()) {
    if (row.restored) restored.push([index, row.restored]);
    const day = Math.floor(row.at / msPerDay);
    const numbers = [
      row.seq,
      row.before,
      row.boundary,
      day,
      row.at - day * msPerDay,
      authors.indexOf(row.author),
      sessions.indexOf(row.session),
      row.intent === null ? 0 : 1 + intents.indexOf(row.intent),
      places.indexOf(row.places),
    ];
    for (const [column, number] of numbers.entries()) (columns[column] as number[]).push(number);
  }
  for (const list of [authors.values, sessions.values, intents.values, restored]) {
    encoding.writeVarString(out, JSON.stringify(list));
  }
  writePlaces(out, places.values);
  for (const column of columns) writeNumbers(out, column);
}

/** Of a row: what `writeRows` writes of it as a number. */
const columnCount = 9;
const msPerDay = 86_400_000;

function readRows(decoder: decoding.Decoder): HistoryRow[] {
  const authors = readJson<Author>(decoder);
  const sessions = readJson<string>(decoder);
  const intents = readJson<string>(decoder);
  const restored = new Map(readJson<[number, HistoryRow['restored']]>(decoder));
  const places = readPlaces(decoder);
  const columns = Array.from({ length: columnCount }, () => readNumbers(decoder));
  const [seqs = none] = columns;
  const rows: HistoryRow[] = [];
  for (let index = 0; index < seqs.length; index++) {
    const at = (column: number) => (columns[column] as Uint32Array)[index] as number;
    rows.push({
      seq: at(0),
      before: at(1),
      boundary: at(2),
      at: at(3) * msPerDay + at(4),
      author: authors[at(5)] as Author,
      session: sessions[at(6)] as string,
      intent: intents[at(7) - 1] ?? null,
      places: places[at(8)] as readonly Place[],
      restored: restored.get(index) ?? null,
    });
  }
  return rows;
}

const none = new Uint32Array();

function writePlaces(out: encoding.Encoder, lists: readonly (readonly Place[])[]): void {
  encoding.writeVarUint(out, lists.length);
  for (const list of lists) {
    encoding.writeVarUint(out, list.length);
    for (const { element, how, field } of list) {
      encoding.writeVarString(out, element ?? '');
      encoding.writeVarUint(out, hows.indexOf(how));
      encoding.writeVarString(out, field);
    }
  }
}

function readPlaces(decoder: decoding.Decoder): (readonly Place[])[] {
  return Array.from({ length: decoding.readVarUint(decoder) }, () =>
    Array.from({ length: decoding.readVarUint(decoder) }, (): Place => {
      const element = decoding.readVarString(decoder);
      const how = hows[decoding.readVarUint(decoder)] as Place['how'];
      const field = decoding.readVarString(decoder);
      return { element: element === '' ? null : (element as ElementId), how, field };
    }),
  );
}

const readJson = <T>(decoder: decoding.Decoder) => JSON.parse(decoding.readVarString(decoder)) as T[];
