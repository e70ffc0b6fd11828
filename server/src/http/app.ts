/** The Hono app: the endpoints, in one order of checks for all of them. */
import { createApi, type Parts } from './api.ts';
import { guestApi } from './guest.ts';
import { healthApi } from './health.ts';
import { metricsApi } from './metrics.ts';
import { isForeignOrigin } from './origin.ts';
import { authorshipApi } from './plans/authorship.ts';
import { changeNotesApi } from './plans/change-notes.ts';
import { createPlanApi } from './plans/create-plan.ts';
import { historyApi } from './plans/history.ts';
import { readersOnly } from './plans/plan-access.ts';
import { limitedReads, limitReads } from './plans/read-limit.ts';
import { readPlanApi } from './plans/read-plan.ts';
import { restoreApi } from './plans/restore.ts';
import { reviewApi } from './plans/review.ts';
import { searchPlanApi } from './plans/search-plan.ts';
import { versionsApi } from './plans/versions.ts';
import { answerProblem, Problem, problemResponse } from './problem.ts';
import { findActor } from './session-cookie.ts';
import { syncApi } from './sync/sync-socket.ts';

export function createApp(parts: Parts) {
  const isSecure = parts.config.origin?.startsWith('https:') ?? false;
  return createApi()
    .onError(answerProblem)
    .notFound((c) => problemResponse(c, 404, 'There is nothing at this address.'))
    .route('/', healthApi(parts))
    .route('/', metricsApi(parts))
    .use(async (c, next) => {
      c.set('actor', await findActor(c, parts.store, isSecure));
      await next();
    })
    .route('/', syncApi(parts))
    .use('/api/*', async (c, next) => {
      const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
      if (!isSafe && isForeignOrigin(c, parts.config.origin))
        throw new Problem(403, 'This page is not part of Longtable.');
      c.header('cache-control', 'no-store');
      c.header('x-content-type-options', 'nosniff');
      await next();
    })
    .route('/', guestApi(parts))
    .route('/', createPlanApi(parts))
    .use('/api/plans/:planId/*', readersOnly(parts.access))
    .use('/api/plans/:planId', readersOnly(parts.access))
    .on('GET', limitedReads, limitReads(parts.limits))
    .route('/', readPlanApi(parts))
    .route('/', searchPlanApi(parts))
    .route('/', historyApi(parts))
    .route('/', versionsApi(parts))
    .route('/', changeNotesApi(parts))
    .route('/', reviewApi(parts))
    .route('/', authorshipApi(parts))
    .route('/', restoreApi(parts));
}
