/**
 * Deliberations that lead nowhere: meals without a kitchen. They keep their place in a plan; a mark says what they are, and
 * what they were worth.
 */
import type { ElementId } from '../ids.ts';
import type { Element } from './element.ts';
import type { Link } from './link.ts';

/**
 * Whether nobody has said which future a deliberation leads to, or should prevent.
 * @param there the elements of the plan: what is gone is no future
 */
export function leadsNowhere(
  { id, kind }: Pick<Element, 'id' | 'kind'>,
  links: readonly Link[],
  there: ReadonlySet<ElementId>,
): boolean {
  return kind === 'deliberation' && !links.some((link) => link.from === id && isLeading(link, there));
}

/** All deliberations of a plan that lead nowhere. */
export function findDeadEnds<Some extends Pick<Element, 'id' | 'kind'>>(
  elements: readonly Some[],
  links: readonly Link[],
): Some[] {
  const there = new Set(elements.map(({ id }) => id));
  const leading = new Set(links.filter((link) => isLeading(link, there)).map(({ from }) => from));
  return elements.filter(({ id, kind }) => kind === 'deliberation' && !leading.has(id));
}

function isLeading({ type, from, to }: Link, there: ReadonlySet<ElementId>): boolean {
  return type === 'leads-to' && to !== from && there.has(to);
}

/** Those that carry the mark: they lead nowhere, or people said that they are one-offs. */
export function findOneOffs(
  elements: readonly Pick<Element, 'id' | 'kind' | 'state'>[],
  links: readonly Link[],
): Set<ElementId> {
  const said = elements.filter(({ kind, state }) => kind === 'deliberation' && state === 'one-off');
  return new Set([...findDeadEnds(elements, links), ...said].map(({ id }) => id));
}
