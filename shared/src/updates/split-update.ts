/**
 * An update that adds more than the server takes at once (rule S1), as several. Each builds only on what the reader has
 * or got with those before, so that nothing has to wait for a later one.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { inOrder } from './dependency-order.ts';
import { IdRanges } from './id-ranges.ts';
import { decodeUpdate, encodeUpdate, type Piece, type Struct } from './update-codec.ts';

export interface PartLimits {
  bytes: number;
  structs: number;
  /** Client ids under which it adds something. */
  writers: number;
  /** Structs that have to be put in order among others, as they do not just follow the one before. */
  placements: number;
}

/** Half of what one update may add, or less: room for what was counted in another way. */
export const partLimits: PartLimits = { bytes: 512 * 1024, structs: 10_000, writers: 128, placements: 1_000 };

/** From this much of a limit on, a part ends where one change ends and another begins. */
const fullShare = 0.75;
/** A text is cut into pieces of at most this share of a part's bytes, counted in UTF-16 units of up to three bytes. */
const textShare = 1 / 16;

/**
 * The update itself where it fits, or where no parts of it could stand alone: something it builds on is left out. The
 * last part states all deletions: they may name what any part brings.
 */
export function splitUpdate(update: Uint8Array, limits: PartLimits = partLimits): Uint8Array[] {
  const { structs, deletions } = decodeUpdate(update);
  const pieces = new Map<number, Piece[]>();
  let unplaced = 0;
  for (const whole of structs) {
    if (whole instanceof Y.Skip) return [update];
    for (const struct of cutText(whole, Math.max(2, limits.bytes * textShare))) {
      const ofClient = pieces.get(struct.id.client);
      if (ofClient) ofClient.push({ struct, offset: 0 });
      else pieces.set(struct.id.client, [{ struct, offset: 0 }]);
      unplaced++;
    }
  }
  let part = new Part(limits);
  const parts = [part];
  for (const piece of inOrder(pieces)) {
    if (part.endsBefore(piece)) {
      part = new Part(limits);
      parts.push(part);
    }
    part.add(piece);
    unplaced--;
  }
  if (parts.length === 1 || unplaced > 0) return [update];
  return parts.map((each) =>
    encodeUpdate({ pieces: each.pieces, deletions: each === part ? deletions : new IdRanges() }),
  );
}

class Part {
  readonly pieces = new Map<number, Piece[]>();
  readonly #limits: PartLimits;
  #size: PartLimits = { bytes: 0, structs: 0, writers: 0, placements: 0 };
  /** Formats that begin in this part and have yet to end. */
  readonly #openFormats = new Set<string>();

  constructor(limits: PartLimits) {
    this.#limits = limits;
  }

  endsBefore(piece: Piece): boolean {
    if (this.pieces.size === 0) return false;
    if (this.#exceeds(this.#sizeWith(piece), 1)) return true;
    return this.#exceeds(this.#size, fullShare) && this.#openFormats.size === 0 && !continuesChange(piece.struct);
  }

  add(piece: Piece): void {
    this.#size = this.#sizeWith(piece);
    const { client } = piece.struct.id;
    const ofClient = this.pieces.get(client);
    if (ofClient) ofClient.push(piece);
    else this.pieces.set(client, [piece]);
    this.#noteFormat(piece.struct);
  }

  #exceeds(size: PartLimits, share: number): boolean {
    return limited.some((key) => size[key] > this.#limits[key] * share);
  }

  #sizeWith(piece: Piece): PartLimits {
    const { bytes, structs, writers, placements } = this.#size;
    const isNew = !this.pieces.has(piece.struct.id.client);
    return {
      bytes: bytes + bytesOf(piece) + (isNew ? clientBytes : 0),
      structs: structs + 1,
      writers: writers + (isNew ? 1 : 0),
      placements: placements + (isPlacement(piece.struct) ? 1 : 0),
    };
  }

  /**
   * Marks come in pairs, around what they format. A document that reads the first without its words takes it for
   * overwritten by the mark that stands next, and deletes it.
   */
  #noteFormat(struct: Struct): void {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentFormat)) return;
    const format = `${struct.id.client} ${struct.content.key}`;
    if (!this.#openFormats.delete(format)) this.#openFormats.add(format);
  }
}

const limited = ['bytes', 'structs', 'writers', 'placements'] as const;
/** A client's id, its first clock and how many structs it has, at most. */
const clientBytes = 20;

function bytesOf({ struct, offset }: Piece): number {
  const encoder = new Y.UpdateEncoderV1();
  struct.write(encoder, offset);
  return encoding.length(encoder.restEncoder);
}

function isPlacement(struct: Struct): boolean {
  if (!(struct instanceof Y.Item)) return false;
  const { origin, id } = struct;
  return origin?.client !== id.client || origin.clock !== id.clock - 1;
}

/** Whether a struct names its parent: so do the first words and the fields of what the same change has just made. */
function continuesChange(struct: Struct): boolean {
  if (!(struct instanceof Y.Item)) return false;
  const parent: unknown = struct.parent;
  return parent instanceof Y.ID;
}

/** A long text as several that follow each other, as Yjs splits one that somebody writes into. */
function cutText(struct: Struct, maxLength: number): Struct[] {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return [struct];
  const { id, rightOrigin, parent, parentSub } = struct;
  const { str } = struct.content;
  if (str.length <= maxLength) return [struct];
  const cut: Y.Item[] = [];
  for (let start = 0, end = 0; start < str.length; start = end) {
    end = endWithin(str, start + maxLength);
    const origin = start === 0 ? struct.origin : Y.createID(id.client, id.clock + start - 1);
    const text = new Y.ContentString(str.slice(start, end));
    const at = Y.createID(id.client, id.clock + start);
    cut.push(new Y.Item(at, null, origin, null, rightOrigin, parent, parentSub, text));
  }
  return cut;
}

/** The last place up to `end` that does not tear a character of two units apart. */
function endWithin(text: string, end: number): number {
  const isTorn = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(end - 1, end + 1));
  return isTorn ? end - 1 : Math.min(end, text.length);
}
