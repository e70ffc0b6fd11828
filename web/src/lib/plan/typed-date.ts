/** What a person types as a date: as people say it, or any EDTF. */
import { readHorizon } from '@longtable/shared/plan/horizon';

/** @returns EDTF, or null when it is no date. All of EDTF is loaded only for what people do not say in words. */
export async function readTypedDate(typed: string): Promise<string | null> {
  const known = readHorizon(typed);
  if (known !== null) return known;
  const raw = typed.trim();
  if (!/\d/.test(raw)) return null;
  const { parseTimeSpan } = await import('@longtable/shared/plan/time-span');
  return parseTimeSpan(raw) ? raw : null;
}
