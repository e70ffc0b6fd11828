/** What somebody with a state vector lacks (rule S4), made by a worker once for all who wait for the same. */
import type { PlanBytes } from './plan-bytes.ts';
import type { PlanWorker } from './plan-worker-client.ts';

export interface Difference {
  /** The seq at which whoever has it stands. */
  seq: number;
  update: Uint8Array;
}

export class Differences {
  readonly #bytes: PlanBytes;
  readonly #worker: Pick<PlanWorker, 'diffPlan'>;
  /** Those that are being made, of one seq: kept for nobody else, as they may be large. */
  #making = { seq: -1, byStateVector: new Map<string, Promise<Difference>>() };

  constructor(bytes: PlanBytes, worker: Pick<PlanWorker, 'diffPlan'>) {
    this.#bytes = bytes;
    this.#worker = worker;
  }

  from(stateVector: Uint8Array): Promise<Difference> {
    const { seq, updates } = this.#bytes;
    if (this.#making.seq !== seq) this.#making = { seq, byStateVector: new Map() };
    const { byStateVector } = this.#making;
    const key = Buffer.from(stateVector).toString('latin1');
    const known = byStateVector.get(key);
    if (known) return known;
    const making = this.#worker
      .diffPlan(updates, stateVector)
      .then((update) => ({ seq, update }))
      .finally(() => byStateVector.delete(key));
    byStateVector.set(key, making);
    return making;
  }
}
