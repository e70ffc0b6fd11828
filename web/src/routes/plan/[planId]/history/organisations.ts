/** Organisations as the history shows them: by name, with those who act for nobody among them. */
import type { TimelineOrganisation } from '@longtable/shared/history/timeline';
import { toldApart } from '#lib/history/bars.ts';
import { m } from '#lib/paraglide/messages.js';
import { type Rhythm, rhythmsApart } from '#lib/plan/stripes.ts';

/** By which its stripes are chosen. */
const organisationId = (name: string | null) => `organisation ${name ?? ''}`;

export const organisationName = (name: string | null) => name ?? m.history_nobody();

/** The stripes of those that are told apart, in their order. */
export function rhythmsOf(organisations: readonly TimelineOrganisation[]): Rhythm[] {
  const ids = organisations.slice(0, toldApart(organisations.length)).map(({ name }) => organisationId(name));
  const apart = rhythmsApart(ids);
  return ids.map((id) => apart.get(id) as Rhythm);
}
