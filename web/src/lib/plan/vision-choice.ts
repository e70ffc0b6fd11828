/** Which visions stand side by side: the address says which, and links that change it need no script. */
import type { ElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import { isCommon } from '@longtable/shared/plan/visions';

const mostCompared = 4;
const fewestCompared = 2;
/** As many as can be read beside each other at a first look. */
const firstCompared = 3;

/** The visions that were asked for, as far as they are there; filled up with the common ones, then in the plan's order. */
export function chooseVisions<V extends Pick<Element, 'id' | 'details'>>(
  visions: readonly V[],
  asked: readonly string[],
): V[] {
  const wanted = [...new Set(asked)].flatMap((id) => visions.find((vision) => vision.id === id) ?? []);
  const chosen = wanted.slice(0, mostCompared);
  const enough = chosen.length > 0 ? fewestCompared : firstCompared;
  const byStanding = visions.toSorted((a, b) => Number(isCommon(b)) - Number(isCommon(a)));
  for (const vision of byStanding) if (chosen.length < enough && !chosen.includes(vision)) chosen.push(vision);
  return chosen;
}

/** The address with one vision more; when there is no more room it takes the last one's place. */
export function addressWith(chosen: readonly ElementId[], vision: ElementId): string {
  return addressOf([...chosen.slice(0, mostCompared - 1), vision]);
}

/** The address without one of them, or null when two would no longer stand beside each other. */
export function addressWithout(chosen: readonly ElementId[], vision: ElementId): string | null {
  return chosen.length > fewestCompared ? addressOf(chosen.filter((id) => id !== vision)) : null;
}

function addressOf(chosen: readonly ElementId[]): string {
  return `?${new URLSearchParams(chosen.map((id) => ['vision', id]))}`;
}

/** What a vision is called in the comparison: A, B, C, D. */
export const letterOf = (index: number) => String.fromCharCode(65 + index);
