/** A real database for one test, in memory. */
import { onTestFinished } from 'vitest';
import type { PlanStore } from '../store/plan-store.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';

export async function openTestStore(): Promise<PlanStore> {
  const store = await openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  return store;
}
