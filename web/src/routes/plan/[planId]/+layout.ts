import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { type Me, type PlanAnswer, problemOf } from '#lib/plan/plan-data.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ fetch, params }) => {
  const [response, asked] = await Promise.all([fetch(`/api/plans/${params.planId}`), fetch('/api/me')]);
  if (!response.ok) error(response.status, await problemOf(response, m.error_unknown()));
  const { actor } = (await asked.json()) as { actor: Me | null };
  return { plan: (await response.json()) as PlanAnswer, me: actor };
};
