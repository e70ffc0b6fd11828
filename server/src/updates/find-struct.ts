/** Looking up one client's structs by clock. */

/** Index of the struct that holds `clock`, or of the first after it. @param structs in the order of their clocks */
export function findStruct(structs: readonly { id: { clock: number }; length: number }[], clock: number): number {
  let low = 0;
  let high = structs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const struct = structs[middle] as { id: { clock: number }; length: number };
    if (struct.id.clock + struct.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
