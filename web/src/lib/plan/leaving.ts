/** Leaving: the session ends, and this device forgets what the server has. What it does not have stays, to be found again. */
import type { ActorId } from '@longtable/shared/ids';
import { findPlansWithWords } from './kept-words.ts';

/** @returns false when the server could not be asked: the session is still there */
export async function endSession(): Promise<boolean> {
  const response = await fetch('/api/session', { method: 'DELETE' }).catch(() => null);
  return response?.ok ?? false;
}

/** Forgets the copies of the plans in which nothing of `actor` waits, and all pages that were kept for them. */
export async function forgetCopies(actor: ActorId): Promise<void> {
  const waiting = findPlansWithWords(actor);
  for (const { name = '' } of await indexedDB.databases()) {
    const [, plan, owner] = name.split(':');
    if (owner === actor && !waiting.some((each) => each === plan)) indexedDB.deleteDatabase(name);
  }
  // Kept by the service worker, with the name of who saw them; on origins that are not safe there is none.
  if (!('caches' in window)) return;
  for (const name of await caches.keys()) if (name.startsWith('pages-')) await caches.delete(name);
}
