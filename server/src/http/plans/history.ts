/** Who changed what: `revisions`, `diff` and the states of an element, computed from the log alone by the history worker. */
import { type ActorId, type ElementId, type PlanId, parseActorId, parseElementId } from '@longtable/shared/ids';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Parts } from '../api.ts';
import { unknownPlan } from '../problem.ts';
import { checkInput } from '../request-input.ts';
import type { PlanEnv } from './plan-access.ts';

/** A seq in a query. */
export function seqText(name: string) {
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, `"${name}" must be the number of a change, 0 or more.`),
    v.transform(Number),
  );
}

const actorText = v.custom<ActorId>((raw) => parseActorId(raw) !== null, '"by" must be the id of a person.');
const elementText = v.custom<ElementId>(
  (raw) => parseElementId(raw) !== null,
  '"element" must be the id of an element.',
);

function timeText(name: string) {
  return v.pipe(
    v.string(),
    v.check((text) => !Number.isNaN(Date.parse(text)), `"${name}" must be a time such as 2026-05-04T10:00:00Z.`),
    v.transform((text) => new Date(text).toISOString()),
  );
}

const groups = ['pause', 'person', 'organisation', 'session', 'day', 'element'] as const;

const revisionsQuery = v.object({
  by: v.optional(actorText),
  organisation: v.optional(v.pipe(v.string(), v.maxLength(120, '"organisation" is too long.'))),
  element: v.optional(elementText),
  from: v.optional(timeText('from')),
  to: v.optional(timeText('to')),
  group: v.optional(v.picklist(groups, `"group" must be one of ${groups.join(', ')}.`)),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^([1-9]\d?|1\d\d|200)$/, '"limit" must be 1 to 200.'), v.transform(Number)),
  ),
  after: v.optional(v.pipe(v.string(), v.maxLength(200, '"after" must be what "next" was.'))),
});

const diffQuery = v.object({
  from: seqText('from'),
  to: seqText('to'),
  element: v.optional(elementText),
  by: v.optional(actorText),
});

export function historyApi({ history, store }: Pick<Parts, 'history' | 'store'>) {
  const requirePlan = async (plan: PlanId) => {
    if (!(await store.hasPlan(plan))) throw unknownPlan();
    return plan;
  };
  return new Hono<PlanEnv>()
    .get('/api/plans/:planId/revisions', async (c) => {
      const plan = await requirePlan(c.get('plan'));
      return c.json(await history.revisions(plan, checkInput(revisionsQuery, c.req.query())));
    })
    .get('/api/plans/:planId/diff', async (c) => {
      const plan = await requirePlan(c.get('plan'));
      return c.json(await history.diff(plan, checkInput(diffQuery, c.req.query())));
    })
    .get('/api/plans/:planId/elements/:elementId/states', async (c) => {
      const plan = await requirePlan(c.get('plan'));
      const element = parseElementId(c.req.param('elementId'));
      return c.json({ states: element ? await history.states(plan, element) : [] });
    });
}
