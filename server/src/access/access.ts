/**
 * The one place that decides who may do what: for HTTP, for sockets and for pages alike.
 * Today: whoever holds a plan's link may read it, and may edit it once they have chosen a name.
 */
import type { PlanId } from '@longtable/shared/ids';
import type { Actor } from '../store/plan-store.ts';

export type Role = 'reader' | 'editor';

export interface AccessPolicy {
  /** What `actor` may do with a plan; null is nothing. An actor of `null` is somebody without a session. */
  roleOf(actor: Actor | null, plan: PlanId): Role | null;
  /** Whether `actor` may begin a plan. */
  canCreate(actor: Actor | null): actor is Actor;
}

export const linkHoldersMayEdit: AccessPolicy = {
  roleOf: (actor) => (actor ? 'editor' : 'reader'),
  canCreate: (actor) => actor !== null,
};

export function canRead(role: Role | null): role is Role {
  return role !== null;
}

export function canEdit(role: Role | null): boolean {
  return role === 'editor';
}
