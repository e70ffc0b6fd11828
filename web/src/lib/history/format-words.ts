/** How a text came to look different: "made bold, no longer a link". */
import type { DiffRun, RunMarks } from '@longtable/shared/history';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

export function formatWords({ marks = {}, marksBefore = {} }: Pick<DiffRun, 'marks' | 'marksBefore'>): string {
  const said = [
    toggled('strong', marks, marksBefore, m.format_bold, m.format_not_bold),
    toggled('em', marks, marksBefore, m.format_italic, m.format_not_italic),
    linkWords(marks.href, marksBefore.href),
  ].filter((words) => words !== null);
  if (said.length === 0) return m.diff_legend_formatted();
  return new Intl.ListFormat(getLocale(), { type: 'unit' }).format(said);
}

function toggled(mark: 'strong' | 'em', now: RunMarks, before: RunMarks, on: () => string, off: () => string) {
  if (Boolean(now[mark]) === Boolean(before[mark])) return null;
  return now[mark] ? on() : off();
}

function linkWords(now: string | undefined, before: string | undefined): string | null {
  if (now === before) return null;
  if (now === undefined) return m.format_not_link();
  return before === undefined ? m.format_link({ address: now }) : m.format_link_changed({ address: now });
}
