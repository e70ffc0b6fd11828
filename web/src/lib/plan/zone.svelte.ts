/** Whose time zone times are shown in: what the server rendered, and what is hydrated from it, can't know the reader's. */
class Zone {
  #isReaders = $state(false);

  get isReaders(): boolean {
    return this.#isReaders;
  }

  /** Call in the browser only, once a page is there. */
  useReaders(): void {
    this.#isReaders = true;
  }
}

export const zone = new Zone();
