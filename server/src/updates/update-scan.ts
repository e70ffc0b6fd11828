/**
 * Looks over the bytes of a Yjs v1 update before anything is made of them: whether they can be read to their end,
 * and whether reading them is cheap. A mebibyte of the smallest structs would hold the loop for a tenth of a second.
 * The format: github.com/yjs/yjs, `UpdateEncoderV1` and the `write` methods of each content.
 */
import * as decoding from 'lib0/decoding';

export interface ScanLimits {
  maxStructs: number;
  /** What structs take in all, bytes: what an update adds. */
  maxStructBytes: number;
  maxDeletedRanges: number;
  /** Arrays and objects within each other in one plain value. */
  maxValueDepth: number;
}

export class UpdateRefused extends Error {
  override name = 'UpdateRefused';
}

const forbiddenKey = 'The change uses a forbidden key.';
/** Letters of a key may be written as escapes; a key that is written so is none of ours. */
const jsonPrototypeKey = /"(?:__proto__|constructor|prototype)"\s*:|\\u[0-9a-f]{4}[^"]*"\s*:/i;
const tooManyParts = 'The change has too many parts.';
const hasParentSub = 32;
const hasRightOrigin = 64;
const hasOrigin = 128;

/** Keys that would reach into what all objects share. */
export function isPrototypeKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

/** @throws UpdateRefused, or an error of lib0 when the bytes end too early */
export function scanUpdate(update: Uint8Array, limits: ScanLimits): void {
  new Scan(update, limits).update();
}

class Scan {
  readonly #in: decoding.Decoder;
  readonly #limits: ScanLimits;
  #structs = 0;
  #deletedRanges = 0;

  constructor(update: Uint8Array, limits: ScanLimits) {
    this.#in = decoding.createDecoder(update);
    this.#limits = limits;
  }

  update(): void {
    for (let clients = this.#count(); clients > 0; clients--) {
      const structs = this.#count();
      this.#skip(2);
      for (let index = 0; index < structs; index++) this.#struct();
    }
    if (this.#in.pos > this.#limits.maxStructBytes) {
      throw new UpdateRefused(`The change is larger than ${this.#limits.maxStructBytes} bytes.`);
    }
    for (let clients = this.#count(); clients > 0; clients--) {
      this.#skip(1);
      for (let ranges = this.#count(); ranges > 0; ranges--) {
        if (++this.#deletedRanges > this.#limits.maxDeletedRanges) throw new UpdateRefused(tooManyParts);
        this.#skip(2);
      }
    }
    if (decoding.hasContent(this.#in)) throw new UpdateRefused('The change could not be read.');
  }

  /** A count of things that take at least a byte each. */
  #count(): number {
    const count = decoding.readVarUint(this.#in);
    if (count > this.#in.arr.length) throw new UpdateRefused('The change could not be read.');
    return count;
  }

  #skip(varUints: number): void {
    for (let index = 0; index < varUints; index++) decoding.readVarUint(this.#in);
  }

  #skipBytes(): void {
    const length = decoding.readVarUint(this.#in);
    if (length > this.#in.arr.length - this.#in.pos) throw new UpdateRefused('The change could not be read.');
    this.#in.pos += length;
  }

  #struct(): void {
    if (++this.#structs > this.#limits.maxStructs) throw new UpdateRefused(tooManyParts);
    const info = decoding.readUint8(this.#in);
    const content = info & 31;
    if (content === 0 || content === 10) {
      this.#skip(1);
      return;
    }
    if (info & hasOrigin) this.#skip(2);
    if (info & hasRightOrigin) this.#skip(2);
    if ((info & (hasOrigin | hasRightOrigin)) === 0) {
      if (decoding.readVarUint(this.#in) === 1) this.#skipBytes();
      else this.#skip(2);
      if (info & hasParentSub) this.#skipBytes();
    }
    this.#content(content);
  }

  #content(type: number): void {
    switch (type) {
      case 1: // deleted
        this.#skip(1);
        return;
      case 2: // JSON
        for (let values = this.#count(); values > 0; values--) this.#json();
        return;
      case 3: // binary
      case 4: // string
        this.#skipBytes();
        return;
      case 5: // embed
        this.#json();
        return;
      case 6: // format
        if (isPrototypeKey(decoding.readVarString(this.#in))) throw new UpdateRefused(forbiddenKey);
        this.#json();
        return;
      case 7: {
        // a type; elements and hooks have a name
        const name = decoding.readVarUint(this.#in);
        if (name === 3 || name === 5) this.#skipBytes();
        return;
      }
      case 8: // any
        for (let values = this.#count(); values > 0; values--) this.#any(0);
        return;
      case 9: // document
        this.#skipBytes();
        this.#any(0);
        return;
      default:
        throw new UpdateRefused('The change could not be read.');
    }
  }

  /** JSON text; how deep it goes is at most how often it opens a bracket. */
  #json(): void {
    const text = decoding.readVarString(this.#in);
    if (jsonPrototypeKey.test(text)) throw new UpdateRefused(forbiddenKey);
    let depth = 0;
    for (const character of text) {
      if (character === '{' || character === '[') depth++;
      else if (character === '}' || character === ']') depth--;
      if (depth > this.#limits.maxValueDepth) throw new UpdateRefused('The change nests values too deep.');
    }
  }

  /** A value in lib0's own form. */
  #any(depth: number): void {
    if (depth > this.#limits.maxValueDepth) throw new UpdateRefused('The change nests values too deep.');
    switch (127 - decoding.readUint8(this.#in)) {
      case 0: // undefined
      case 1: // null
      case 6: // false
      case 7: // true
        return;
      case 2: // integer
        decoding.readVarInt(this.#in);
        return;
      case 3: // float32
        decoding.readFromDataView(this.#in, 4);
        return;
      case 4: // float64
      case 5: // bigint
        decoding.readFromDataView(this.#in, 8);
        return;
      case 8: // string
      case 11: // bytes
        this.#skipBytes();
        return;
      case 9: // object
        for (let keys = this.#count(); keys > 0; keys--) {
          if (isPrototypeKey(decoding.readVarString(this.#in))) throw new UpdateRefused(forbiddenKey);
          this.#any(depth + 1);
        }
        return;
      case 10: // array
        for (let values = this.#count(); values > 0; values--) this.#any(depth + 1);
        return;
      default:
        throw new UpdateRefused('The change could not be read.');
    }
  }
}
