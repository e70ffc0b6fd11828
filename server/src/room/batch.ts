/** What came in for a plan since its last commit: one row per session, one frame for everyone (rules S3, S5). */
import type { PlanId } from '@longtable/shared/ids';
import { encodeUpdate, UpdateParts } from '@longtable/shared/updates/update-codec';
import type { Author, NewLogRow } from '../store/plan-store.ts';
import type { Admitted } from './admission.ts';
import type { Session } from './session.ts';
import type { NewSegment } from './tail.ts';

export interface Writer extends Author {
  /** Why, where it was said. */
  intent: string | null;
  /** Of a restore; see `NewLogRow`. */
  restored?: Uint8Array;
}

/** The parts of one row. */
interface Contribution {
  writer: Writer;
  parts: UpdateParts;
}

export class Batch {
  /** In the order of their rows. */
  readonly #contributions: Contribution[] = [];
  /** The last of each session: a session is one socket or one request of one actor. */
  readonly #lastOfSession = new Map<string, Contribution>();
  /** Where the newest of each client id is: two tabs of one person may both send what one of them wrote. */
  readonly #lastOfClient = new Map<number, Contribution>();
  readonly #clocks = new Map<number, number>();
  /** Of each session that waits to hear "saved": how many of its messages this batch saves. */
  readonly acknowledgements = new Map<Session, number>();
  readonly #onDisk = Promise.withResolvers<void>();
  #rows: NewLogRow[] = [];
  #update: Uint8Array | null = null;

  add(writer: Writer, { parts, clocks }: Admitted): void {
    const writers = [...clocks.keys()];
    const last = this.#lastOfSession.get(writer.session);
    // What follows on a later row must not go into an earlier one.
    const fits = last && writers.every((client) => (this.#lastOfClient.get(client) ?? last) === last);
    const contribution = fits ? last : { writer, parts: new UpdateParts() };
    if (!fits) this.#contributions.push(contribution);
    contribution.parts.append(parts);
    this.#lastOfSession.set(writer.session, contribution);
    for (const client of writers) this.#lastOfClient.set(client, contribution);
    for (const [client, clock] of clocks) this.#clocks.set(client, clock);
  }

  /** Resolves when it is on disk; rejects when it will never be. */
  get onDisk(): Promise<void> {
    return this.#onDisk.promise;
  }

  /** The seq of a session's last row, once there are rows. */
  seqOf(session: string): number | null {
    return this.#rows.findLast((row) => row.session === session)?.seq ?? null;
  }

  noteOnDisk(): void {
    this.#onDisk.resolve();
  }

  giveUp(): void {
    this.#onDisk.promise.catch(() => undefined);
    this.#onDisk.reject(new Error('The room has broken off.'));
  }

  get isEmpty(): boolean {
    return this.#contributions.length === 0;
  }

  /** The session whose changes these are, when they are all of one. */
  get onlySession(): string | null {
    const [only, ...others] = this.#lastOfSession.keys();
    return only !== undefined && others.length === 0 ? only : null;
  }

  /** Gives each contribution its place in the log. Nothing can be added after this. */
  toRows(plan: PlanId, lastSeq: number, at: number): readonly NewLogRow[] {
    let seq = lastSeq;
    this.#rows = this.#contributions.map(
      ({ writer, parts }): NewLogRow => ({ ...writer, plan, seq: ++seq, at, update: encodeUpdate(parts) }),
    );
    this.#update = this.#rows.length === 1 ? (this.#rows[0]?.update ?? null) : encodeUpdate(this.#whole());
    return this.#rows;
  }

  /** The same as one update, and how many rows it is. Call after `toRows`. */
  toSegment(): { segment: NewSegment; rows: number } {
    const [first, last] = [this.#rows[0], this.#rows.at(-1)];
    if (!first || !last || !this.#update) throw new Error('A batch has no update before it has rows.');
    const deletes = this.#contributions.some(({ parts }) => !parts.deletions.isEmpty);
    const segment = { after: first.seq - 1, to: last.seq, update: this.#update, clocks: this.#clocks, deletes };
    return { segment, rows: this.#rows.length };
  }

  #whole(): UpdateParts {
    const whole = new UpdateParts();
    for (const { parts } of this.#contributions) whole.append(parts);
    return whole;
  }
}
