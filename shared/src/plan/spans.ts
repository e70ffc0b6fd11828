/** Time spans of many dates: plain ones are reckoned here, others read by the EDTF library once. */
import type { Element } from './element.ts';
import { openEnd } from './horizon.ts';
import { parseTimeSpan, type TimeSpan } from './time-span.ts';

/** What EDTF is written with; anything else need not be read. */
const edtfSigns = /^[\dXYESTZ:.,{}[\]/~?%+-]+$/;
const plainDate = /^([1-9]\d{3})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?$/;
const mostRemembered = 5000;
const remembered = new Map<string, TimeSpan | null>();

/** As `parseTimeSpan`, for many. */
export function spanOf(text: string): TimeSpan | null {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const span = plainSpan(text) ?? (edtfSigns.test(text) ? parseTimeSpan(text) : null);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(text, span);
  return span;
}

function plainSpan(text: string): TimeSpan | null {
  const [, year, month, day] = plainDate.exec(text) ?? [];
  if (!year) return null;
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  const from = Date.UTC(y, m, d);
  if (day && (d === 0 || new Date(from).getUTCMonth() !== m)) return null;
  const next = day ? Date.UTC(y, m, d + 1) : month ? Date.UTC(y, m + 1, 1) : Date.UTC(y + 1, 0, 1);
  return { from, to: next - 1, isFuzzy: false };
}

/** From when to when an element reaches; null when it does not say, or says it in a way that is no date. */
export function reachOf({ horizonFrom, horizonTo }: Pick<Element, 'horizonFrom' | 'horizonTo'>): TimeSpan | null {
  const first = horizonFrom === null ? null : spanOf(horizonFrom);
  const last = horizonTo === null ? null : spanOf(horizonTo);
  if (!first && !last) return null;
  const from = first?.from ?? last?.from ?? Number.NEGATIVE_INFINITY;
  const to = horizonTo === openEnd ? Number.POSITIVE_INFINITY : Math.max(last?.to ?? first?.to ?? from, from);
  return { from, to, isFuzzy: (first?.isFuzzy ?? false) || (last?.isFuzzy ?? false) };
}
