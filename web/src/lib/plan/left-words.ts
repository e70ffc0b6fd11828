/**
 * Words that somebody typed in a small field and the plan did not take. They wait on this device, for that person, until they
 * are put away: closing the tab loses none. (`kept-words.ts` is of words that the plan's copy here has, and the server not.)
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';

export interface LeftWords {
  /** What the field is called on the page. */
  field: string;
  /** What it belonged to was removed; somebody else set it meanwhile; or whoever typed left before saving. */
  why: 'gone' | 'changed' | 'unsaved';
  words: string;
}

const keyOf = (plan: PlanId, actor: ActorId) => `longtable:left:${plan}:${actor}`;

/** The oldest first. */
export function findLeftWords(plan: PlanId, actor: ActorId): readonly LeftWords[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(plan, actor)) ?? '[]');
    return Array.isArray(kept) ? (kept as LeftWords[]) : [];
  } catch {
    return [];
  }
}

export function keepLeftWords(plan: PlanId, actor: ActorId, words: readonly LeftWords[]): void {
  try {
    if (words.length > 0) localStorage.setItem(keyOf(plan, actor), JSON.stringify(words));
    else localStorage.removeItem(keyOf(plan, actor));
  } catch {
    // Without storage they are on the page as long as that is open.
  }
}
