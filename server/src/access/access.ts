/**
 * The one place that decides who may do what with a plan: for HTTP, for sockets and for pages alike.
 * Today: whoever holds a plan's link may read it, and may edit it once they have chosen a name.
 */
import type { PlanId } from '@longtable/shared/ids';
import type { Actor } from '../store/plan-store.ts';

export type Role = 'reader' | 'editor';

export interface AccessPolicy {
  /** The role of `actor` on a plan that exists; `null` is somebody without a session. */
  roleOf(actor: Actor | null, plan: PlanId): Role;
}

export const linkHoldersMayEdit: AccessPolicy = {
  roleOf: (actor) => (actor ? 'editor' : 'reader'),
};

export function canEdit(role: Role): boolean {
  return role === 'editor';
}
