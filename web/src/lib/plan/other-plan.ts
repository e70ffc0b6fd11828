/** Something of another plan that people name by its address: on this server, or anywhere else. */
import { createElementId, type ElementId, type PlanId, parseElementId, parsePlanId } from '@longtable/shared/ids';
import type { LinkDetails } from '@longtable/shared/plan/link';
import type { PlanAnswer } from './plan-data.ts';

export type OtherPlace =
  | { type: 'here'; plan: PlanId; element: ElementId | null }
  | { type: 'elsewhere'; href: string }
  | { type: 'same-plan' };

/** What a link to it holds. */
export interface OtherEnd {
  to: ElementId;
  details: LinkDetails;
}

/**
 * What an address means.
 * @param origin of this server
 * @param own the plan that names it
 * @returns null for what is no address
 */
export function readPlace(pasted: string, origin: string, own: string): OtherPlace | null {
  const text = pasted.trim();
  if (!URL.canParse(text, origin) || /\s/.test(text)) return null;
  const isWhole = /^https?:\/\//i.test(text);
  if (!isWhole && !text.startsWith('/')) return null;
  const url = new URL(text, origin);
  if (url.origin !== new URL(origin).origin) return { type: 'elsewhere', href: url.href };
  const [, planText, elementText] = /^\/plan\/([^/]+)(?:\/element\/([^/]+))?/.exec(url.pathname) ?? [];
  const plan = parsePlanId(planText);
  if (!plan) return null;
  return plan === own ? { type: 'same-plan' } : { type: 'here', plan, element: parseElementId(elementText) };
}

/** The same with the names that it has there. @returns null where this server has no such plan or element */
export async function findHere(
  { plan, element }: { plan: PlanId; element: ElementId | null },
  ask: typeof fetch,
): Promise<OtherEnd | null> {
  const answer = await ask(`/api/plans/${plan}`);
  if (!answer.ok) return null;
  const { title, elements } = (await answer.json()) as PlanAnswer;
  const found = elements.find(({ id }) => id === element);
  if (element && !found) return null;
  const toAddress = element ? `/plan/${plan}/element/${element}` : `/plan/${plan}`;
  return {
    to: element ?? createElementId(),
    details: { toAddress, toPlan: title, ...(found && { toTitle: found.title }) },
  };
}

/** What stands at an address elsewhere, as people call it. */
export function endElsewhere(href: string, called: string): OtherEnd {
  const name = called.trim();
  return {
    to: createElementId(),
    details: { toAddress: href, toPlan: new URL(href).hostname, ...(name && { toTitle: name }) },
  };
}

/** Where it can be opened; any client may have written it, so what is no plan here and no web address is no link. */
export function hrefOf({ toAddress }: LinkDetails): string | null {
  if (!toAddress) return null;
  if (/^\/plan\/[\w-]{22}(?:\/element\/[\w-]{22})?$/.test(toAddress)) return toAddress;
  return /^https?:\/\//i.test(toAddress) && URL.canParse(toAddress) ? toAddress : null;
}
