/** Who this device last knew itself to be: a page that opens without a connection has nobody to ask. */
import type { Me } from './plan-data.ts';

const key = 'longtable:me';
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
