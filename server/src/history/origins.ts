/**
 * Where characters came from that were written anew though somebody had written them before (rules H2 and H5): brought
 * back by a restore, or carried along when a block was split, joined or moved. A character and all its copies are one.
 */
import { type Decoder, readVarUint } from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** A character of the document, as Yjs names it. */
export interface CharacterId {
  client: number;
  clock: number;
}

/** So many characters from one place on are the same as those from another. */
export interface Copied {
  from: CharacterId;
  to: CharacterId;
  length: number;
}

/** "restored" is somebody's act; what is "carried" stayed with its block. */
export type CopyKind = 'restored' | 'carried';

interface CopyRange {
  start: number;
  end: number;
  /** The first character at the other side. */
  other: CharacterId;
  kind: CopyKind;
}

/** The characters that are one, and for how many from here on that holds. */
export interface Copies {
  ids: CharacterId[];
  length: number;
}

export class Origins {
  /** By the client of the copy. */
  readonly #sources = new Map<number, CopyRange[]>();
  /** By the client of what was copied; a character may have been copied several times, each in a layer of its own. */
  readonly #copies = new Map<number, CopyRange[][]>();
  readonly #all: [CopyKind, Copied][] = [];

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  add(kind: CopyKind, copied: readonly Copied[]): void {
    for (const { from, to, length } of copied) {
      if (length <= 0) continue;
      const target = { start: to.clock, end: to.clock + length, other: from, kind };
      // Ids are given once: whoever says of a copy that it is one of something else comes too late.
      if (!insertDisjoint(listOf(this.#sources, to.client), target)) continue;
      const layers = listOf(this.#copies, from.client);
      const range = { start: from.clock, end: from.clock + length, other: to, kind };
      if (!layers.some((layer) => insertDisjoint(layer, range))) layers.push([range]);
      this.#all.push([kind, { from, to, length }]);
    }
  }

  /** Whether anything is known of what this client wrote. */
  concerns(client: number): boolean {
    return this.#sources.has(client) || this.#copies.has(client);
  }

  /** What a character is a copy of, or null; holds for the next `length` of them, `most` at most. */
  sourceOf({ client, clock }: CharacterId, most: number): { id: CharacterId; kind: CopyKind; length: number } | null {
    const ranges = this.#sources.get(client);
    const range = ranges && findRange(ranges, clock);
    if (!range || range.start > clock) return null;
    return {
      id: { client: range.other.client, clock: range.other.clock + clock - range.start },
      kind: range.kind,
      length: Math.min(most, range.end - clock),
    };
  }

  /** From a character on: of how many the next answer of `sourceOf` is the same, also that there is none. */
  lengthAt({ client, clock }: CharacterId, most: number): number {
    const ranges = this.#sources.get(client);
    const range = ranges && findRange(ranges, clock);
    if (!range) return most;
    return Math.min(most, (range.start > clock ? range.start : range.end) - clock);
  }

  /** All that are one with a character, itself first. */
  copiesOf(id: CharacterId, most: number): Copies {
    const ids: CharacterId[] = [];
    let length = most;
    const seen = new Set<string>();
    const visit = (next: CharacterId): void => {
      const key = `${next.client} ${next.clock}`;
      if (seen.has(key)) return;
      seen.add(key);
      ids.push(next);
      for (const ranges of [this.#sources.get(next.client) ?? [], ...(this.#copies.get(next.client) ?? [])]) {
        const range = findRange(ranges, next.clock);
        if (!range) continue;
        length = Math.min(length, (range.start > next.clock ? range.start : range.end) - next.clock);
        if (range.start <= next.clock)
          visit({ client: range.other.client, clock: range.other.clock + next.clock - range.start });
      }
    };
    visit(id);
    return { ids, length };
  }

  copy(): Origins {
    const copy = new Origins();
    for (const [kind, copied] of this.#all) copy.add(kind, [copied]);
    return copy;
  }

  write(out: encoding.Encoder): void {
    for (const kind of ['restored', 'carried'] as const) {
      writeCopied(
        out,
        this.#all.filter(([of]) => of === kind).map(([, copied]) => copied),
      );
    }
  }

  static read(decoder: Decoder): Origins {
    const origins = new Origins();
    for (const kind of ['restored', 'carried'] as const) origins.add(kind, readCopied(decoder));
    return origins;
  }
}

export function writeCopied(out: encoding.Encoder, copied: readonly Copied[]): void {
  encoding.writeVarUint(out, copied.length);
  for (const { from, to, length } of copied) {
    for (const number of [from.client, from.clock, to.client, to.clock, length]) encoding.writeVarUint(out, number);
  }
}

export function readCopied(decoder: Decoder): Copied[] {
  return Array.from({ length: readVarUint(decoder) }, () => {
    const from = { client: readVarUint(decoder), clock: readVarUint(decoder) };
    const to = { client: readVarUint(decoder), clock: readVarUint(decoder) };
    return { from, to, length: readVarUint(decoder) };
  });
}

/** Joins what goes on where the one before it ends. */
export function addCopied(into: Copied[], next: Copied): void {
  const last = into.at(-1);
  const goesOn =
    last !== undefined &&
    last.from.client === next.from.client &&
    last.to.client === next.to.client &&
    last.from.clock + last.length === next.from.clock &&
    last.to.clock + last.length === next.to.clock;
  if (goesOn) last.length += next.length;
  else into.push({ ...next });
}

function listOf<T>(byClient: Map<number, T[]>, client: number): T[] {
  let list = byClient.get(client);
  if (!list) {
    list = [];
    byClient.set(client, list);
  }
  return list;
}

/** The range that holds `clock`, or the first after it. */
function findRange(ranges: readonly CopyRange[], clock: number): CopyRange | undefined {
  return ranges[indexOfRange(ranges, clock)];
}

function indexOfRange(ranges: readonly CopyRange[], clock: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as CopyRange).end <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @returns false when part of it is taken */
function insertDisjoint(ranges: CopyRange[], range: CopyRange): boolean {
  const index = indexOfRange(ranges, range.start);
  const next = ranges[index];
  if (next && next.start < range.end) return false;
  ranges.splice(index, 0, range);
  return true;
}
