import type { Diff } from '@longtable/shared/history';
import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { problemOf } from '#lib/plan/plan-data.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url }) => {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(params.range) ?? [];
  if (!from || !to) error(404, m.history_no_range());
  const query = new URLSearchParams({ from, to });
  for (const name of ['by', 'element']) {
    const value = url.searchParams.get(name);
    if (value) query.set(name, value);
  }
  const response = await fetch(`/api/plans/${params.planId}/diff?${query}`).catch(() => null);
  if (!response) error(503, m.history_offline());
  if (!response.ok) error(response.status, await problemOf(response, m.error_unknown()));
  return { diff: (await response.json()) as Diff };
};
