/** The session cookie: 128 random bits for the browser, their SHA-256 for the database. */
import { createHash } from 'node:crypto';
import { randomId } from '@longtable/shared/ids';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Actor, PlanStore } from '../store/plan-store.ts';

export const sessionCookie = 'longtable_session';
/** Half a year. */
const sessionMs = 182 * 24 * 60 * 60 * 1000;

const hash = (token: string) => createHash('sha256').update(token).digest('base64url');

/** Stores a new actor with a session, and gives the browser its cookie. */
export async function startSession(c: Context, store: PlanStore, actor: Actor, isSecure: boolean): Promise<void> {
  const token = randomId();
  await store.createActor(actor, hash(token), Date.now() + sessionMs);
  setCookie(c, sessionCookie, token, {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: isSecure,
    maxAge: sessionMs / 1000,
  });
}

/** Who is asking, or null. */
export async function findActor(c: Context, store: PlanStore): Promise<Actor | null> {
  const token = getCookie(c, sessionCookie);
  return token ? store.findActorBySession(hash(token), Date.now()) : null;
}
