/** What form actions have in common: they ask the API, and show its sentence when it says no. */
import { type ActionFailure, fail } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { problemOf, readMe } from '#lib/plan/plan-data.ts';

type Fetch = typeof fetch;
/** `isName`: it is the name that was refused, or whom it acts for. */
type Refusal = ActionFailure<{ problem: string; values: Record<string, string>; isName: boolean }>;

/** @returns the answer's JSON, or what the page shows instead, with what was typed */
export async function ask<T>(
  fetch: Fetch,
  path: string,
  body: unknown,
  typed: Record<string, string>,
  isName = false,
): Promise<{ answer: T } | { refusal: Refusal }> {
  const isForm = body instanceof FormData;
  const response = await fetch(path, {
    method: 'POST',
    ...(isForm ? { body } : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (response.ok) return { answer: (await response.json()) as T };
  const problem = await problemOf(response, m.error_unknown());
  return { refusal: fail(response.status, { problem, values: typed, isName }) };
}

/** The text fields of a form. */
export function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Who is asking; where nobody has a name yet, the one in the form is taken. */
export async function joinIfNeeded(fetch: Fetch, typed: Record<string, string>): Promise<Refusal | null> {
  if (await readMe(fetch)) return null;
  const guest = { name: typed.name ?? '', organisation: typed.organisation ?? '' };
  const joined = await ask(fetch, '/api/guest', guest, typed, true);
  return 'refusal' in joined ? joined.refusal : null;
}
