/** Who this device last knew itself to be, and what they may do: a page that opens without a connection has nobody to ask. */
import type { PlanId } from '@longtable/shared/ids';
import type { Me, Role } from './plan-data.ts';

const key = 'longtable:me';
const readerKey = (plan: PlanId) => `longtable:reader:${plan}`;
const pauseMs = 4_000;

export function rememberMe(me: Me | null): void {
  try {
    if (me) localStorage.setItem(key, JSON.stringify(me));
    else localStorage.removeItem(key);
  } catch {
    // Without storage no plan is kept on this device either.
  }
}

export function recallMe(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Me | null;
  } catch {
    return null;
  }
}

export function rememberRole(plan: PlanId, role: Role): void {
  try {
    if (role === 'reader') localStorage.setItem(readerKey(plan), '');
    else localStorage.removeItem(readerKey(plan));
  } catch {
    // The server asks again before it takes a word.
  }
}

export function recallRole(plan: PlanId): Role {
  try {
    return localStorage.getItem(readerKey(plan)) === null ? 'editor' : 'reader';
  } catch {
    return 'editor';
  }
}

/** Asks the server whether its session is still that of `me`, until it answers. */
export async function isStillMe(me: Me): Promise<boolean> {
  for (;;) {
    const response = await fetch('/api/me').catch(() => null);
    if (response?.ok) return ((await response.json()) as { actor: Me | null }).actor?.id === me.id;
    await new Promise((resolve) => {
      addEventListener('online', resolve, { once: true });
      setTimeout(resolve, pauseMs);
    });
  }
}
