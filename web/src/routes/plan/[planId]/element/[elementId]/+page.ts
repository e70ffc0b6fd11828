import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { type ElementAnswer, problemOf } from '#lib/plan/plan-data.ts';
import { browser } from '$app/env';
import type { PageLoad } from './$types';

/**
 * In the browser the live plan knows best: an element may be newer than the server's answer, or there may be no
 * connection at all. So only the server's own rendering says "not found" here.
 */
export const load: PageLoad = async ({ fetch, params }) => {
  const response = await fetch(`/api/plans/${params.planId}/elements/${params.elementId}`).catch((failure: unknown) => {
    if (browser) return null;
    throw failure;
  });
  if (response?.ok) return { element: ((await response.json()) as ElementAnswer).element };
  if (browser) return { element: null };
  error(response?.status ?? 500, response ? await problemOf(response, m.error_unknown()) : m.error_unknown());
};
