import type { Diff } from '@longtable/shared/history';
import { error } from '@sveltejs/kit';
import type { Notes } from '#lib/history/answers.ts';
import { readRange } from '#lib/history/history-options.ts';
import { rangeProblem } from '#lib/history/range-problem.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ fetch, params, url }) => {
  const range = readRange(params.range);
  if (!range) error(404, m.history_no_range());
  if (range.from > range.to) error(400, m.history_backwards(range));
  const query = new URLSearchParams({ from: String(range.from), to: String(range.to) });
  for (const name of ['by', 'element']) {
    const value = url.searchParams.get(name);
    if (value) query.set(name, value);
  }
  const response = await fetch(`/api/plans/${params.planId}/diff?${query}`).catch(() => null);
  if (!response) error(503, m.history_offline());
  if (!response.ok) error(response.status, await rangeProblem(response));
  const beside = await fetch(`/api/plans/${params.planId}/notes?from=${range.from}&to=${range.to}`).catch(() => null);
  const { notes } = beside?.ok ? ((await beside.json()) as Notes) : { notes: [] };
  return { notes, diff: (await response.json()) as Diff, by: query.get('by'), element: query.get('element') };
};
