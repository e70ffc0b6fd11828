import type { RevisionPage } from '@longtable/shared/history';
import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { problemOf } from '#lib/plan/plan-data.ts';
import type { PageLoad } from './$types';

/** Filters live in the address, so that a view can be passed on. */
const filters = ['by', 'organisation', 'element', 'after'] as const;

export const load: PageLoad = async ({ fetch, params, url, depends }) => {
  depends('plan:history');
  const query = new URLSearchParams();
  for (const name of filters) {
    const value = url.searchParams.get(name);
    if (value) query.set(name, value);
  }
  const response = await fetch(`/api/plans/${params.planId}/revisions?${query}`).catch(() => null);
  if (!response) error(503, m.history_offline());
  if (!response.ok) error(response.status, await problemOf(response, m.error_unknown()));
  return { page: (await response.json()) as RevisionPage, query: Object.fromEntries(query) };
};
