/** Folding what came in since into the base of a plan (rule S4): one at a time, by a worker; what failed is tried ever later. */
import type { PlanId } from '@longtable/shared/ids';
import type { PlanStore } from '../store/plan-store.ts';
import { maxRetryCompactionMs, maxTailRows, retryCompactionMs } from './limits.ts';
import type { PlanBytes } from './plan-bytes.ts';
import type { PlanWorker } from './plan-worker-client.ts';

export interface CompactionParts {
  store: Pick<PlanStore, 'saveCheckpoint'>;
  worker: Pick<PlanWorker, 'compactPlan'>;
}

export class Compaction {
  readonly #plan: PlanId;
  readonly #bytes: PlanBytes;
  readonly #parts: CompactionParts;
  #running: Promise<void> | null = null;
  #failures = 0;
  #againAt = 0;

  constructor(plan: PlanId, bytes: PlanBytes, parts: CompactionParts) {
    this.#plan = plan;
    this.#bytes = bytes;
    this.#parts = parts;
  }

  /** Resolves when nothing is being folded. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Folds when there is enough of it. @param now milliseconds */
  consider(now: number): void {
    if (this.#bytes.shouldCompact && now > this.#againAt) void this.#run();
  }

  /** Folds when a restart would otherwise have much to read. */
  async beforeClosing(): Promise<void> {
    if (this.#bytes.rowsAfterBase > maxTailRows / 10) await this.#run();
  }

  /** Whatever made it fail may be over. */
  retry(): void {
    this.#againAt = 0;
  }

  #run(): Promise<void> {
    this.#running ??= this.#fold().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #fold(): Promise<void> {
    const { seq, updates } = this.#bytes.beginCompaction();
    try {
      const plan = await this.#parts.worker.compactPlan(updates);
      await this.#parts.store.saveCheckpoint(this.#plan, { seq, ...plan });
      this.#bytes.finishCompaction(seq, plan);
      this.#failures = 0;
    } catch (error) {
      console.error(`Plan ${this.#plan} could not be compacted; it goes on as it is:`, error);
      this.#bytes.abandonCompaction();
      const pauseMs = Math.min(retryCompactionMs * 2 ** this.#failures++, maxRetryCompactionMs);
      this.#againAt = performance.now() + pauseMs;
    }
  }
}
