/** What is answered from the whole record of a plan: how often somebody may ask, and how much of it at once. */
import type { MiddlewareHandler } from 'hono';
import { addressOf, type RateLimits } from '../rate-limit.ts';
import type { PlanEnv } from './plan-access.ts';

export const limitedReads = [
  'revisions',
  'timeline',
  'seq',
  'diff',
  'review',
  'versions',
  'notes',
  'export',
  'elements/:elementId/states',
  'elements/:elementId/authorship',
  'elements/:elementId/wordings',
].map((path) => `/api/plans/:planId/${path}`);

/** @throws Problem 429 */
export function limitReads({ reads, unnamedReads }: RateLimits): MiddlewareHandler<PlanEnv> {
  return async (c, next) => {
    const actor = c.get('actor');
    const [limit, key] = actor ? [reads, actor.id] : [unnamedReads, addressOf(c)];
    await limit.spend(c, key);
    // Names are made quickly: of one address no more wait than without.
    await limit.within(c, key, actor ? () => unnamedReads.within(c, addressOf(c), next) : next);
  };
}
