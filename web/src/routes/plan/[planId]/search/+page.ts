import type { Hit } from '@longtable/shared/plan/plan-search';
import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { problemOf } from '#lib/plan/plan-data.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url }) => {
  const query = url.searchParams.get('q') ?? '';
  const response = await fetch(`/api/plans/${params.planId}/search?q=${encodeURIComponent(query)}`);
  if (!response.ok) error(response.status, await problemOf(response, m.error_unknown()));
  const { hits } = (await response.json()) as { hits: Hit[] };
  return { query, hits };
};
