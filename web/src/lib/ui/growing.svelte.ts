/** How much of a long list is on the page: some at once, the rest with the frames after, so that no press waits for all of it. */

/** So many take a page no longer than a press may. */
const step = 30;

export class Growing {
  #count = $state(step);

  /**
   * Made while its component is.
   * @param total how many there are
   * @param isWhole whether all must be there at once: what the server renders, and what is hydrated from it
   */
  constructor(total: () => number, isWhole: boolean) {
    if (isWhole) this.#count = Number.POSITIVE_INFINITY;
    $effect(() => {
      if (this.#count >= total()) return;
      const frame = requestAnimationFrame(() => {
        this.#count += step;
      });
      return () => cancelAnimationFrame(frame);
    });
  }

  /** The first ones, as many as there is time for. */
  of<T>(items: readonly T[], before = 0): readonly T[] {
    return this.#count >= before + items.length ? items : items.slice(0, Math.max(0, this.#count - before));
  }
}
