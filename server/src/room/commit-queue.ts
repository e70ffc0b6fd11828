/**
 * When the changes of rooms go to disk (rules S3, S5, S11): what comes within a room's window goes together, and while
 * one commit is under way the next one gathers. Few people have no window at all. While storage fails, what was
 * admitted is tried again until it is on disk: nobody has seen it, so nothing has to be taken back.
 */
import type { NewLogRow, PlanStore } from '../store/plan-store.ts';
import { retryStorageMs, slowAppendMs } from './limits.ts';

/** A room, as the queue sees it. */
export interface Committer {
  /** How long the first change waits for others to go with it, milliseconds. */
  readonly windowMs: number;
  /** What waits, as rows; empty when nothing does. The next call waits for `endCommit`. */
  beginCommit(): readonly NewLogRow[];
  /** The rows are on disk. @returns whether more has come in meanwhile */
  endCommit(): boolean;
  /** What waits can't be made into rows: its senders have to send it again. */
  breakOff(): void;
}

export class CommitQueue {
  readonly #store: Pick<PlanStore, 'append' | 'probe'>;
  readonly #onStorage: (isFailing: boolean) => void;
  /** Rooms in which something waits, and when it may go; times as performance.now() gives them. */
  readonly #due = new Map<Committer, number>();
  /** Commits under way, and when they began; those of them that failed at least once. */
  readonly #underWay = new Map<Committer, number>();
  readonly #failing = new Set<Committer>();
  #timer: NodeJS.Timeout | null = null;
  #isSweepSet = false;
  #isFailing = false;
  #probedAt = 0;

  /** @param onStorage is told when storage begins to fail, and when it works again */
  constructor(store: Pick<PlanStore, 'append' | 'probe'>, onStorage: (isFailing: boolean) => void) {
    this.#store = store;
    this.#onStorage = onStorage;
  }

  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Something waits in `room`. */
  schedule(room: Committer): void {
    if (this.#due.has(room) || this.#underWay.has(room)) return;
    this.#due.set(room, performance.now() + room.windowMs);
    if (this.#isSweepSet) return;
    this.#isSweepSet = true;
    // After the sockets of this turn have all been read.
    setImmediate(() => this.#sweep());
  }

  /** Storage refused something outside a commit. */
  noteFailure(): void {
    this.#setFailing(true);
  }

  /** Looks after commits that take too long, and asks failing storage whether it works again. */
  tick(): void {
    const now = performance.now();
    for (const begun of this.#underWay.values()) if (now - begun > slowAppendMs) this.#setFailing(true);
    if (!this.#isFailing || this.#underWay.size > 0 || now - this.#probedAt < retryStorageMs) return;
    this.#probedAt = now;
    this.#store.probe().then(
      () => this.#setFailing(false),
      () => undefined,
    );
  }

  #sweep(): void {
    this.#isSweepSet = false;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const [room, at] of this.#due) {
      if (at <= now) {
        this.#due.delete(room);
        this.#begin(room, now);
      } else next = Math.min(next, at);
    }
    if (next === Number.POSITIVE_INFINITY) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sweep(), next - now);
  }

  #begin(room: Committer, now: number): void {
    const rows = this.#rowsOf(room);
    if (rows.length === 0) return;
    this.#underWay.set(room, now);
    void this.#append(room, rows);
  }

  /** A defect in one room must not end the others. */
  #rowsOf(room: Committer): readonly NewLogRow[] {
    try {
      return room.beginCommit();
    } catch (error) {
      console.error('A room could not write down what came in:', error);
      room.breakOff();
      return [];
    }
  }

  async #append(room: Committer, rows: readonly NewLogRow[]): Promise<void> {
    try {
      await this.#store.append(rows);
    } catch (error) {
      if (!this.#failing.has(room)) console.error('A commit failed and will be tried again:', error);
      this.#failing.add(room);
      this.#setFailing(true);
      setTimeout(() => void this.#append(room, rows), retryStorageMs).unref();
      return;
    }
    this.#underWay.delete(room);
    this.#failing.delete(room);
    this.#end(room);
    if (this.#failing.size === 0) this.#setFailing(false);
  }

  #end(room: Committer): void {
    try {
      if (room.endCommit()) this.schedule(room);
    } catch (error) {
      // The rows are on disk: whoever comes back gets them from there.
      console.error('A room could not hand out what was stored:', error);
      room.breakOff();
    }
  }

  #setFailing(isFailing: boolean): void {
    if (this.#isFailing === isFailing) return;
    this.#isFailing = isFailing;
    this.#onStorage(isFailing);
  }
}
