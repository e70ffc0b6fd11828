import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PlanStore } from '../../server/src/store/plan-store.ts';
import { openSqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';
import { Schedule } from './schedule.ts';
import { sizes } from './sizes.ts';

/** Time is the schedule's. */
const toFake = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['Date', 'performance'] as const),
];

/** No power is cut here: what is in memory will do, and 2,000 schedules are long. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let folder: string;
let store: PlanStore;

beforeAll(async () => {
  folder = await mkdtemp(join(memory, 'longtable-schedules-'));
  store = await openSqliteStore(join(folder, 'longtable.sqlite'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const only = process.env.SEED === undefined ? null : Number(process.env.SEED);
const seeds = only === null ? Array.from({ length: sizes.schedules }, (_, index) => index + 1) : [only];

test(`[S2] [S3] [S4] [S7] [S11] [H2] after ${seeds.length} schedules of faults everyone reads the same, and every author is right`, {
  timeout: 3_600_000,
}, async () => {
  for (const seed of seeds) {
    vi.useFakeTimers({ now: Date.UTC(2026, 4, 4, 10), toFake });
    const outcome = await new Schedule(seed, store).run().then(
      () => 'fine',
      (error: Error) => error.stack,
    );
    vi.useRealTimers();
    expect(outcome, `SEED=${seed} npm run test:faults -- schedules`).toBe('fine');
  }
});
