/** Deliberations after which nothing is planned: "This meal leaves no kitchen behind. What stays?" */
import type { Element } from './element.ts';
import type { Link } from './link.ts';

/** What a deliberation may leave behind, or lead to. */
const futures = new Set<string>(['leads-to', 'builds']);

/** Whether a deliberation says of no future that it leads there; true as well where people call it a one-off. */
export function leadsNowhere(
  { id, kind, state }: Pick<Element, 'id' | 'kind' | 'state'>,
  links: readonly Link[],
): boolean {
  if (kind !== 'deliberation') return false;
  return state === 'one-off' || !links.some(({ from, type }) => from === id && futures.has(type));
}
