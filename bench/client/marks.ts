/**
 * Each edit inserts a mark that names its writer and its number, so that edits are counted by looking for marks in the
 * bytes of a frame, whatever a server has merged into it, and without a document.
 */

const tilde = 0x7e;
const writerDigits = 3;
const editDigits = 6;
export const markLength = 1 + writerDigits + editDigits;

const digits = (value: number, count: number) => value.toString(36).padStart(count, '0');

/** @param writer below 36³ @param edit below 36⁶ */
export const mark = (writer: number, edit: number) => `~${digits(writer, writerDigits)}${digits(edit, editDigits)}`;

/** Calls `found` for every mark in `bytes`, in order. */
export function readMarks(bytes: Buffer, found: (writer: number, edit: number) => void): void {
  for (let at = bytes.indexOf(tilde); at !== -1; at = bytes.indexOf(tilde, at + 1)) {
    const writer = readDigits(bytes, at + 1, writerDigits);
    if (writer === -1) continue;
    const edit = readDigits(bytes, at + 1 + writerDigits, editDigits);
    if (edit !== -1) found(writer, edit);
  }
}

/** -1 when these bytes are no digits: a tilde can also be a byte of an id. */
function readDigits(bytes: Buffer, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) value = value * 36 + byte - 0x30;
    else if (byte >= 0x61 && byte <= 0x7a) value = value * 36 + byte - 0x57;
    else return -1;
  }
  return value;
}
