/** Asks the server about a plan's history, and has it written; what went wrong comes back as a sentence for people. */
import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { problemOf } from '#lib/plan/plan-data.ts';

/** `isAway`: the server could not be reached, so that the same may go well later. */
export type Answer<T> = { value: T; problem: null } | { value: null; problem: string; isAway: boolean };

/** @param path after the plan's own address in the API; @throws only when `signal` has ended it */
export function askPlan<T>(plan: string, path: string, signal?: AbortSignal): Promise<Answer<T>> {
  return answerOf<T>(addressOf(plan, path), { ...(signal && { signal }) }, m.history_offline);
}

export function tellPlan<T = null>(plan: string, method: string, path: string, body?: object): Promise<Answer<T>> {
  const content = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return answerOf<T>(addressOf(plan, path), { method, ...content }, m.history_write_offline);
}

/** For the load of a page. @throws what SvelteKit shows as an error page */
export async function loadFromPlan<T>(ask: typeof fetch, plan: string, path: string): Promise<T> {
  const response = await ask(addressOf(plan, path)).catch(() => null);
  if (!response) error(503, m.history_offline());
  if (!response.ok) error(response.status, await problemOf(response, m.error_unknown()));
  return (await response.json()) as T;
}

const addressOf = (plan: string, path: string) => `/api/plans/${plan}${path}`;

async function answerOf<T>(address: string, init: RequestInit, offline: () => string): Promise<Answer<T>> {
  const response = await fetch(address, init).catch((failure: unknown) => {
    if (init.signal?.aborted) throw failure;
    return null;
  });
  if (!response) return { value: null, problem: offline(), isAway: true };
  if (!response.ok) return { value: null, problem: await problemOf(response, m.error_unknown()), isAway: false };
  return { value: (response.status === 204 ? null : await response.json()) as T, problem: null };
}
