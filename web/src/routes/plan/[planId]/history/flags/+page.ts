import type { RevisionPage } from '@longtable/shared/history';
import type { Notes } from '#lib/history/answers.ts';
import { loadFromPlan } from '#lib/history/ask-plan.ts';
import type { PageLoad } from './$types';

/** Of the newest changes it is known where they begin; an older one is shown as the step to it. */
const newest = 200;

export const load: PageLoad = async ({ fetch, params }) => {
  const [written, { revisions }] = await Promise.all([
    loadFromPlan<Notes>(fetch, params.planId, '/notes'),
    loadFromPlan<RevisionPage>(fetch, params.planId, `/revisions?limit=${newest}`),
  ]);
  const changes = new Map(
    revisions.flatMap(({ from, to, by, notes, authors, touched }) => {
      const query = by ? `?by=${by.id}` : '';
      const change = { range: `${from}-${to}${query}`, authors, touched };
      return notes.map(({ id }) => [id as string, change] as const);
    }),
  );
  return { written, changes };
};
