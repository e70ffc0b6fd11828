/** What a restore brought back, as it is kept with its row (rule H5). */
import { type ElementId, parseElementId } from '@longtable/shared/ids';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type Copied, readCopied, writeCopied } from './origins.ts';

/** What is to read again as it did at `seq`: the whole plan, or one element, or one block of it. */
export interface RestoreTarget {
  seq: number;
  element: ElementId | null;
  block: string | null;
}

export interface Restored extends RestoreTarget {
  /** Where its characters came from. */
  copied: Copied[];
}

export function encodeRestored({ seq, element, block, copied }: Restored): Uint8Array {
  return encoding.encode((out) => {
    encoding.writeVarUint(out, formatVersion);
    encoding.writeVarUint(out, seq);
    encoding.writeVarString(out, element ?? '');
    encoding.writeVarString(out, block ?? '');
    writeCopied(out, copied);
  });
}

/** @throws when the bytes are none of ours */
export function decodeRestored(bytes: Uint8Array): Restored {
  const decoder = decoding.createDecoder(bytes);
  const version = decoding.readVarUint(decoder);
  if (version !== formatVersion) throw new Error(`A restore of an unknown format: ${version}.`);
  const seq = decoding.readVarUint(decoder);
  const [element, block] = [decoding.readVarString(decoder), decoding.readVarString(decoder)];
  return { seq, element: parseElementId(element), block: block === '' ? null : block, copied: readCopied(decoder) };
}

const formatVersion = 1;
