/** History as the rest of the server asks for it: brings the worker up to date with the log, then asks it (rule H1). */
import type { Diff, RevisionPage, StateChange } from '@longtable/shared/history';
import type { Review } from '@longtable/shared/history/review';
import type { SeqAtTime, Timeline } from '@longtable/shared/history/timeline';
import type { ActorId, ElementId, PlanId } from '@longtable/shared/ids';
import type { PlanWithBodies } from '../room/plan-documents.ts';
import type { PlanStore } from '../store/plan-store.ts';
import { connectWorker, type WorkerConnection } from '../worker-rpc.ts';
import type { DiffQuery } from './diff.ts';
import { BadRange, HistoryForgotten, UnknownCursor, UnknownSeq } from './history-errors.ts';
import type { HistoryHandlers, HistoryWorkerData } from './history-worker.ts';
import { type Marks, noMarks } from './placed-marks.ts';
import type { KnownChange, ReviewQuery } from './review.ts';
import type { RevisionQuery } from './revisions.ts';
import type { TimelineQuery } from './timeline.ts';

/** A question that takes longer is given up, milliseconds: others wait behind it. */
const deadlineMs = 30_000;
/** How often a question is asked again when the worker was started anew under it. */
const attempts = 3;

export interface HistoryOptions {
  /** Rows that are read from the store at once. */
  rowsPerRead?: number;
  /** Log bytes of the plans that stay in memory; those that are being asked about stay in any case. */
  maxBytes?: number;
}

export class HistoryDirectory {
  readonly #store: PlanStore;
  readonly #settle: (plan: PlanId) => Promise<void>;
  readonly #rowsPerRead: number;
  readonly #worker: WorkerConnection<HistoryHandlers>;
  /** The last question about each plan: they are taken one by one, so that no row is fed twice. */
  readonly #asking = new Map<PlanId, Promise<unknown>>();

  /** @param settle settles all that a plan has on disk: only settled rows have a history (rule H3) */
  constructor(store: PlanStore, settle: (plan: PlanId) => Promise<void>, options: HistoryOptions = {}) {
    const { rowsPerRead = 5_000, maxBytes = 64 * 1024 * 1024 } = options;
    this.#store = store;
    this.#settle = settle;
    this.#rowsPerRead = rowsPerRead;
    this.#worker = connectWorker(new URL('./history-worker.ts', import.meta.url), {
      data: { maxBytes } satisfies HistoryWorkerData,
      errors: [BadRange, UnknownSeq, UnknownCursor, HistoryForgotten],
      deadlineMs,
    });
  }

  /** @throws UnknownCursor, BadRange */
  revisions(plan: PlanId, query: RevisionQuery, marks: Marks = noMarks): Promise<RevisionPage> {
    return this.#ask(plan, (head) => this.#worker.call('revisions', [plan, head, query, marks]));
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

  /** The whole plan as it was after change `seq`. @throws UnknownSeq */
  planAt(plan: PlanId, seq: number): Promise<PlanWithBodies> {
    return this.#ask(plan, (head) => this.#worker.call('planAt', [plan, head, seq]));
  }

  close(): Promise<void> {
    return this.#worker.close();
  }

  #ask<T>(plan: PlanId, question: (head: number) => Promise<T>): Promise<T> {
    const before = this.#asking.get(plan) ?? Promise.resolve();
    const answer = before.catch(() => undefined).then(() => this.#answer(plan, question));
    this.#asking.set(plan, answer);
    const forget = () => {
      if (this.#asking.get(plan) === answer) this.#asking.delete(plan);
    };
    answer.then(forget, forget);
    return answer;
  }

  /** Always for the head that was just reached, whatever else the worker is asked meanwhile. */
  async #answer<T>(plan: PlanId, question: (head: number) => Promise<T>): Promise<T> {
    await this.#settle(plan);
    for (let attempt = 1; ; attempt++) {
      const known = await this.#worker.call('hold', [plan]);
      try {
        return await question(await this.#catchUp(plan, known));
      } catch (error) {
        if (!(error instanceof HistoryForgotten) || attempt === attempts) throw error;
      } finally {
        this.#worker.call('release', [plan]).catch(() => undefined);
      }
    }
  }

  /** @returns the seq of the plan's last settled row */
  async #catchUp(plan: PlanId, known: number): Promise<number> {
    let head = known;
    for (;;) {
      const rows = await this.#store.readRows(plan, head, this.#rowsPerRead);
      const last = rows.at(-1);
      if (!last) return head;
      const actors = await this.#store.readActors([...new Set(rows.map(({ actor }) => actor))]);
      await this.#worker.call('add', [plan, head, rows, actors]);
      head = last.seq;
    }
  }
}
