/** What two texts have in common: the longest part first, then what is common before and after it. */

export interface CommonPart {
  /** Where it begins in the one text, and in the other. */
  at: number;
  other: number;
  length: number;
}

/** Texts whose lengths multiply to more are only compared from either end. */
const maxComparisons = 4_000_000;

/** Comparisons of letters that may still be made, over several pairs of texts where they share it. */
export interface Effort {
  left: number;
}

/** In the order in which they stand. Where the effort is spent, texts are only compared from either end. */
export function commonParts(a: string, b: string, effort: Effort): CommonPart[] {
  const parts: CommonPart[] = [];
  compare(a, b, 0, 0, parts, effort);
  return parts;
}

function compare(a: string, b: string, at: number, other: number, parts: CommonPart[], effort: Effort): void {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  if (start > 0) parts.push({ at, other, length: start });
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const longest = findLongest(restA, restB, effort);
  if (longest) {
    compare(restA.slice(0, longest.at), restB.slice(0, longest.other), at + start, other + start, parts, effort);
    parts.push({ at: at + start + longest.at, other: other + start + longest.other, length: longest.length });
    const [nextA, nextB] = [longest.at + longest.length, longest.other + longest.length];
    compare(restA.slice(nextA), restB.slice(nextB), at + start + nextA, other + start + nextB, parts, effort);
  }
  if (end > 0) parts.push({ at: at + a.length - end, other: other + b.length - end, length: end });
}

function findLongest(a: string, b: string, effort: Effort): CommonPart | null {
  const comparisons = a.length * b.length;
  if (comparisons === 0 || comparisons > Math.min(maxComparisons, effort.left)) return null;
  // Most often one is inside the other.
  const [inside, outside] = a.length < b.length ? [a, b] : [b, a];
  const found = outside.indexOf(inside);
  if (found >= 0) return { at: a === inside ? 0 : found, other: a === inside ? found : 0, length: inside.length };
  effort.left -= comparisons;
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
