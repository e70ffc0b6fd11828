/** What leads where, read once for all elements of a plan. */
import type { ElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import type { Link } from '@longtable/shared/plan/link';

export interface Lead {
  link: Link;
  to: Element;
}

export const noLeads: readonly Lead[] = [];

/** By the element that leads there. What is gone is no future. */
export function findLeads(byId: ReadonlyMap<string, Element>, links: readonly Link[]): Map<ElementId, Lead[]> {
  const leads = new Map<ElementId, Lead[]>();
  for (const link of links) {
    const to = link.type === 'leads-to' ? byId.get(link.to) : undefined;
    if (!to) continue;
    const known = leads.get(link.from);
    if (known) known.push({ link, to });
    else leads.set(link.from, [{ link, to }]);
  }
  return leads;
}
