/** Every address of one plan passes here first: whether there is such an id, and whether who asks may read it. */
import { type PlanId, parsePlanId } from '@longtable/shared/ids';
import type { Context, MiddlewareHandler } from 'hono';
import { type AccessPolicy, canRead, type Role } from '../../access/access.ts';
import type { ApiEnv } from '../api.ts';
import { Problem, unknownPlan } from '../problem.ts';

export interface PlanEnv {
  Variables: ApiEnv['Variables'] & { plan: PlanId; role: Role };
}

/** @throws Problem 404 when the id has not the shape of one, 403 */
export function readersOnly(access: AccessPolicy): MiddlewareHandler<PlanEnv> {
  return async (c: Context<PlanEnv>, next) => {
    const plan = parsePlanId(c.req.param('planId'));
    if (!plan) throw unknownPlan();
    const role = access.roleOf(c.get('actor'), plan);
    if (!canRead(role)) throw new Problem(403, 'You have no access to this plan.');
    c.set('plan', plan);
    c.set('role', role);
    await next();
  };
}
