/** The session cookie: 128 random bits for the browser, their SHA-256 for the database. */
import { createHash } from 'node:crypto';
import { randomId } from '@longtable/shared/ids';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Actor, PlanStore } from '../store/plan-store.ts';

export const sessionCookie = 'longtable_session';
/** Half a year after the last visit. */
const sessionMs = 182 * 24 * 60 * 60 * 1000;
/** Sessions with less than this left begin anew at a visit. */
const renewBelowMs = sessionMs / 2;

const hash = (token: string) => createHash('sha256').update(token).digest('base64url');

const cookieOptions = (isSecure: boolean) =>
  ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure, maxAge: sessionMs / 1000 }) as const;

/** Stores a new actor with a session, and gives the browser its cookie. */
export async function startSession(c: Context, store: PlanStore, actor: Actor, isSecure: boolean): Promise<void> {
  const token = randomId();
  await store.createActor(actor, hash(token), Date.now() + sessionMs);
  setCookie(c, sessionCookie, token, cookieOptions(isSecure));
}

/** Who is asking, or null. Who comes now and then stays who they are: their session is renewed. */
export async function findActor(c: Context, store: PlanStore, isSecure: boolean): Promise<Actor | null> {
  const token = getCookie(c, sessionCookie);
  const now = Date.now();
  const found = token ? await store.findSession(hash(token), now) : null;
  if (!token || !found) return null;
  if (found.expiresAt - now < renewBelowMs) {
    await store.renewSession(hash(token), now + sessionMs);
    setCookie(c, sessionCookie, token, cookieOptions(isSecure));
  }
  return found.actor;
}

/** Ends the session of this browser; nothing happens where there is none. */
export async function endSession(c: Context, store: PlanStore, isSecure: boolean): Promise<void> {
  const token = getCookie(c, sessionCookie);
  if (token) await store.endSession(hash(token));
  deleteCookie(c, sessionCookie, cookieOptions(isSecure));
}
