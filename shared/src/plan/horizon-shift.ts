/** Moving a horizon by years: a plan that starts from another one's structure looks as far ahead, from its own beginning. */
import { openEnd, parseHorizon } from './horizon.ts';

/**
 * Decades, and parts of them, move by whole decades.
 * @returns null for what `horizon.ts` does not understand, and beyond the years 0 to 9999
 */
export function shiftHorizon(raw: string, years: number): string | null {
  if (raw === openEnd) return raw;
  const horizon = parseHorizon(raw);
  if (!horizon) return null;
  const step = horizon.isDecade || horizon.part ? Math.round(years / 10) * 10 : years;
  const moved = raw.replace(/\d{4}|\d{3}(?=X)/g, (digits, at: number) => {
    if (!horizon.part && at > 0) return digits;
    const year = Number(digits) * (digits.length === 3 ? 10 : 1) + step;
    return String(digits.length === 3 ? year / 10 : year).padStart(digits.length, '0');
  });
  if (parseHorizon(moved)) return moved;
  // Only some years have a 29 February.
  const dayBefore = moved.replace('-02-29', '-02-28');
  return parseHorizon(dayBefore) ? dayBefore : null;
}
