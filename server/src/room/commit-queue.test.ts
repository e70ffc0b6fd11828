import { createActorId, createPlanId, type PlanId } from '@longtable/shared/ids';
import { expect, test, vi } from 'vitest';
import type { NewLogRow } from '../store/plan-store.ts';
import { openTestStore } from '../testing/test-store.ts';
import { CommitQueue, type Committer } from './commit-queue.ts';

function row(plan: PlanId, seq: number): NewLogRow {
  const author = { actor: createActorId(), onBehalfOf: null, session: 's', intent: null };
  return { ...author, plan, seq, at: seq, update: new Uint8Array([0, 0]) };
}

test('[S3] a room that can’t write down what came in breaks off, and the others commit', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const store = await openTestStore();
  const plan = createPlanId();
  await store.createPlan(plan, [row(plan, 1)], []);
  const commits = new CommitQueue(store, () => undefined);
  const breakOff = vi.fn();
  const broken: Committer = {
    windowMs: 0,
    beginCommit: () => {
      throw new Error('It does not fit.');
    },
    endCommit: () => false,
    breakOff,
  };
  await new Promise<void>((resolve) => {
    const sound: Committer = {
      windowMs: 0,
      beginCommit: () => [row(plan, 2)],
      endCommit: () => {
        resolve();
        return false;
      },
      breakOff: () => undefined,
    };
    commits.schedule(broken);
    commits.schedule(sound);
  });
  expect(breakOff).toHaveBeenCalledOnce();
  expect(commits.isFailing).toBe(false);
  expect((await store.loadPlan(plan)).rows.map(({ seq }) => seq)).toEqual([1, 2]);
});
