/** Work on whole plans, asked of a worker thread so that it never blocks sockets (rule S4). */
import { connectWorker } from '../worker-rpc.ts';
import type { PlanWorkerHandlers } from './plan-worker.ts';

export class PlanWorker {
  readonly #connection = connectWorker<PlanWorkerHandlers>(new URL('./plan-worker.ts', import.meta.url));

  openPlan(updates: readonly Uint8Array[]) {
    return this.#connection.call('openPlan', [updates]);
  }

  compactPlan(updates: readonly Uint8Array[]) {
    return this.#connection.call('compactPlan', [updates]);
  }

  diffPlan(updates: readonly Uint8Array[], stateVector: Uint8Array) {
    return this.#connection.call('diffPlan', [updates, stateVector]);
  }

  readWholePlan(updates: readonly Uint8Array[]) {
    return this.#connection.call('readWholePlan', [updates]);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
