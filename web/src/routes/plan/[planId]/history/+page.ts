import type { Diff, RevisionPage } from '@longtable/shared/history';
import type { Timeline } from '@longtable/shared/history/timeline';
import { error } from '@sveltejs/kit';
import { barCount } from '#lib/history/history-feed.svelte.ts';
import {
  filterQuery,
  type HistoryOptions,
  isFiltered,
  periodEnd,
  periodStart,
  readHistoryOptions,
  type Shown,
} from '#lib/history/history-options.ts';
import { rangeProblem } from '#lib/history/range-problem.ts';
import { m } from '#lib/paraglide/messages.js';
import { problemOf } from '#lib/plan/plan-data.ts';
import type { PageLoad } from './$types';

/** Filters, the period and what is shown live in the address, so that each view can be passed on. */
export const load: PageLoad = async ({ fetch, params, url, depends, untrack }) => {
  depends('plan:history');
  // What is shown changes by itself; it needs no other list.
  const shownQuery = untrack(() => new URLSearchParams(url.search));
  const names = ['by', 'organisation', 'element', 'kind', 'group', 'from', 'to', 'after'];
  const query = new URLSearchParams(
    names.flatMap((name) => url.searchParams.getAll(name).map((value) => [name, value])),
  );
  const options: HistoryOptions = { ...readHistoryOptions(query), shown: readHistoryOptions(shownQuery).shown };
  const isBackwards =
    options.from !== null && options.to !== null && periodStart(options.from) >= periodEnd(options.to);
  const asked = isBackwards ? { ...options, from: null, to: null } : options;

  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`/api/plans/${params.planId}/${path}`).catch(() => null);
    if (!response) error(503, m.history_offline());
    if (!response.ok) error(response.status, await problemOf(response, m.error_unknown()));
    return (await response.json()) as T;
  };
  const filters = filterQuery(asked);
  const list = new URLSearchParams([
    ...filters,
    ['group', asked.group],
    ...(asked.after ? [['after', asked.after]] : []),
  ]);
  const bars = new URLSearchParams([...filters, ['buckets', String(barCount)]]);
  const isPart = isFiltered(asked) || asked.from !== null || asked.to !== null;
  const [page, timeline, whole, shown] = await Promise.all([
    ask<RevisionPage>(`revisions?${list}`),
    ask<Timeline>(`timeline?${bars}`),
    isPart ? ask<Timeline>('timeline?buckets=1') : null,
    options.shown ? readShown(fetch, params.planId, options.shown) : null,
  ]);
  return { options, page, timeline, whole: whole ?? timeline, isBackwards, shown };
};

/** What is shown, or why it can't be: the rest of the page is there all the same. */
async function readShown(ask: typeof fetch, plan: string, { from, to, by }: Shown): Promise<Diff | string> {
  if (from > to) return m.history_backwards({ from, to });
  const query = new URLSearchParams({ from: String(from), to: String(to), ...(by && { by }) });
  const response = await ask(`/api/plans/${plan}/diff?${query}`).catch(() => null);
  if (!response) return m.history_offline();
  return response.ok ? ((await response.json()) as Diff) : rangeProblem(response);
}
