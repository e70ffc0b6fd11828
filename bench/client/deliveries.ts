/** When each edit was written to its socket, and how long it took to each listener: one clock, one process. */
import { Latencies } from '../measure/latencies.ts';
import { readMarks } from './marks.ts';

export class Deliveries {
  readonly latencies = new Latencies();
  /** Edits that came in at somebody who did not write them. */
  count = 0;
  /** The newest edit that has arrived, whoever wrote it. */
  newest = -1;
  readonly #sentAt: Float64Array[];
  #isCounting = false;

  /** @param editsPerWriter the most that any writer will make */
  constructor(writers: number, editsPerWriter: number) {
    this.#sentAt = Array.from({ length: writers }, () => new Float64Array(editsPerWriter));
  }

  /** From now on edits count; those sent before never do. */
  startCounting(): void {
    this.#isCounting = true;
  }

  /** Call right before the edit is written to the socket. */
  sent(writer: number, edit: number): void {
    if (this.#isCounting) (this.#sentAt[writer] as Float64Array)[edit] = performance.now();
  }

  /** @param listener the writer who listens here, or null; its own edits are no deliveries */
  received(frame: Buffer, listener: number | null): void {
    const now = performance.now();
    readMarks(frame, (writer, edit) => {
      const sentAt = this.#sentAt[writer]?.[edit] ?? 0;
      if (sentAt === 0 || writer === listener) return;
      this.count++;
      this.newest = Math.max(this.newest, edit);
      this.latencies.add(now - sentAt);
    });
  }
}
