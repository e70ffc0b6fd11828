import type { SeqAtTime } from '@longtable/shared/history/timeline';
import type { Versions } from '#lib/history/answers.ts';
import { loadFromPlan } from '#lib/history/ask-plan.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params }) => {
  const [named, now] = await Promise.all([
    loadFromPlan<Versions>(fetch, params.planId, '/versions'),
    loadFromPlan<SeqAtTime>(fetch, params.planId, `/seq?at=${new Date().toISOString()}`),
  ]);
  return { named, now: now.seq };
};
