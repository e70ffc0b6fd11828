import { expect, test } from 'vitest';
import { lastMomentOf } from './horizon.ts';
import { isKeeping } from './keeping.ts';
import { spanOf } from './spans.ts';

const today = Date.UTC(2026, 10, 25);
const keeps = (until: string | null) => isKeeping({ type: 'kept-by', until }, today);

test('somebody keeps something until the last day of a date, and for ever where there is none', () => {
  for (const until of [null, '..', '2026', '2026-11-25', '2026-11', '202X', '2027', '2020/..', '[2026..2029]']) {
    expect(keeps(until), `${until}`).toBe(true);
  }
  for (const until of ['2025', '2026-11-24', '2026-10', '201X', '2024~', '2020/2024-05', '2025?', '2026-22']) {
    expect(keeps(until), until).toBe(false);
  }
  expect(isKeeping({ type: 'held-by', until: null }, today)).toBe(false);
});

test('a date that nobody can read ends nothing', () => {
  for (const until of ['soon', '2026-13', '', 'Y12025', '1XXX']) expect(keeps(until), until).toBe(true);
});

test('dates are over when all of EDTF says that they are', () => {
  for (const edtf of ['2026', '2026-02', '2024-02-29', '203X', '2030~', '2030?', '2020/2024-05', '[2030..2033]']) {
    const end = spanOf(edtf)?.to ?? 0;
    expect(Math.abs((lastMomentOf(edtf) ?? 0) - end), edtf).toBeLessThanOrEqual(1);
  }
});
