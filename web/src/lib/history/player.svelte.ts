/** Plays a timeline: from one change to the next, resting at each until it was shown and could be read. */

/** How long it rests at each change at the usual speed, milliseconds. */
const restMs = 1600;
export const speeds = [0.5, 1, 2, 4] as const;
export type Speed = (typeof speeds)[number];

export class Player {
  readonly #step: () => Promise<boolean>;
  #isPlaying = $state(false);
  #speed: Speed = $state(1);
  #round = 0;

  /** @param step goes on to the next change and waits until it is shown; false at the end */
  constructor(step: () => Promise<boolean>) {
    this.#step = step;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#speed = speed;
  }

  toggle(): void {
    if (this.#isPlaying) this.stop();
    else void this.#play();
  }

  stop(): void {
    this.#isPlaying = false;
    this.#round++;
  }

  async #play(): Promise<void> {
    this.#isPlaying = true;
    const round = ++this.#round;
    const isOver = () => round !== this.#round;
    for (;;) {
      const hasMore = await this.#step().catch(() => false);
      if (isOver()) return;
      if (!hasMore) break;
      await new Promise((resolve) => setTimeout(resolve, restMs / this.#speed));
      if (isOver()) return;
    }
    this.#isPlaying = false;
  }
}
