/**
 * Many numbers as bytes that are read at once: one by one, those of a large plan take longer than all the rest. Each is
 * kept as what it is more than the one before it, so that they can be packed well.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/**
 * @param numbers each at least 0 and below 2^32
 * @param columns how many columns they stand in, row by row: what is before a number is above it
 */
export function writeNumbers(out: encoding.Encoder, numbers: readonly number[], columns = 1): void {
  const steps = Uint32Array.from(numbers, (number, index) => number - (numbers[index - columns] ?? 0));
  encoding.writeVarUint8Array(out, new Uint8Array(steps.buffer));
}

export function readNumbers(decoder: decoding.Decoder, columns = 1): Uint32Array {
  // A copy begins where numbers may begin.
  const bytes = decoding.readVarUint8Array(decoder).slice();
  const numbers = new Uint32Array(bytes.buffer, 0, bytes.byteLength / Uint32Array.BYTES_PER_ELEMENT);
  for (let index = columns; index < numbers.length; index++) {
    numbers[index] = (numbers[index] as number) + (numbers[index - columns] as number);
  }
  return numbers;
}
