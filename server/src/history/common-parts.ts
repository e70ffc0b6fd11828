/** What two texts have in common: the longest part first, then what is common before and after it. */

export interface CommonPart {
  /** Where it begins in the one text, and in the other. */
  at: number;
  other: number;
  length: number;
}

/** Texts whose lengths multiply to more are only compared from either end. */
const maxComparisons = 4_000_000;

/** In the order in which they stand. */
export function commonParts(a: string, b: string): CommonPart[] {
  const parts: CommonPart[] = [];
  compare(a, b, 0, 0, parts);
  return parts;
}

function compare(a: string, b: string, at: number, other: number, parts: CommonPart[]): void {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  if (start > 0) parts.push({ at, other, length: start });
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const longest = findLongest(restA, restB);
  if (longest) {
    compare(restA.slice(0, longest.at), restB.slice(0, longest.other), at + start, other + start, parts);
    parts.push({ at: at + start + longest.at, other: other + start + longest.other, length: longest.length });
    const [nextA, nextB] = [longest.at + longest.length, longest.other + longest.length];
    compare(restA.slice(nextA), restB.slice(nextB), at + start + nextA, other + start + nextB, parts);
  }
  if (end > 0) parts.push({ at: at + a.length - end, other: other + b.length - end, length: end });
}

function findLongest(a: string, b: string): CommonPart | null {
  if (a.length === 0 || b.length === 0 || a.length * b.length > maxComparisons) return null;
  // Most often one is inside the other.
  const [inside, outside] = a.length < b.length ? [a, b] : [b, a];
  const found = outside.indexOf(inside);
  if (found >= 0) return { at: a === inside ? 0 : found, other: a === inside ? found : 0, length: inside.length };
  let longest: CommonPart | null = null;
  /** For the letter of `a` before: how long a common part ends at each letter of `b`. */
  let before = new Uint16Array(b.length + 1);
  for (let index = 0; index < a.length; index++) {
    const here = new Uint16Array(b.length + 1);
    for (let place = 0; place < b.length; place++) {
      if (a[index] !== b[place]) continue;
      const length = (before[place] as number) + 1;
      here[place + 1] = length;
      if (length > (longest?.length ?? 0)) longest = { at: index + 1 - length, other: place + 1 - length, length };
    }
    before = here;
  }
  return longest;
}
