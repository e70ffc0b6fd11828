/** What others changed since somebody last looked, and how far they have come with it (rule H6). */
import type { Review } from '@longtable/shared/history/review';
import { type ElementId, type PlanId, parseElementId } from '@longtable/shared/ids';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Look } from '../../store/mark-store.ts';
import type { Actor } from '../../store/plan-store.ts';
import type { Parts } from '../api.ts';
import { readJson, seqOrZero } from '../request-input.ts';
import { type PlanEnv, requireActor, requirePlan } from './plan-access.ts';

const lookedAt = v.object({
  seq: seqOrZero,
  element: v.optional(
    v.nullable(
      v.custom<ElementId>(
        (raw) => parseElementId(raw) !== null,
        '"element" must be the id of an element, or null for the plan itself.',
      ),
    ),
  ),
});

export function reviewApi({ history, store, limits }: Pick<Parts, 'history' | 'store' | 'limits'>) {
  const findLook = async (plan: PlanId, actor: Actor) =>
    (await store.marks.readLook(plan, actor.id)) ?? beginLook(plan, actor);
  /** Who has never looked has seen the plan when they last wrote in it, or else sees it now for the first time. */
  const beginLook = async (plan: PlanId, actor: Actor): Promise<Look> => {
    const own = await history.lastChangeBy(plan, actor.id);
    const { seq, at } = own ?? { seq: (await history.change(plan)).seq, at: Date.now() };
    await store.marks.beginLook(plan, actor.id, seq, at);
    return (await store.marks.readLook(plan, actor.id)) ?? { seq, at, elements: [] };
  };

  return new Hono<PlanEnv>()
    .get('/api/plans/:planId/review', async (c) => {
      const plan = await requirePlan(store, c);
      const actor = requireActor(c, 'see what is new since you last looked');
      const look = await findLook(plan, actor);
      const found = await history.review(plan, { actor: actor.id, since: look.seq, elements: look.elements });
      const since = { seq: look.seq, at: new Date(look.at).toISOString() };
      return c.json({ since, ...found } satisfies Review);
    })
    .put('/api/plans/:planId/review', async (c) => {
      const plan = await requirePlan(store, c);
      const actor = requireActor(c, 'keep how far you have looked');
      const { seq: wanted, element } = await readJson(c, lookedAt);
      await limits.marks.spend(c, actor.id);
      const { seq } = await history.change(plan, wanted);
      if (element === undefined) await store.marks.saveLook(plan, actor.id, seq, Date.now());
      else {
        // Without a beginning, what is looked at of one element would say nothing of the others.
        await findLook(plan, actor);
        await store.marks.saveElementLook(plan, actor.id, element, seq);
      }
      return c.body(null, 204);
    });
}
