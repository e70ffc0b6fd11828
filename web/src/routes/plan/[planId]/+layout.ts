import type { PlanId } from '@longtable/shared/ids';
import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { type PlanAnswer, problemOf, readMe } from '#lib/plan/plan-data.ts';
import { recallMe, recallRole } from '#lib/plan/remembered-me.ts';
import { browser } from '$app/env';
import type { LayoutLoad } from './$types';

/** Without a connection there is no answer: the plan is then what this device keeps, of whom it last knew. */
export const load: LayoutLoad = async ({ fetch, params }) => {
  const id = params.planId as PlanId;
  const answers = await Promise.all([fetch(`/api/plans/${id}`), readMe(fetch)]).catch((failure: unknown) => {
    if (browser) return null;
    throw failure;
  });
  if (!answers) return { id, plan: null, me: recallMe(), role: recallRole(id), isAway: true };
  const [response, me] = answers;
  if (!response.ok) error(response.status, await problemOf(response, m.error_unknown()));
  const plan = (await response.json()) as PlanAnswer;
  return { id, plan, me, role: plan.role, isAway: false };
};
