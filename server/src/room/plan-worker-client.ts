/** Work on whole plans, asked of worker threads so that it never blocks sockets (rule S4). */
import { availableParallelism } from 'node:os';
import { connectWorkers } from '../worker-rpc.ts';
import type { Placements } from './placements.ts';
import type { PlanWorkerHandlers } from './plan-worker.ts';

/** One processor is for the sockets. */
const poolSize = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Longer than any plan should take, milliseconds: what takes longer is given up, and the others go on. */
const deadlineMs = 20_000;

export class PlanWorker {
  readonly #pool = connectWorkers<PlanWorkerHandlers>(new URL('./plan-worker.ts', import.meta.url), poolSize, {
    deadlineMs,
  });

  compactPlan(updates: readonly Uint8Array[]) {
    return this.#pool.call('compactPlan', [updates]);
  }

  diffPlan(updates: readonly Uint8Array[], stateVector: Uint8Array) {
    return this.#pool.call('diffPlan', [updates, stateVector]);
  }

  deletesContent(updates: readonly Uint8Array[], deletion: Uint8Array) {
    return this.#pool.call('deletesContent', [updates, deletion]);
  }

  followingDeletions(updates: readonly Uint8Array[], deletion: Uint8Array) {
    return this.#pool.call('followingDeletions', [updates, deletion]);
  }

  countConflictSteps(updates: readonly Uint8Array[], placements: Placements, most: number) {
    return this.#pool.call('countConflictSteps', [updates, placements, most]);
  }

  searchPlan(updates: readonly Uint8Array[], query: string, limit: number) {
    return this.#pool.call('searchPlan', [updates, query, limit]);
  }

  readWholePlan(updates: readonly Uint8Array[]) {
    return this.#pool.call('readWholePlan', [updates]);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
