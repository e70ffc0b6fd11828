/** Reading a plan as it is now: whole, one element, or as an export. The same answers feed the pages that the server renders. */
import { type PlanId, parseElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Parts } from '../api.ts';
import { Problem } from '../problem.ts';
import { checkInput, seqText } from '../request-input.ts';
import { type PlanEnv, requirePlan } from './plan-access.ts';

const exportQuery = v.object({
  format: v.picklist(['json'], 'A plan can be exported with format=json.'),
  at: v.optional(seqText('at')),
});

export function readPlanApi({ rooms, history, store }: Pick<Parts, 'rooms' | 'history' | 'store'>) {
  const readNow = (plan: PlanId) =>
    rooms.use(plan, async (room) => {
      const { seq, content } = room.reads.content();
      // A seq that is named can be compared for ever, so it is settled first.
      const [read] = await Promise.all([content, rooms.settle(plan)]);
      return { seq, content: read };
    });

  const exportNow = (plan: PlanId) =>
    rooms.use(plan, async (room) => {
      const [bytes] = await Promise.all([room.reads.export(), rooms.settle(plan)]);
      return bytes;
    });

  return new Hono<PlanEnv>()
    .get('/api/plans/:planId', async (c) => {
      const id = c.get('plan');
      const { seq, content } = await readNow(id);
      const elements = content.elements.map(({ body: _body, ...element }): Element => element);
      return c.json({ id, seq, role: c.get('role'), ...content, elements });
    })
    .get('/api/plans/:planId/elements/:elementId', async (c) => {
      const { seq, content } = await readNow(c.get('plan'));
      const id = parseElementId(c.req.param('elementId'));
      const element = content.elements.find((candidate) => candidate.id === id);
      if (!element)
        throw new Problem(
          404,
          'This element is not in the plan. It may have been removed; history keeps it.',
          'unknown-element',
        );
      return c.json({ seq, element });
    })
    .get('/api/plans/:planId/export', async (c) => {
      const plan = await requirePlan(store, c);
      const { at } = checkInput(exportQuery, c.req.query());
      const bytes = at === undefined ? await exportNow(plan) : await history.exportAt(plan, at);
      return c.body(bytes, 200, { 'content-type': 'application/json' });
    });
}
