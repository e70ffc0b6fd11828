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
import { Origins } from './origins.ts';
import type { Place } from './places.ts';
import { type HistoryRow, PlanHistory } from './plan-history.ts';

/** Grows with each change of what is written below, or of what is found out from the log. */
const formatVersion = 1;
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
  const body = encoding.encode((into) => {
    encoding.writeVarUint(into, rows.length);
    let [seq, at] = [0, 0];
    for (const row of rows) {
      encoding.writeVarUint(into, row.seq - seq);
      encoding.writeVarUint(into, row.seq - row.before);
      encoding.writeVarUint(into, row.boundary - row.seq);
      encoding.writeVarInt(into, row.at - at);
      encoding.writeVarUint(into, authors.indexOf(row.author));
      encoding.writeVarUint(into, sessions.indexOf(row.session));
      encoding.writeVarUint(into, row.intent === null ? 0 : 1 + intents.indexOf(row.intent));
      encoding.writeVarUint(into, places.indexOf(row.places));
      encoding.writeVarUint(into, row.restored ? 1 : 0);
      if (row.restored) encoding.writeVarString(into, JSON.stringify(row.restored));
      [seq, at] = [row.seq, row.at];
    }
  });
  for (const list of [authors.values, sessions.values, intents.values]) {
    encoding.writeVarString(out, JSON.stringify(list));
  }
  writePlaces(out, places.values);
  encoding.writeUint8Array(out, body);
}

function readRows(decoder: decoding.Decoder): HistoryRow[] {
  const authors = readJson<Author>(decoder);
  const sessions = readJson<string>(decoder);
  const intents = readJson<string>(decoder);
  const places = readPlaces(decoder);
  const rows: HistoryRow[] = [];
  let [seq, at] = [0, 0];
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    seq += decoding.readVarUint(decoder);
    const before = seq - decoding.readVarUint(decoder);
    const boundary = seq + decoding.readVarUint(decoder);
    at += decoding.readVarInt(decoder);
    const author = authors[decoding.readVarUint(decoder)] as Author;
    const session = sessions[decoding.readVarUint(decoder)] as string;
    const intent = intents[decoding.readVarUint(decoder) - 1] ?? null;
    const touched = places[decoding.readVarUint(decoder)] as readonly Place[];
    const restored = decoding.readVarUint(decoder) === 1 ? JSON.parse(decoding.readVarString(decoder)) : null;
    rows.push({ seq, before, boundary, at, session, author, intent, restored, places: touched });
  }
  return rows;
}

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
