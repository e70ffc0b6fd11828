/**
 * Deliberations that lead nowhere: meals without a kitchen. They keep their place in a plan; a mark says what they are, and
 * what they were worth.
 */
import type { ElementId } from '../ids.ts';
import type { Element } from './element.ts';
import type { Link } from './link.ts';

/** Deliberations of which nobody has said what they lead to, or should prevent. What is not in the plan is no future. */
export function findDeadEnds<Some extends Pick<Element, 'id' | 'kind'>>(
  elements: readonly Some[],
  links: readonly Link[],
): Some[] {
  const there = new Set(elements.map(({ id }) => id));
  const leading = new Set<ElementId>();
  for (const { type, from, to } of links) {
    if (type === 'leads-to' && from !== to && there.has(to)) leading.add(from);
  }
  return elements.filter(({ id, kind }) => kind === 'deliberation' && !leading.has(id));
}

/** Those that carry the mark: they lead nowhere, or people said that they are one-offs. */
export function findOneOffs(
  elements: readonly Pick<Element, 'id' | 'kind' | 'state'>[],
  links: readonly Link[],
): Set<ElementId> {
  const said = elements.filter(({ kind, state }) => kind === 'deliberation' && state === 'one-off');
  return new Set([...findDeadEnds(elements, links), ...said].map(({ id }) => id));
}
