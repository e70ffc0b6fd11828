import { createActorId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import { ClientAllowance } from './client-allowance.ts';
import { maxNewClientsPerDay } from './limits.ts';

const noon = Date.parse('2026-05-04T12:00:00Z');
const hour = 60 * 60_000;

test('[S2] an actor takes so many client ids a day, however often a plan is closed and opened', () => {
  const allowance = new ClientAllowance();
  const [ada, ben] = [createActorId(), createActorId()];
  expect(allowance.take(ada, maxNewClientsPerDay - 1, noon)).toBe(true);
  expect(allowance.take(ada, 2, noon + hour)).toBe(false);
  expect(allowance.take(ada, 1, noon + hour)).toBe(true);
  expect(allowance.take(ben, 1, noon + hour)).toBe(true);
  expect(allowance.take(ada, 1, noon + 11 * hour)).toBe(false);
  expect(allowance.take(ada, 1, noon + 12 * hour)).toBe(true);
});
