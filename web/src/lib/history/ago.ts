/** How long ago something was, in words: "three weeks ago" is understood sooner than a date. */
import { getLocale } from '#lib/paraglide/runtime.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** From how many seconds on a unit is used, and how long it is, the longest first. */
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365.25 * day],
  ['month', 30.44 * day],
  ['week', 7 * day],
  ['day', day],
  ['hour', hour],
  ['minute', minute],
];

/** @param now milliseconds since 1970 */
export function agoText(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  const format = new Intl.RelativeTimeFormat(getLocale(), { numeric: 'auto' });
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  return unit === 'second' ? format.format(0, 'second') : format.format(-Math.floor(seconds / length), unit);
}
