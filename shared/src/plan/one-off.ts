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
  const isLeading = ({ type, from, to }: Link) => type === 'leads-to' && from === id && to !== id && there.has(to);
  return kind === 'deliberation' && !links.some(isLeading);
}

/** Those that carry the mark: they lead nowhere, or people said that they are one-offs. */
export function findOneOffs(
  elements: readonly Pick<Element, 'id' | 'kind' | 'state'>[],
  links: readonly Link[],
): Set<ElementId> {
  const there = new Set(elements.map(({ id }) => id));
  const leading = links.filter(({ type }) => type === 'leads-to');
  const marked = elements.filter(
    (element) =>
      element.kind === 'deliberation' && (element.state === 'one-off' || leadsNowhere(element, leading, there)),
  );
  return new Set(marked.map(({ id }) => id));
}
