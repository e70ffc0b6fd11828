/** Looks again and again whether there is something new: soon where there was, more rarely where nothing happens. */

/** Milliseconds. */
const soonMs = 2500;
const rareMs = 20_000;
const slower = 1.4;

export class Follower {
  readonly #look: (signal: AbortSignal) => Promise<boolean>;
  readonly #stop = new AbortController();
  #waitMs = soonMs;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param look true where it found something; what it throws is as if there was nothing */
  constructor(look: (signal: AbortSignal) => Promise<boolean>) {
    this.#look = look;
    document.addEventListener('visibilitychange', () => this.#wake(), { signal: this.#stop.signal });
    this.#wait();
  }

  stop(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  /** Nobody looks at a tab that is hidden; once it is seen again it must be up to date. */
  #wake(): void {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.#waitMs = soonMs;
    void this.#tryNow();
  }

  #wait(): void {
    if (document.hidden || this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#tryNow(), this.#waitMs);
  }

  async #tryNow(): Promise<void> {
    const found = await this.#look(this.#stop.signal).catch(() => false);
    this.#waitMs = found ? soonMs : Math.min(rareMs, this.#waitMs * slower);
    clearTimeout(this.#timer);
    this.#wait();
  }
}
