/** Packs stretches into rows, so that none lies over another. */

export interface Packable {
  id: string;
  start: number;
  end: number;
}

/** Those that begin first come first, each in the highest row that is free. @returns the row of each, and how many there are */
export function packRows(items: readonly Packable[], gap = 0): { rowOf: Map<string, number>; count: number } {
  const rowOf = new Map<string, number>();
  const ends: number[] = [];
  const sorted = [...items].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  for (const { id, start, end } of sorted) {
    const free = ends.findIndex((taken) => taken + gap <= start);
    const row = free === -1 ? ends.length : free;
    ends[row] = end;
    rowOf.set(id, row);
  }
  return { rowOf, count: ends.length };
}
