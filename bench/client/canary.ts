/** A writer and a listener, there before the trouble begins: their edits show how long a server keeps others waiting. */
import type { RunningServer } from '../servers/running-server.ts';
import { Crowd } from './crowd.ts';
import { waitUntil } from './pace.ts';
import type { SeededPlan } from './seeded-plan.ts';

const everyMs = 20;
const maxEdits = 30_000;

export class Canary {
  readonly #crowd: Crowd;
  #timer: NodeJS.Timeout | null = null;
  #sent = 0;

  private constructor(crowd: Crowd) {
    this.#crowd = crowd;
  }

  /** Takes the plan over from whoever seeded it. */
  static async sit(server: RunningServer, plan: SeededPlan): Promise<Canary> {
    const crowd = await Crowd.gather(server, plan, { writers: 1, readers: 1, editsPerWriter: maxEdits });
    crowd.deliveries.startCounting();
    return new Canary(crowd);
  }

  sing(): void {
    this.#timer = setInterval(() => {
      if (this.#sent === maxEdits) return;
      this.#sent++;
      this.#crowd.write(0);
    }, everyMs);
  }

  /** Waits until what was sent last has arrived. @returns whether it did */
  catchUp(withinMs: number): Promise<boolean> {
    const last = this.#sent - 1;
    return waitUntil(() => this.#crowd.deliveries.newest >= last || !this.isConnected, withinMs).then(
      (isOver) => isOver && this.isConnected,
    );
  }

  get isConnected(): boolean {
    const people = [...this.#crowd.writers.map(({ connection }) => connection), ...this.#crowd.readers];
    return people.every(({ closeCode }) => closeCode === null);
  }

  /** The slowest delivery since this was last asked, milliseconds. */
  takeSlowest(): number {
    const { latencies } = this.#crowd.deliveries;
    const slowest = latencies.total > 0 ? latencies.quantile(1) : 0;
    latencies.clear();
    return slowest;
  }

  /** Stops writing, and waits for what is on its way. @returns what a delivery took, and how many never came */
  async fallSilent(withinMs: number): Promise<{ p50: number; p99: number; worst: number; missing: number }> {
    if (this.#timer) clearInterval(this.#timer);
    const { deliveries } = this.#crowd;
    await waitUntil(() => deliveries.count >= this.#sent, withinMs);
    const { latencies } = deliveries;
    return {
      p50: latencies.quantile(0.5),
      p99: latencies.quantile(0.99),
      worst: latencies.quantile(1),
      missing: this.#sent - deliveries.count,
    };
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#crowd.close();
  }
}
