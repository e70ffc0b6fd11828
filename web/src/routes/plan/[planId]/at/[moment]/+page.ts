import type { Diff } from '@longtable/shared/history';
import type { SeqAtTime, Timeline } from '@longtable/shared/history/timeline';
import { error } from '@sveltejs/kit';
import { rangeProblem } from '#lib/history/range-problem.ts';
import { m } from '#lib/paraglide/messages.js';
import { type ExportedPlan, readExport } from '#lib/plan/exported-plan.ts';
import { dayText } from '#lib/plan/words.ts';
import type { PageLoad } from './$types';

/** The whole plan as it was: at a seq, at a time, or at the end of a day (UTC). */
export const load: PageLoad = async ({ fetch, params }) => {
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`/api/plans/${params.planId}/${path}`).catch(() => null);
    if (!response) error(503, m.history_offline());
    if (!response.ok) error(response.status, await rangeProblem(response));
    return (await response.json()) as T;
  };
  const isSeq = /^\d{1,15}$/.test(params.moment);
  const asked = isSeq ? null : timeOf(params.moment);
  if (!isSeq && asked === null) error(404, m.past_no_moment());
  const found = asked === null ? { seq: Number(params.moment), at: null } : await ask<SeqAtTime>(`seq?at=${asked}`);
  // The plan that came with the first page may be long behind.
  const { since, last: head } = await ask<Timeline>('timeline?buckets=1');
  if (found.seq > head) error(404, m.history_unknown_seq({ seq: found.seq, last: head }));
  if (found.seq === 0) error(404, m.past_before_plan({ day: dayText(since) }));
  const [exported, lately] = await Promise.all([
    ask<ExportedPlan>(`export?format=json&at=${found.seq}`),
    found.at ? null : ask<Diff>(`diff?from=${Math.max(0, found.seq - rowsBefore)}&to=${found.seq}`),
  ]);
  const times = lately?.changes.map(({ at }) => at).sort() ?? [];
  return {
    past: readExport(exported),
    seq: found.seq,
    at: found.at ?? times.at(-1) ?? null,
    day: asked && params.moment,
    head,
  };
};

/** Rows of the same second are told together, so that the one before may say nothing. */
const rowsBefore = 10;

/** A day ends with its last moment. Null where it is neither a day nor a time. */
function timeOf(moment: string): string | null {
  const text = /^\d{4}-\d\d-\d\d$/.test(moment) ? `${moment}T23:59:59.999Z` : moment;
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return null;
  const time = new Date(text);
  // The calendar has no 31 February, though a program may read one.
  return Number.isNaN(time.getTime()) || time.toISOString().slice(0, 10) !== text.slice(0, 10) ? null : text;
}
