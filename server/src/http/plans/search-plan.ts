/** Finding elements of a plan by their words. */
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Parts } from '../api.ts';
import { checkInput } from '../request-input.ts';
import type { PlanEnv } from './plan-access.ts';

const maxQueryLength = 200;
const maxHits = 100;

const searchQuery = v.object({
  q: v.pipe(
    v.optional(v.string(), ''),
    v.maxLength(maxQueryLength, `Search for at most ${maxQueryLength} characters.`),
  ),
});

export function searchPlanApi({ rooms }: Pick<Parts, 'rooms'>) {
  return new Hono<PlanEnv>().get('/api/plans/:planId/search', async (c) => {
    const { q } = checkInput(searchQuery, c.req.query());
    const hits = q.trim() === '' ? [] : await rooms.use(c.get('plan'), (room) => room.reads.search(q, maxHits));
    return c.json({ hits });
  });
}
