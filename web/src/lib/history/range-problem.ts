/** Why a difference or a moment can't be shown, in the language of the page where it is known what is wrong. */
import { m } from '#lib/paraglide/messages.js';
import { problemOf } from '#lib/plan/plan-data.ts';

export async function rangeProblem(response: Response): Promise<string> {
  const detail = await problemOf(response, m.error_unknown());
  const [, seq, last] = /^This plan has no change (\d+); its last is (\d+)\.$/.exec(detail) ?? [];
  return seq && last ? m.history_unknown_seq({ seq, last }) : detail;
}
