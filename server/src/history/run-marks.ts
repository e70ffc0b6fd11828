/** How a run of a difference looks, as pages show it: of all marks only those we know, and only addresses that may be linked. */
import type { DiffRun, RunMarks } from '@longtable/shared/history';
import { isSafeHref } from '@longtable/shared/plan/rich-text';
import type { Marks, TextRun } from './text-runs.ts';

export function looksOf({ state, marksBefore, marksAfter }: TextRun): Pick<DiffRun, 'marks' | 'marksBefore'> {
  const marks = readMarks(state === 'deleted' ? marksBefore : marksAfter);
  const before = state === 'formatted' ? readMarks(marksBefore) : null;
  return { ...(marks && { marks }), ...(before && { marksBefore: before }) };
}

/** As any client may have written them. Null where it is plain. */
function readMarks(marks: Marks | undefined): RunMarks | null {
  if (!marks) return null;
  const href = (marks.link as { href?: unknown } | null | undefined)?.href;
  const known: RunMarks = {
    ...(marks.strong ? { strong: true } : {}),
    ...(marks.em ? { em: true } : {}),
    ...(typeof href === 'string' && isSafeHref(href) ? { href } : {}),
  };
  return Object.keys(known).length > 0 ? known : null;
}
