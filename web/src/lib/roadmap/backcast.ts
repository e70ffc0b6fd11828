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
  const into = new Map<ElementId, ElementId[]>();
  for (const link of links) {
    if (isLeading(link) && link.from !== link.to) into.set(link.to, [...(into.get(link.to) ?? []), link.from]);
  }
  const steps = new Map<ElementId, Step>();
  const queue: [ElementId, number][] = [[vision, 0]];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [id, distance] = next;
    if (steps.has(id)) continue;
    const before = [...new Set(into.get(id) ?? [])];
    steps.set(id, { id, distance, before });
    for (const each of before) queue.push([each, distance + 1]);
  }
  return [...steps.values()];
}

/** The vision nearest to each element that leads to one, the first of those that are as near. */
export function nearestVisions(visions: readonly ElementId[], links: readonly Link[]): Map<ElementId, ElementId> {
  const nearest = new Map<ElementId, { vision: ElementId; distance: number }>();
  for (const vision of visions) {
    for (const { id, distance } of backcast(vision, links)) {
      const known = nearest.get(id);
      if (!known || distance < known.distance) nearest.set(id, { vision, distance });
    }
  }
  return new Map([...nearest].map(([id, { vision }]) => [id, vision]));
}
