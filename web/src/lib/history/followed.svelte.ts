/**
 * What the server answered when a page was opened, asked for again when it may have changed. While there is no answer, what
 * was there stays: a page must not go because the connection does.
 */
import type { Answer } from './ask-plan.ts';

export class Followed<T extends object> {
  readonly #loaded: () => T;
  readonly #ask: () => Promise<Answer<T>>;
  #newer: { than: T; value: T } | null = $state.raw(null);
  #asked = 0;
  #answered = 0;

  /** @param loaded what came with the page; another page's makes what was asked for since old */
  constructor(loaded: () => T, ask: () => Promise<Answer<T>>) {
    this.#loaded = loaded;
    this.#ask = ask;
  }

  get current(): T {
    const loaded = this.#loaded();
    return this.#newer?.than === loaded ? this.#newer.value : loaded;
  }

  readonly again = async (): Promise<void> => {
    const than = this.#loaded();
    const asked = ++this.#asked;
    const { value } = await this.#ask();
    // An answer that comes late says less than the one that overtook it.
    if (!value || asked < this.#answered) return;
    this.#answered = asked;
    this.#newer = { than, value };
  };

  /** Asks again whenever `count` has grown; to be called while a component is made. */
  onGrowth(count: () => number): void {
    let seen: number | null = null;
    $effect(() => {
      const now = count();
      const hasGrown = seen !== null && now !== seen;
      seen = now;
      if (hasGrown) void this.again();
    });
  }
}
