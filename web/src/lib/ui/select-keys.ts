/**
 * Whether somebody looks through the options of a closed select or chooses one. Arrow keys and letters change a closed select
 * at once, in most browsers; what lasts has to wait until it is meant.
 */

/** What chooses in an open list, or opens one. */
const choosing = new Set(['Enter', ' ', 'F4', 'Tab']);

export class SelectKeys {
  #last: { key: string; alt: boolean } | null = null;

  readonly press = ({ key, altKey }: KeyboardEvent): void => {
    if (key !== 'Shift' && key !== 'Alt') this.#last = { key, alt: altKey };
  };

  readonly point = (): void => {
    this.#last = null;
  };

  /** To be asked once for each change. */
  isLooking(): boolean {
    const last = this.#last;
    this.#last = null;
    return last !== null && !last.alt && !choosing.has(last.key);
  }
}
