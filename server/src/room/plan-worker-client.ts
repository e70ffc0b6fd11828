/** Work on whole plans, asked of worker threads so that it never blocks sockets (rule S4). */
import { availableParallelism } from 'node:os';
import { connectWorker, connectWorkers } from '../worker-rpc.ts';
import { rehearsalDeadlineMs } from './limits.ts';
import type { ExportedState, Rehearsal } from './plan-documents.ts';
import type { PlanWorkerHandlers } from './plan-worker.ts';

/** One processor is for the sockets. */
const poolSize = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Longer than any plan should take, milliseconds: what takes longer is given up, and the others go on. */
const deadlineMs = 20_000;

const module = new URL('./plan-worker.ts', import.meta.url);

export class PlanWorker {
  readonly #pool = connectWorkers<PlanWorkerHandlers>(module, poolSize, { deadlineMs });
  readonly #rehearsals = connectWorker<PlanWorkerHandlers>(module, { deadlineMs: rehearsalDeadlineMs });

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

  /** Has a worker of its own: what is tried out may be made to take long. @throws WorkerExited after the deadline */
  rehearse(rehearsal: Rehearsal) {
    return this.#rehearsals.call('rehearse', [rehearsal]);
  }

  searchPlan(updates: readonly Uint8Array[], query: string, limit: number) {
    return this.#pool.call('searchPlan', [updates, query, limit]);
  }

  readWholePlan(updates: readonly Uint8Array[]) {
    return this.#pool.call('readWholePlan', [updates]);
  }

  exportPlan(updates: readonly Uint8Array[], named: ExportedState) {
    return this.#pool.call('exportPlan', [updates, named]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#rehearsals.close()]);
  }
}
