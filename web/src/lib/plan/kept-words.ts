/**
 * Words that wait on this device: who wrote in a plan here and was not told "saved". The words themselves are in
 * the copy on this device; this only remembers that there are some, so that they are found again by somebody
 * whose session is gone.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';

export interface KeptWords {
  actor: ActorId;
  name: string;
}

const keyOf = (plan: PlanId) => `longtable:unsaved:${plan}`;

function read(plan: PlanId): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(plan)) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, string>) : {};
  } catch {
    // Storage may be closed to us, or hold what we did not write: then nothing is known to be kept.
    return {};
  }
}

function write(plan: PlanId, kept: Record<string, string>): void {
  try {
    if (Object.keys(kept).length > 0) localStorage.setItem(keyOf(plan), JSON.stringify(kept));
    else localStorage.removeItem(keyOf(plan));
  } catch {
    // Without storage nothing is kept on this device either, and the saved state says so.
  }
}

export function rememberWords(plan: PlanId, { actor, name }: KeptWords): void {
  write(plan, { ...read(plan), [actor]: name });
}

export function forgetWords(plan: PlanId, actor: ActorId): void {
  const { [actor]: _gone, ...others } = read(plan);
  write(plan, others);
}

/** Words of others than `me` that wait here. */
export function findKeptWords(plan: PlanId, me: ActorId | null): KeptWords[] {
  return Object.entries(read(plan))
    .filter(([actor]) => actor !== me)
    .map(([actor, name]) => ({ actor: actor as ActorId, name }));
}
