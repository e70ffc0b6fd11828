/** What a person types as a date: as people say it in the language of the page, as English says it, or any EDTF. */
import { readHorizon } from '@longtable/shared/plan/horizon';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** @returns EDTF, or null when it is no date. All of EDTF is loaded only for what people do not say in words. */
export async function readTypedDate(typed: string): Promise<string | null> {
  const known = readDateWords(typed);
  if (known !== null) return known;
  const raw = typed.trim();
  if (!/\d/.test(raw)) return null;
  const { parseTimeSpan } = await import('@longtable/shared/plan/time-span');
  return parseTimeSpan(raw) ? raw : null;
}

/** The same without the rare forms, at once: dates read as the pages of this language write them. */
export function readDateWords(typed: string, thisYear = new Date().getUTCFullYear()): string | null {
  return readHorizon(typed, thisYear) ?? readHorizon(inEnglish(typed.trim().toLocaleLowerCase(getLocale())), thisYear);
}

/** Stands in our sentences where the date or the year comes. */
const hole = '\u0001';
const counts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];

const decadeParts = { early: m.horizon_early, mid: m.horizon_mid, late: m.horizon_late };
const seasons = {
  spring: m.horizon_spring,
  summer: m.horizon_summer,
  autumn: m.horizon_autumn,
  winter: m.horizon_winter,
};

/** Our own sentences backwards. What none of them says stays as it is. */
function inEnglish(typed: string): string {
  if (typed === lower(m.horizon_open())) return 'open';
  const from = within(m.horizon_from_on({ date: hole }), typed);
  if (from) return `from ${inEnglish(from)} on`;
  const about = within(m.horizon_about({ date: hole }), typed);
  if (about) return `about ${inEnglish(about)}`;
  const generations = within(m.horizon_generations({ count: hole }), typed);
  if (generations) return `in ${counts[Number(generations) - 1] ?? generations} generations`;
  for (const [part, words] of Object.entries(decadeParts)) {
    const year = within(words({ year: hole }), typed);
    if (year) return `${part} ${year}s`;
  }
  for (const [season, words] of Object.entries(seasons)) {
    const year = within(words({ year: hole }), typed);
    if (year) return `${season} ${year}`;
  }
  const decade = within(m.horizon_decade({ year: hole }), typed);
  return decade ? `${decade}s` : (readMonth(typed) ?? typed);
}

const lower = (text: string) => text.toLocaleLowerCase(getLocale());

/** What stands in a sentence where its hole is. */
function within(sentence: string, typed: string): string | null {
  const [before = '', after = ''] = lower(sentence).split(hole);
  if (typed.length <= before.length + after.length) return null;
  if (!typed.startsWith(before) || !typed.endsWith(after)) return null;
  return typed.slice(before.length, typed.length - after.length);
}

/** "May 2030", "4 May 2030", "May 4, 2030". */
function readMonth(typed: string): string | null {
  const format = new Intl.DateTimeFormat(getLocale(), { month: 'long', timeZone: 'UTC' });
  for (let month = 0; month < 12; month++) {
    const name = lower(format.format(Date.UTC(2000, month, 1)));
    if (!typed.includes(name)) continue;
    const [, day, year] = /^(?:(\d{1,2})\D*\s)?\s*(\d{4})$/.exec(typed.replace(name, ' ').trim()) ?? [];
    if (year) return [year, String(month + 1).padStart(2, '0'), ...(day ? [day.padStart(2, '0')] : [])].join('-');
  }
  return null;
}
