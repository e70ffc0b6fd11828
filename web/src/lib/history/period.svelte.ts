/** Which period of a plan's history is in sight, and how it is zoomed and moved. Knows no pixels: places are parts from 0 to 1. */

/** A single edit is in sight before this, milliseconds. */
const shortestMs = 2000;
/** Places are parts, and times in an address whole milliseconds. */
const roundingMs = 1;
/** From either edge to what is zoomed into, as a part of what is in sight. */
const margin = 0.15;

export interface Life {
  /** Milliseconds since 1970. */
  since: number;
  until: number;
}

interface Part extends Life {
  /** Whether it ends where everything does: it then goes on with it, as long as it is. */
  isAtEnd: boolean;
}

export class Period {
  readonly #life: () => Life;
  #asked: Part | null = $state.raw(null);

  /** @param life all that there is: nothing is to be seen beyond */
  constructor(life: () => Life) {
    this.#life = life;
  }

  get since(): number {
    const asked = this.#asked;
    return asked ? asked.since + (this.until - asked.until) : this.#life().since;
  }

  get until(): number {
    const asked = this.#asked;
    return asked && !asked.isAtEnd ? asked.until : this.#life().until;
  }

  /** Whether what comes in next will be in sight. */
  get isAtEnd(): boolean {
    return this.#asked?.isAtEnd ?? true;
  }

  /** Whether less than everything is in sight. */
  get isPart(): boolean {
    return this.#asked !== null;
  }

  get canZoomIn(): boolean {
    return this.until - this.since > shortestMs + 1;
  }

  /** Null for everything. */
  show(period: Life | null): void {
    this.#asked = period && this.#within(period);
  }

  /**
   * What is at `place` stays there. @param factor above 1 shows more
   * @param leastMs no closer than this: what is known of the time is no finer yet
   */
  zoomAt(place: number, factor: number, leastMs: number): void {
    const { since, until } = this;
    // Who is closer already stays as close.
    const least = Math.max(shortestMs, Math.min(leastMs, until - since));
    const length = Math.max(least, (until - since) * factor);
    const at = since + (until - since) * place;
    this.show({ since: at - length * place, until: at + length * (1 - place) });
  }

  /** Shows more or less around a time, which stays where it is or comes well into sight. */
  zoomAround(at: number, factor: number, leastMs: number): void {
    const place = Math.min(1 - margin, Math.max(margin, this.placeOf(at)));
    this.zoomAt(place, factor, leastMs);
    const length = this.until - this.since;
    if (this.#asked) this.show({ since: at - length * place, until: at + length * (1 - place) });
  }

  /** @param part of what is in sight; above 0 goes on in time */
  moveBy(part: number): void {
    const { since, until } = this;
    const by = (until - since) * part;
    this.show({ since: since + by, until: until + by });
  }

  placeOf(at: number): number {
    return (at - this.since) / Math.max(1, this.until - this.since);
  }

  timeAt(place: number): number {
    return this.since + (this.until - this.since) * place;
  }

  #within({ since, until }: Life): Part | null {
    const life = this.#life();
    const length = until - since;
    if (length >= life.until - life.since) return null;
    const start = Math.min(Math.max(since, life.since), life.until - length);
    return { since: start, until: start + length, isAtEnd: start + length >= life.until - roundingMs };
  }
}
