import { createActorId } from '@longtable/shared/ids';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { Actor } from '../../store/plan-store.ts';
import { answerProblem } from '../problem.ts';
import { createRateLimits } from '../rate-limit.ts';
import type { PlanEnv } from './plan-access.ts';
import { limitedReads, limitReads } from './read-limit.ts';

const ada: Actor = { id: createActorId(), name: 'Ada', organisation: null };
const bo: Actor = { id: createActorId(), name: 'Bo', organisation: null };

/** An API whose answers come when the test lets them. */
function apiWith(answer: () => Promise<void>) {
  let actor: Actor | null = null;
  const app = new Hono<PlanEnv>()
    .onError(answerProblem)
    .use(async (c, next) => {
      c.set('actor', actor);
      await next();
    })
    .on('GET', limitedReads, limitReads(createRateLimits(true)))
    .get('/api/plans/:planId/*', async (c) => {
      await answer();
      return c.body(null, 204);
    });
  return (as: Actor | null, path = 'diff') => {
    actor = as;
    return app.request(`/api/plans/AAAAAAAAAAAAAAAAAAAAAA/${path}`);
  };
}

test('who asks too much about history is asked to wait, and nobody else', async () => {
  const ask = apiWith(async () => undefined);
  const count = async (as: Actor | null, times: number, path?: string) => {
    let refused = 0;
    for (let time = 0; time < times; time++) if ((await ask(as, path)).status === 429) refused++;
    return refused;
  };
  expect(await count(ada, 6_003)).toBe(3);
  const last = await ask(ada);
  expect(last.headers.get('content-type')).toBe('application/problem+json');
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await last.json()).toMatchObject({ code: 'too-often', detail: expect.stringMatching(/Try again in/) });
  expect(await count(ada, 1, 'elements/AAAAAAAAAAAAAAAAAAAAAA/authorship')).toBe(1);
  expect(await count(ada, 1, 'search')).toBe(0);
  expect(await count(bo, 5)).toBe(0);
  expect(await count(null, 5)).toBe(0);
}, 60_000);

test('so many of one person’s questions wait for an answer, and more are asked once one is there', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ask = apiWith(() => promise);
  const waiting = Array.from({ length: 32 }, () => ask(ada));
  const refused = await ask(ada);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({
    detail: 'What you asked before is still being answered. Try again in a moment.',
  });
  const others = ask(bo);
  resolve();
  expect((await Promise.all([...waiting, others])).map(({ status }) => status)).toEqual(Array(33).fill(204));
  expect((await ask(ada)).status).toBe(204);
});
