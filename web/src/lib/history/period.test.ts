import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// Outside of a component a rune keeps a value like any other field.
beforeAll(() =>
  vi.stubGlobal(
    '$state',
    Object.assign(<T>(value: T) => value, { raw: <T>(value?: T) => value }),
  ),
);
afterAll(() => vi.unstubAllGlobals());

const hour = 3_600_000;

/** A plan that began at 0 and is ten hours old, until it gets older. */
async function startPeriod() {
  const { Period } = await import('./period.svelte.ts');
  const life = { since: 0, until: 10 * hour };
  return { period: new Period(() => life), live: (until: number) => Object.assign(life, { until }) };
}

test('a part that ends now goes on with what comes in, and is as long as before', async () => {
  const { period, live } = await startPeriod();
  period.zoomAt(1, 0.2, 0);
  expect([period.since, period.until, period.isAtEnd]).toEqual([8 * hour, 10 * hour, true]);
  live(11 * hour);
  expect([period.since, period.until, period.isPart]).toEqual([9 * hour, 11 * hour, true]);
  period.moveBy(-1);
  live(12 * hour);
  expect([period.since, period.until, period.isAtEnd]).toEqual([7 * hour, 9 * hour, false]);
  period.moveBy(9);
  live(13 * hour);
  expect([period.since, period.until]).toEqual([11 * hour, 13 * hour]);
});

test('a part that ended before now stays, also while all else grows', async () => {
  const { period, live } = await startPeriod();
  period.show({ since: 2 * hour, until: 4 * hour });
  live(20 * hour);
  expect([period.since, period.until, period.isAtEnd]).toEqual([2 * hour, 4 * hour, false]);
  period.show(null);
  live(30 * hour);
  expect([period.since, period.until, period.isAtEnd, period.isPart]).toEqual([0, 30 * hour, true, false]);
});

test('what is zoomed at the end by parts of milliseconds is still at the end', async () => {
  const { period, live } = await startPeriod();
  for (let times = 0; times < 9; times++) period.zoomAround(10 * hour, 0.7, 0);
  const length = period.until - period.since;
  live(10 * hour + 0.25);
  live(11 * hour);
  expect(period.until).toBe(11 * hour);
  expect(period.until - period.since).toBeCloseTo(length, 3);
});
