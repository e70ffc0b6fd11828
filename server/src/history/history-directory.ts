/** History as the rest of the server asks for it: brings the worker up to date with the log, then asks it (rule H1). */
import type { Authorship, Diff, RevisionPage, StateChange, Wording } from '@longtable/shared/history';
import type { Review } from '@longtable/shared/history/review';
import type { SeqAtTime, Timeline } from '@longtable/shared/history/timeline';
import type { ActorId, ElementId, PlanId } from '@longtable/shared/ids';
import type { Actor, LogRow, PlanStore } from '../store/plan-store.ts';
import { connectWorker, TookTooLong, type WorkerConnection, WorkerExited } from '../worker-rpc.ts';
import type { AuthorshipQuery } from './authorship.ts';
import type { DiffQuery } from './diff.ts';
import {
  BadRange,
  HistoryForgotten,
  NoPlaceFor,
  NotThere,
  RowUnfit,
  UnknownCursor,
  UnknownSeq,
} from './history-errors.ts';
import type { HistoryHandlers, HistoryWorkerData, ReadyRestore } from './history-worker.ts';
import { LeftOutRows } from './left-out-rows.ts';
import { type MarksSource, noMarks, noMarksSource } from './placed-marks.ts';
import type { RestoreTarget } from './restored.ts';
import type { KnownChange, ReviewQuery } from './review.ts';
import type { RevisionQuery } from './revisions.ts';
import type { TimelineQuery } from './timeline.ts';
import type { WordingsQuery } from './wordings.ts';

/** How often a question is asked again when the worker was started anew under it, or left a row out. */
const attempts = 10;

export interface HistoryOptions {
  /** Rows that are read from the store at once. */
  rowsPerRead?: number;
  /** Log bytes of the plans that stay in memory; those that are being asked about stay in any case. */
  maxBytes?: number;
  /** Rows after which a new checkpoint is stored. */
  rowsPerCheckpoint?: number;
  /** A question that takes longer is given up, milliseconds: others wait behind it. */
  deadlineMs?: number;
}

export class HistoryDirectory {
  readonly #store: PlanStore;
  readonly #settle: (plan: PlanId) => Promise<void>;
  readonly #rowsPerRead: number;
  readonly #worker: WorkerConnection<HistoryHandlers>;
  /** The last question about each plan: they are taken one by one, so that no row is fed twice. */
  readonly #asking = new Map<PlanId, Promise<void>>();
  readonly #leftOut = new Map<PlanId, LeftOutRows>();

