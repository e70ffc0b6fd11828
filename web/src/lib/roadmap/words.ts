/** What the roadmap says of dates and of what leads where. */
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { fromToText } from '#lib/plan/words.ts';
import type { Stretch } from './axis.ts';
import { yearMs } from './calendar.ts';
import type { Dates } from './dates.ts';

/** "May 2030 to the 2040s"; empty where nobody has said. */
export const datesText = ({ horizonFrom, horizonTo }: Dates) => fromToText(horizonFrom, horizonTo);

const yearFormat = new Intl.DateTimeFormat(getLocale(), { timeZone: 'UTC', year: 'numeric' });
const monthFormat = new Intl.DateTimeFormat(getLocale(), { timeZone: 'UTC', year: 'numeric', month: 'long' });

/** "2024 to 2120", with months where that is not much more than a few years. */
export function stretchText({ from, to }: Stretch): string {
  const format = to - from < 8 * yearMs ? monthFormat : yearFormat;
  return m.roadmap_axis_value({ from: format.format(from), to: format.format(to) });
}
