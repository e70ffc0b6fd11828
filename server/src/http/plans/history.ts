/** Who changed what: `revisions`, `timeline`, `diff` and the states of an element, computed from the log by the history worker. */
import { changeKinds } from '@longtable/shared/history/timeline';
import { type ActorId, type ElementId, parseActorId, parseElementId } from '@longtable/shared/ids';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Parts } from '../api.ts';
import { checkInput, seqText, timeText } from '../request-input.ts';
import { marksOf } from './named-marks.ts';
import { type PlanEnv, requirePlan } from './plan-access.ts';

const actorText = v.custom<ActorId>((raw) => parseActorId(raw) !== null, '"by" must be the id of a person.');
const elementText = v.custom<ElementId>(
  (raw) => parseElementId(raw) !== null,
  '"element" must be the id of an element.',
);

const groups = ['pause', 'person', 'organisation', 'session', 'day', 'element'] as const;

const filters = {
  by: v.optional(actorText),
  organisation: v.optional(v.pipe(v.string(), v.maxLength(120, '"organisation" is too long.'))),
  element: v.optional(elementText),
  kind: v.optional(v.picklist(changeKinds, `"kind" must be one of ${changeKinds.join(', ')}.`)),
  from: v.optional(timeText('from')),
  to: v.optional(timeText('to')),
};

const revisionsQuery = v.object({
  ...filters,
  group: v.optional(v.picklist(groups, `"group" must be one of ${groups.join(', ')}.`)),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^([1-9]\d?|1\d\d|200)$/, '"limit" must be 1 to 200.'), v.transform(Number)),
  ),
  after: v.optional(v.pipe(v.string(), v.maxLength(200, '"after" must be what "next" was.'))),
});

const timelineQuery = v.object({
  ...filters,
  buckets: v.optional(
    v.pipe(v.string(), v.regex(/^([1-9]\d?|[123]\d\d|400)$/, '"buckets" must be 1 to 400.'), v.transform(Number)),
  ),
});

const seqQuery = v.object({ at: timeText('at') }, '"at" must be a time such as 2026-05-04T10:00:00Z.');

const diffQuery = v.object({
  from: seqText('from'),
  to: seqText('to'),
  element: v.optional(elementText),
  by: v.optional(actorText),
});

export function historyApi({ history, store }: Pick<Parts, 'history' | 'store'>) {
  return new Hono<PlanEnv>()
    .get('/api/plans/:planId/revisions', async (c) => {
      const plan = await requirePlan(store, c);
      const query = checkInput(revisionsQuery, c.req.query());
      return c.json(await history.revisions(plan, query, marksOf(store, plan)));
    })
    .get('/api/plans/:planId/timeline', async (c) => {
      const plan = await requirePlan(store, c);
      return c.json(await history.timeline(plan, checkInput(timelineQuery, c.req.query())));
    })
    .get('/api/plans/:planId/seq', async (c) => {
      const plan = await requirePlan(store, c);
      const { at } = checkInput(seqQuery, c.req.query());
      return c.json(await history.seqAt(plan, Date.parse(at)));
    })
    .get('/api/plans/:planId/diff', async (c) => {
      const plan = await requirePlan(store, c);
      return c.json(await history.diff(plan, checkInput(diffQuery, c.req.query())));
    })
    .get('/api/plans/:planId/elements/:elementId/states', async (c) => {
      const plan = await requirePlan(store, c);
      const element = parseElementId(c.req.param('elementId'));
      return c.json({ states: element ? await history.states(plan, element) : [] });
    });
}