  /** @param settle settles all that a plan has on disk: only settled rows have a history (rule H3) */
  constructor(store: PlanStore, settle: (plan: PlanId) => Promise<void>, options: HistoryOptions = {}) {
    const { rowsPerRead = 5_000, maxBytes = 64 * 1024 * 1024, rowsPerCheckpoint = 500, deadlineMs = 30_000 } = options;
    this.#store = store;
    this.#settle = settle;
    this.#rowsPerRead = rowsPerRead;
    this.#worker = connectWorker(new URL('./history-worker.ts', import.meta.url), {
      data: { maxBytes, rowsPerCheckpoint } satisfies HistoryWorkerData,
      errors: [BadRange, UnknownSeq, UnknownCursor, NotThere, NoPlaceFor, HistoryForgotten, RowUnfit],
      deadlineMs,
    });
  }

  /** @throws UnknownCursor, BadRange */
  revisions(plan: PlanId, query: RevisionQuery, source: MarksSource = noMarksSource): Promise<RevisionPage> {
    return this.#ask(plan, async (head) => {
      const cuts = await source.readCuts();
      const page = await this.#worker.call('revisions', [plan, head, query, { ...noMarks, cuts }]);
      const from = Math.min(...page.revisions.map((revision) => revision.from));
      const to = Math.max(...page.revisions.map((revision) => revision.to));
      // A plan may have thousands of notes: only once the page is known is it known which of them stand on it.
      const marks = page.revisions.length === 0 ? noMarks : await source.readBetween({ from, to });
      if (marks.versions.length === 0 && marks.notes.length === 0) return page;
      const marked = await this.#worker.call('revisions', [plan, head, query, { ...marks, cuts }]);
      // That a checkpoint was bad is told once.
      return page.damage ? { ...marked, damage: page.damage } : marked;
    });
  }

  /** @throws BadRange */
  timeline(plan: PlanId, query: TimelineQuery): Promise<Timeline> {
    return this.#ask(plan, (head) => this.#worker.call('timeline', [plan, head, query]));
  }

  /** Where the plan stood at a time, milliseconds since 1970. */
  seqAt(plan: PlanId, time: number): Promise<SeqAtTime> {
    return this.#ask(plan, (head) => this.#worker.call('seqAt', [plan, head, time]));
  }

  /** Who made the change `seq`, and when; the last one when it is left out. @throws UnknownSeq */
  change(plan: PlanId, seq?: number): Promise<KnownChange> {
    return this.#ask(plan, (head) => this.#worker.call('change', [plan, head, seq]));
  }

  /** The last change that somebody made, or null. */
  lastChangeBy(plan: PlanId, actor: ActorId): Promise<{ seq: number; at: number } | null> {
    return this.#ask(plan, (head) => this.#worker.call('lastChangeBy', [plan, head, actor]));
  }

  /** What others changed since somebody looked. */
  review(plan: PlanId, query: ReviewQuery): Promise<Omit<Review, 'since'>> {
    return this.#ask(plan, (head) => this.#worker.call('review', [plan, head, query]));
  }

  /** @throws UnknownSeq, BadRange */
  diff(plan: PlanId, query: DiffQuery): Promise<Diff> {
    return this.#ask(plan, (head) => this.#worker.call('diff', [plan, head, query]));
  }

  /** The states that an element was given, oldest first; none where there was never such an element. */
  states(plan: PlanId, element: ElementId): Promise<StateChange[]> {
    return this.#ask(plan, (head) => this.#worker.call('states', [plan, head, element]));
  }

  /** Who wrote each word of an element. @throws UnknownSeq, NotThere */
  authorship(plan: PlanId, query: AuthorshipQuery): Promise<Authorship> {
    return this.#ask(plan, (head) => this.#worker.call('authorship', [plan, head, query]));
  }

  /** How a block or a field was worded, newest first. */
  wordings(plan: PlanId, query: WordingsQuery): Promise<Wording[]> {
    return this.#ask(plan, (head) => this.#worker.call('wordings', [plan, head, query]));
  }

  /** What would differ if this were restored now. @throws UnknownSeq, NotThere, NoPlaceFor */
  previewRestore(plan: PlanId, target: RestoreTarget, actor: Actor): Promise<Diff> {
    return this.#ask(plan, (head) => this.#worker.call('previewRestore', [plan, head, target, actor, Date.now()]));
  }

  /**
   * The change that restores something in the plan as it is at `head`; null when it is so already.
   * @throws UnknownSeq, NotThere, NoPlaceFor
   */
  restore(plan: PlanId, target: RestoreTarget, actor: Actor): Promise<{ head: number; ready: ReadyRestore | null }> {
    return this.#ask(plan, async (head) => {
      const ready = await this.#worker.call('restore', [plan, head, target, actor, Date.now()]);
      return { head, ready };
    });
  }

  /**
   * The whole plan as it was after change `seq`, or once it was whole again, as the bytes of an export, which says at
   * which seq that is. @throws UnknownSeq
   */
  exportAt(plan: PlanId, seq: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask(plan, (head) => this.#worker.call('exportAt', [plan, head, seq]));
  }

  close(): Promise<void> {
    return this.#worker.close();
  }

  #ask<T>(plan: PlanId, question: (head: number) => Promise<T>): Promise<T> {
    const before = this.#asking.get(plan) ?? Promise.resolve();
    const answer = before.then(() => this.#answer(plan, question));
    // Whoever asked does not wait for the checkpoint, the next one does.
    const done = answer.then(
      () => this.#letGo(plan, true),
      () => this.#letGo(plan, false),
    );
    this.#asking.set(plan, done);
    void done.then(() => {
      if (this.#asking.get(plan) === done) this.#asking.delete(plan);
    });
    return answer;
  }

  /** With a checkpoint the next process need not read the whole log. Without it history is right all the same. */
  async #letGo(plan: PlanId, isAnswered: boolean): Promise<void> {
    try {
      const checkpoint = isAnswered ? await this.#worker.call('checkpoint', [plan]) : null;
      await this.#worker.call('release', [plan]);
      if (checkpoint) await this.#store.saveHistoryCheckpoint(plan, checkpoint);
    } catch (error) {
      if (!(error instanceof WorkerExited)) console.error('A checkpoint of a history could not be stored:', error);
    }
  }

  /** Always for the head that was just reached, whatever else the worker is asked meanwhile. The plan stays in memory. */
  async #answer<T>(plan: PlanId, question: (head: number) => Promise<T>): Promise<T> {
    await this.#settle(plan);
    for (let attempt = 1; ; attempt++) {
      const known = await this.#worker.call('hold', [plan]);
      try {
        return await question(await this.#catchUp(plan, known || (await this.#load(plan))));
      } catch (error) {
        if (!(error instanceof HistoryForgotten) || attempt === attempts) throw error;
      }
    }
  }

  /** @returns the seq up to which a checkpoint could be loaded; 0 where there is none */
  async #load(plan: PlanId): Promise<number> {
    const checkpoint = await this.#store.loadHistoryCheckpoint(plan);
    if (!checkpoint) return 0;
    const { bytes } = checkpoint;
    return this.#worker.call('load', [plan, bytes], [bytes.buffer as ArrayBuffer]);
  }

  /** @returns the seq of the plan's last settled row */
  async #catchUp(plan: PlanId, known: number): Promise<number> {
    let head = known;
    for (;;) {
      const rows = await this.#store.readRows(plan, head, this.#rowsPerRead);
      if (rows.length === 0) return head;
      head = await this.#add(plan, head, rows);
    }
  }

  /** @returns the seq of the last of these rows that was taken in @throws HistoryForgotten */
  async #add(plan: PlanId, head: number, read: readonly LogRow[]): Promise<number> {
    const known = this.#leftOut.get(plan);
    const rows = known?.firstOf(read, head) ?? read;
    const actors = await this.#store.readActors([...new Set(rows.map(({ actor }) => actor))]);
    const leftOut = new Set(rows.filter((row) => known?.has(row)).map(({ seq }) => seq));
    try {
      await this.#worker.call('add', [plan, head, rows, actors, leftOut]);
      return rows.at(-1)?.seq ?? head;
    } catch (error) {
      if (!(error instanceof RowUnfit || error instanceof TookTooLong)) throw error;
      console.error(`Rows of plan ${plan} after ${head} can't be taken in:`, error.message);
      const leaving = known ?? new LeftOutRows();
      this.#leftOut.set(plan, leaving);
      if (error instanceof RowUnfit) leaving.addUnfit(Number.parseInt(error.message, 10));
      else leaving.addSlow(rows, head);
      throw new HistoryForgotten('The rows are taken in anew, without those that can’t be.');
    }
  }
}
