import type { Authorship } from '@longtable/shared/history';
import { loadFromPlan } from '#lib/history/ask-plan.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, depends }) => {
  depends('plan:history');
  const authorship = await loadFromPlan<Authorship>(fetch, params.planId, `/elements/${params.elementId}/authorship`);
  return { authorship };
};
