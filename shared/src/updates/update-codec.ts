/**
 * Yjs v1 updates taken apart into structs and deletions, and put together again, without a document. Linear in their
 * size: `Y.mergeUpdates` over many small ones is not.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { IdRanges } from './id-ranges.ts';

export type Struct = Y.Item | Y.GC;

/** A struct of which the first `offset` clocks are left out. */
export interface Piece {
  struct: Struct;
  offset: number;
}

/** What an update does: what it adds, per client id in the order of clocks without gaps, and what it deletes. */
export class UpdateParts {
  readonly pieces = new Map<number, Piece[]>();
  readonly deletions = new IdRanges();

  get isEmpty(): boolean {
    return this.pieces.size === 0 && this.deletions.isEmpty;
  }

  /** Takes the parts of a later one in. Its pieces must follow ours. */
  append(later: UpdateParts): void {
    for (const [client, pieces] of later.pieces) {
      const known = this.pieces.get(client);
      // One by one: as arguments, very many would not fit on the stack.
      if (known) for (const piece of pieces) known.push(piece);
      else this.pieces.set(client, [...pieces]);
    }
    this.deletions.addAll(later.deletions);
  }
}

/** Updates that can't be one: a client's clocks jump from one to the next, something between them is elsewhere. */
export class ClockGap extends Error {
  override name = 'ClockGap';
}

export function decodeUpdate(update: Uint8Array): { structs: (Struct | Y.Skip)[]; deletions: IdRanges } {
  const { structs, ds } = Y.decodeUpdate(update);
  const deletions = new IdRanges();
  for (const [client, items] of ds.clients) {
    // From first to last, so that each goes to the end of those before it, however the update has them.
    items.sort((a, b) => a.clock - b.clock);
    for (const { clock, len } of items) deletions.add(client, clock, clock + len);
  }
  return { structs, deletions };
}

/**
 * Updates that together leave nothing out, as one. A struct that another one brought is left out. They may come in any
 * order: rows of a log may build on each other up to their boundary.
 * @throws ClockGap
 */
export function combineUpdates(updates: readonly Uint8Array[]): Uint8Array {
  const [only] = updates;
  if (only && updates.length === 1) return only;
  const whole = new UpdateParts();
  const byClient = new Map<number, Struct[]>();
  for (const update of updates) {
    const { structs, deletions } = decodeUpdate(update);
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue;
      const ofClient = byClient.get(struct.id.client);
      if (ofClient) ofClient.push(struct);
      else byClient.set(struct.id.client, [struct]);
    }
    whole.deletions.addAll(deletions);
  }
  for (const [client, structs] of byClient) whole.pieces.set(client, inOrder(structs));
  return encodeUpdate(whole);
}

/** Structs of one client as pieces that follow each other. @throws ClockGap */
function inOrder(structs: Struct[]): Piece[] {
  const pieces: Piece[] = [];
  structs.sort((a, b) => a.id.clock - b.id.clock);
  let next = structs[0]?.id.clock ?? 0;
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (clock > next) throw new ClockGap(`Client ${client} jumps from clock ${next} to ${clock}.`);
    if (clock + struct.length <= next) continue;
    pieces.push({ struct, offset: next - clock });
    next = clock + struct.length;
  }
  return pieces;
}

/** A canonical v1 update: client ids from high to low, as Yjs writes them; letters typed after each other as one item. */
export function encodeUpdate({ pieces, deletions }: Pick<UpdateParts, 'pieces' | 'deletions'>): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const out = encoder.restEncoder;
  encoding.writeVarUint(out, pieces.size);
  for (const [client, ofClient] of byClientDown(pieces)) {
    const joined = joinLetters(ofClient);
    const first = joined[0] as Piece;
    encoding.writeVarUint(out, joined.length);
    encoder.writeClient(client);
    encoding.writeVarUint(out, first.struct.id.clock + first.offset);
    for (const { struct, offset } of joined) struct.write(encoder, offset);
  }
  writeDeletions(out, deletions);
  return encoder.toUint8Array();
}

/** An update that only deletes. */
export function encodeDeletions(deletions: IdRanges): Uint8Array {
  return encoding.encode((out) => {
    encoding.writeVarUint(out, 0);
    writeDeletions(out, deletions);
  });
}

export function writeDeletions(out: encoding.Encoder, deletions: IdRanges): void {
  const deleted = byClientDown(deletions.entries());
  encoding.writeVarUint(out, deleted.length);
  for (const [client, ranges] of deleted) {
    encoding.writeVarUint(out, client);
    encoding.writeVarUint(out, ranges.length);
    for (const { start, end } of ranges) {
      encoding.writeVarUint(out, start);
      encoding.writeVarUint(out, end - start);
    }
  }
}

function byClientDown<T>(entries: Iterable<[number, T]>): [number, T][] {
  return [...entries].sort(([a], [b]) => b - a);
}

/**
 * Text that one client typed letter by letter as one item: each follows the one before it, and both stood before
 * the same neighbour. Yjs splits and joins items the same way, so every document reads it alike.
 */
function joinLetters(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  let run: { first: Y.Item; text: string[]; end: number } | null = null;
  const close = () => {
    if (run) joined.push({ struct: toItem(run.first, run.text), offset: 0 });
    run = null;
  };
  for (const piece of pieces) {
    const letters = textOf(piece);
    if (letters !== null && run && follows(piece.struct as Y.Item, run)) {
      run.text.push(letters);
      run.end += piece.struct.length;
      continue;
    }
    close();
    if (letters === null) joined.push(piece);
    else run = { first: piece.struct as Y.Item, text: [letters], end: piece.struct.id.clock + piece.struct.length };
  }
  close();
  return joined;
}

function textOf({ struct, offset }: Piece): string | null {
  return offset === 0 && struct instanceof Y.Item && struct.content instanceof Y.ContentString
    ? struct.content.str
    : null;
}

function follows(item: Y.Item, { first, end }: { first: Y.Item; end: number }): boolean {
  const { origin } = item;
  if (!origin || origin.client !== item.id.client || origin.clock !== end - 1) return false;
  return Y.compareIDs(item.rightOrigin, first.rightOrigin);
}

function toItem(first: Y.Item, text: readonly string[]): Y.Item {
  if (text.length === 1) return first;
  const { id, origin, rightOrigin, parent, parentSub } = first;
  return new Y.Item(id, null, origin, null, rightOrigin, parent, parentSub, new Y.ContentString(text.join('')));
}
