/** `POST …/restore` and `POST …/restore/preview`: a paragraph, an element or the whole plan as it once was (rule H5). */
import { type ElementId, parseElementId } from '@longtable/shared/ids';
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { canEdit } from '../../access/access.ts';
import type { RestoreTarget } from '../../history/restored.ts';
import { Restorer } from '../../history/restorer.ts';
import type { Actor } from '../../store/plan-store.ts';
import type { Parts } from '../api.ts';
import { Problem } from '../problem.ts';
import { readJson } from '../request-input.ts';
import type { PlanEnv } from './plan-access.ts';

const badSeq = '"seq" must be the number of a change, 1 or more.';

const restoreBody = v.object(
  {
    seq: v.pipe(v.number(badSeq), v.safeInteger(badSeq), v.minValue(1, badSeq)),
    element: v.optional(
      v.custom<ElementId>((raw) => parseElementId(raw) !== null, '"element" must be the id of an element.'),
    ),
    block: v.optional(
      v.pipe(
        v.string('"block" must be the id of a paragraph.'),
        v.nonEmpty('"block" must be the id of a paragraph.'),
        v.maxLength(100, '"block" must be the id of a paragraph.'),
      ),
    ),
  },
  'The request must be an object with "seq".',
);

export function restoreApi({ history, rooms, limits }: Pick<Parts, 'history' | 'rooms' | 'limits'>) {
  const restorer = new Restorer(history, rooms);
  const readRequest = async (c: Context<PlanEnv>): Promise<{ actor: Actor; target: RestoreTarget }> => {
    const actor = c.get('actor');
    if (!actor) throw new Problem(401, 'Choose a name first; then you can restore.');
    if (!canEdit(c.get('role'))) throw new Problem(403, 'You can read this plan, but not change it.');
    const { seq, element = null, block = null } = await readJson(c, restoreBody);
    await limits.restores.spend(c, actor.id);
    // A plan that nobody ever made has no changes; there should be one before anything is said of them.
    await rooms.use(c.get('plan'), () => undefined);
    return { actor, target: { seq, element, block } };
  };
  return new Hono<PlanEnv>()
    .post('/api/plans/:planId/restore', async (c) => {
      const { actor, target } = await readRequest(c);
      return c.json({ seq: await restorer.restore(c.get('plan'), target, actor) });
    })
    .post('/api/plans/:planId/restore/preview', async (c) => {
      const { actor, target } = await readRequest(c);
      return c.json(await history.previewRestore(c.get('plan'), target, actor));
    });
}
