/** The plans that were opened on this device, so that their people find back to them. Known to this device alone. */
import type { PlanId } from '@longtable/shared/ids';

export interface VisitedPlan {
  id: PlanId;
  title: string;
}

const key = 'longtable:plans';
const maxPlans = 50;

/** The last one first. */
export function findVisitedPlans(): VisitedPlan[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as VisitedPlan[]) : [];
  } catch {
    return [];
  }
}

export function rememberPlan(plan: VisitedPlan): void {
  write([plan, ...findVisitedPlans().filter(({ id }) => id !== plan.id)].slice(0, maxPlans));
}

/** @returns what is left */
export function forgetPlan(plan: PlanId): VisitedPlan[] {
  const others = findVisitedPlans().filter(({ id }) => id !== plan);
  write(others);
  return others;
}

function write(plans: readonly VisitedPlan[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(plans));
  } catch {
    // Without storage there is nothing to come back to.
  }
}
