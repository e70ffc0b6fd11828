/** From a vision back to now: what leads there, step by step, and where nothing does yet. */
import type { ElementId } from '@longtable/shared/ids';
import type { Link } from '@longtable/shared/plan/link';

export interface Step {
  id: ElementId;
  /** Links between it and the vision, at the least; 0 for the vision itself. */
  distance: number;
  /** What leads straight to it. */
  before: ElementId[];
}

const leading = new Set<string>(['leads-to', 'builds', 'part-of']);

/** Whether a link says that one brings the other nearer. What should prevent it does not. */
export const isLeading = ({ type, details }: Link) => leading.has(type) && details.chance !== 'should-prevent';

/**
 * Everything from which the vision can be reached, the vision first, then by distance. Cycles are walked once.
 */
export function backcast(vision: ElementId, links: readonly Link[]): Step[] {
  return [...walkBack([vision], links).values()];
}

/** The vision nearest to each element that leads to one, the first of those that are as near. */
export function nearestVisions(visions: readonly ElementId[], links: readonly Link[]): Map<ElementId, ElementId> {
  return new Map([...walkBack(visions, links)].map(([id, { vision }]) => [id, vision]));
}

/** From all visions at once, a step at a time: who comes to an element first is the nearest to it. */
function walkBack(visions: readonly ElementId[], links: readonly Link[]) {
  const into = leadersOf(links);
  const steps = new Map<ElementId, Step & { vision: ElementId }>();
  const queue = visions.map((vision) => ({ id: vision, distance: 0, vision }));
  // The queue grows while it is walked.
  for (const { id, distance, vision } of queue) {
    if (steps.has(id)) continue;
    const before = [...(into.get(id) ?? [])];
    steps.set(id, { id, distance, before, vision });
    for (const each of before) if (!steps.has(each)) queue.push({ id: each, distance: distance + 1, vision });
  }
  return steps;
}

function leadersOf(links: readonly Link[]): Map<ElementId, Set<ElementId>> {
  const into = new Map<ElementId, Set<ElementId>>();
  for (const link of links) {
    if (!isLeading(link) || link.from === link.to) continue;
    const known = into.get(link.to);
    if (known) known.add(link.from);
    else into.set(link.to, new Set([link.from]));
  }
  return into;
}
