/** Sets of Yjs ids as sorted, disjoint clock ranges per client: what a plan knows to be deleted. */

/** Half open: `start <= clock < end`. */
export interface ClockRange {
  start: number;
  end: number;
}

/** So many are put into a list one by one. */
const fewRanges = 8;

export class IdRanges {
  readonly #byClient = new Map<number, ClockRange[]>();
  #count = 0;

  get isEmpty(): boolean {
    return this.#byClient.size === 0;
  }

  /** How many ranges it is made of. */
  get count(): number {
    return this.#count;
  }

  /** Clients with their ranges, oldest clock first. */
  entries(): IterableIterator<[number, readonly ClockRange[]]> {
    return this.#byClient.entries();
  }

  add(client: number, start: number, end: number): void {
    if (end <= start) return;
    const ranges = this.#byClient.get(client);
    if (!ranges) {
      this.#byClient.set(client, [{ start, end }]);
      this.#count++;
      return;
    }
    const first = firstEndingAtOrAfter(ranges, start);
    let last = first;
    let from = start;
    let to = end;
    for (let range = ranges[last]; range && range.start <= end; range = ranges[++last]) {
      from = Math.min(from, range.start);
      to = Math.max(to, range.end);
    }
    ranges.splice(first, last - first, { start: from, end: to });
    this.#count += 1 - (last - first);
  }

  addAll(other: IdRanges): void {
    for (const [client, ranges] of other.entries()) {
      const own = this.#byClient.get(client);
      // Each that goes into the middle moves all behind it.
      if (own && ranges.length > fewRanges) {
        const merged = mergeRanges(own, ranges);
        this.#byClient.set(client, merged);
        this.#count += merged.length - own.length;
      } else for (const range of ranges) this.add(client, range.start, range.end);
    }
  }

  /** What is in this set and not in `other`. */
  without(other: IdRanges): IdRanges {
    const rest = new IdRanges();
    for (const [client, ranges] of this.#byClient) {
      for (const { start, end } of ranges) {
        for (const range of other.missing(client, start, end)) rest.add(client, range.start, range.end);
      }
    }
    return rest;
  }

  /** The parts of [start, end) of `client` that are not in the set. */
  missing(client: number, start: number, end: number): ClockRange[] {
    const ranges = this.#byClient.get(client) ?? [];
    const missing: ClockRange[] = [];
    let from = start;
    for (let index = firstEndingAtOrAfter(ranges, start); from < end; index++) {
      const range = ranges[index];
      if (!range || range.start >= end) {
        missing.push({ start: from, end });
        break;
      }
      if (range.start > from) missing.push({ start: from, end: range.start });
      from = Math.max(from, range.end);
    }
    return missing;
  }
}

/** Two sorted lists as one, in which those that touch are joined. */
function mergeRanges(first: readonly ClockRange[], second: readonly ClockRange[]): ClockRange[] {
  const merged: ClockRange[] = [];
  let [left, right] = [0, 0];
  while (left < first.length || right < second.length) {
    const [a, b] = [first[left], second[right]];
    const next = !b || (a && a.start <= b.start) ? a : b;
    if (!next) break;
    if (next === a) left++;
    else right++;
    const last = merged.at(-1);
    if (last && next.start <= last.end) last.end = Math.max(last.end, next.end);
    else merged.push({ start: next.start, end: next.end });
  }
  return merged;
}

/** Index of the first range whose end is at or after `clock`. */
function firstEndingAtOrAfter(ranges: readonly ClockRange[], clock: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as ClockRange).end < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
