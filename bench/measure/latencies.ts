/** Latencies counted in steps of 50 µs up to a minute, so that millions of them cost nothing. */

const stepMs = 0.05;
const steps = 60_000 / stepMs;

export class Latencies {
  readonly #counts = new Uint32Array(steps + 1);
  #total = 0;

  add(ms: number): void {
    const step = Math.min(steps, Math.max(0, Math.round(ms / stepMs)));
    this.#counts[step] = (this.#counts[step] as number) + 1;
    this.#total++;
  }

  get total(): number {
    return this.#total;
  }

  /** Milliseconds that `share` of all stayed within; NaN when there are none. */
  quantile(share: number): number {
    let left = Math.ceil(this.#total * share);
    for (let step = 0; step <= steps && this.#total > 0; step++) {
      left -= this.#counts[step] as number;
      if (left <= 0) return step * stepMs;
    }
    return Number.NaN;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
}
