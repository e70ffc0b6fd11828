/** Where the way to a vision breaks off. */
import type { ElementId } from '@longtable/shared/ids';
import type { Link } from '@longtable/shared/plan/link';
import { backcast } from './backcast.ts';
import { yearMs } from './calendar.ts';
import type { Shown } from './layout.ts';
import { nextYears } from './phases.ts';

/** What lies ahead with nothing that leads to it. What begins soon, or has begun, is within reach from where we stand. */
export function gapsOf(vision: ElementId, shown: Shown, links: readonly Link[], now: number): Set<ElementId> {
  const spans = new Map(shown.items.map(({ element, span }) => [element.id, span]));
  const isAhead = (id: ElementId) => (spans.get(id)?.from ?? Number.POSITIVE_INFINITY) > now + nextYears * yearMs;
  const steps = backcast(vision, links);
  return new Set(steps.filter(({ id, before }) => before.length === 0 && isAhead(id)).map(({ id }) => id));
}
