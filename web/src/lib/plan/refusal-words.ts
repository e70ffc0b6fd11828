/** What the server's refusals say in the language of the page; the codes are those of `http/problem.ts` there. */
import { m } from '#lib/paraglide/messages.js';

const refusals: Record<string, (values: { minutes: number }) => string> = {
  'unknown-plan': m.refusal_unknown_plan,
  'unknown-element': m.refusal_unknown_element,
  'no-access': m.refusal_no_access,
  'no-name': m.refusal_no_name,
  'unknown-source': m.refusal_unknown_source,
  'no-access-source': m.refusal_no_access_source,
  'files-too-large': m.error_too_large,
  'files-broken': m.refusal_files_broken,
  'too-often': m.refusal_too_often,
  'not-saved': m.refusal_not_saved,
  unforeseen: m.refusal_unforeseen,
};

/** @param waitSeconds how long to wait before trying again, where the server says so */
export function refusalWords(code: unknown, waitSeconds: number): string | null {
  if (typeof code !== 'string' || !Object.hasOwn(refusals, code)) return null;
  return refusals[code]?.({ minutes: Math.max(1, Math.ceil(waitSeconds / 60)) }) ?? null;
}
