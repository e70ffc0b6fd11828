import type { Review } from '@longtable/shared/history/review';
import { loadFromPlan } from '#lib/history/ask-plan.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, parent }) => {
  // Who has no name has never looked; the page says so.
  if (!(await parent()).me) return { seen: { review: null } };
  return { seen: { review: await loadFromPlan<Review>(fetch, params.planId, '/review') } };
};
