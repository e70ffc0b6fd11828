/** Who wrote what: each word of an element with its author, and how a passage was worded over time (rule H2). */
import { type ElementId, type PlanId, parseElementId } from '@longtable/shared/ids';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Parts } from '../api.ts';
import { Problem, unknownPlan } from '../problem.ts';
import { checkInput, seqText } from '../request-input.ts';
import type { PlanEnv } from './plan-access.ts';

const authorshipQuery = v.object({ at: v.optional(seqText('at')) });

const nameText = (name: string) =>
  v.optional(v.pipe(v.string(), v.nonEmpty(`"${name}" is empty.`), v.maxLength(100, `"${name}" is too long.`)));
const wordingsQuery = v.object({ block: nameText('block'), field: nameText('field') });

/** What stands for the plan itself where an element is named. */
const planItself = 'plan';

export function authorshipApi({ history, store }: Pick<Parts, 'history' | 'store'>) {
  const requirePlan = async (plan: PlanId) => {
    if (!(await store.hasPlan(plan))) throw unknownPlan();
    return plan;
  };
  return new Hono<PlanEnv>()
    .get('/api/plans/:planId/elements/:elementId/authorship', async (c) => {
      const plan = await requirePlan(c.get('plan'));
      const element = readElement(c.req.param('elementId'));
      return c.json(await history.authorship(plan, { element, ...checkInput(authorshipQuery, c.req.query()) }));
    })
    .get('/api/plans/:planId/elements/:elementId/wordings', async (c) => {
      const plan = await requirePlan(c.get('plan'));
      const element = readElement(c.req.param('elementId'));
      const { block, field } = checkInput(wordingsQuery, c.req.query());
      if ((block === undefined) === (field === undefined)) {
        throw new Problem(400, 'Say either "block", the id of a paragraph, or "field", the name of a field.');
      }
      const of = block === undefined ? { field: field as string } : { block };
      return c.json({ wordings: await history.wordings(plan, { element, of }) });
    });
}

/** @throws Problem 404 */
function readElement(raw: string): ElementId | null {
  if (raw === planItself) return null;
  const element = parseElementId(raw);
  if (!element) throw new Problem(404, 'This element was never in the plan.');
  return element;
}
