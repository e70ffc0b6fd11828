/** What is read of a plan at one seq, and asked of a worker: made once for all who ask for it at that seq. */
import type { PlanId } from '@longtable/shared/ids';
import type { Hit } from '@longtable/shared/plan/plan-search';
import type { PlanBytes } from './plan-bytes.ts';
import type { PlanWithBodies } from './plan-documents.ts';
import type { PlanWorker } from './plan-worker-client.ts';

interface AtSeq<T> {
  seq: number;
  value: Promise<T>;
}

export class PlanReads {
  readonly #plan: PlanId;
  readonly #bytes: PlanBytes;
  readonly #worker: PlanWorker;
  /** Kept until the plan changes. */
  #content: AtSeq<PlanWithBodies> | null = null;
  /** Kept until it is made: it may be large, and few ask twice. */
  #export: AtSeq<Uint8Array<ArrayBuffer>> | null = null;

  constructor(plan: PlanId, bytes: PlanBytes, worker: PlanWorker) {
    this.#plan = plan;
    this.#bytes = bytes;
    this.#worker = worker;
  }

  /** The plan as plain values, at the seq on disk. */
  content(): { seq: number; content: Promise<PlanWithBodies> } {
    const { seq, updates } = this.#bytes;
    if (this.#content?.seq !== seq) {
      const value = this.#worker.readWholePlan(updates);
      this.#content = { seq, value };
      // What failed is tried again by whoever asks next.
      value.catch(() => {
        if (this.#content?.value === value) this.#content = null;
      });
    }
    return { seq, content: this.#content.value };
  }

  /** The same as the bytes of an export. */
  export(): Promise<Uint8Array<ArrayBuffer>> {
    const { seq, updates } = this.#bytes;
    if (this.#export?.seq !== seq) {
      const value = this.#worker.exportPlan(updates, { id: this.#plan, seq });
      this.#export = { seq, value };
      const forget = () => {
        if (this.#export?.value === value) this.#export = null;
      };
      value.then(forget, forget);
    }
    return this.#export.value;
  }

  /** The elements in which words of `query` are, best first. */
  search(query: string, limit: number): Promise<Hit[]> {
    return this.#worker.searchPlan(this.#bytes.updates, query, limit);
  }
}
