/** Every address of one plan passes here first: whether there is such an id, and whether who asks may read it. */
import { type ActorId, type PlanId, parsePlanId } from '@longtable/shared/ids';
import type { Context, MiddlewareHandler } from 'hono';
import { type AccessPolicy, canEdit, canRead, type Role } from '../../access/access.ts';
import type { Act } from '../../store/mark-store.ts';
import type { Actor, PlanStore } from '../../store/plan-store.ts';
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
    if (!canRead(role)) throw new Problem(403, 'You have no access to this plan.', 'no-access');
    c.set('plan', plan);
    c.set('role', role);
    await next();
  };
}

/** The plan that an address names, which is there. @throws Problem 404 */
export async function requirePlan(store: PlanStore, c: Context<PlanEnv>): Promise<PlanId> {
  const plan = c.get('plan');
  if (!(await store.hasPlan(plan))) throw unknownPlan();
  return plan;
}

/** Who asks, with a name. @param purpose ends the sentence that refuses: "name a version" @throws Problem 401 */
export function requireActor(c: Context<PlanEnv>, purpose: string): Actor {
  const actor = c.get('actor');
  if (!actor) throw new Problem(401, `Choose a name first, to ${purpose}.`);
  return actor;
}

/** @throws Problem 401, 403 */
export function requireEditor(c: Context<PlanEnv>, purpose: string): Actor {
  const actor = requireActor(c, purpose);
  if (!canEdit(c.get('role'))) throw new Problem(403, `You may read this plan, but not ${purpose}.`);
  return actor;
}

/** Whether who asks may say that a flag is dealt with, which `flaggedBy` set. */
export function canResolve(c: Context<PlanEnv>, flaggedBy: ActorId): boolean {
  return canEdit(c.get('role')) || c.get('actor')?.id === flaggedBy;
}

/** What somebody does now. */
export function actOf({ id, organisation }: Actor): Act {
  return { actor: id, onBehalfOf: organisation, at: Date.now() };
}
