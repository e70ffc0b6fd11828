/** History as the rest of the server asks for it: brings the worker up to date with the log, then asks it (rule H1). */
import type { Diff, RevisionPage } from '@longtable/shared/history';
import type { PlanId } from '@longtable/shared/ids';
import type { PlanWithBodies } from '../room/plan-documents.ts';
import type { PlanStore } from '../store/plan-store.ts';
import { connectWorker } from '../worker-rpc.ts';
import type { DiffQuery } from './diff.ts';
import { BadRange, UnknownSeq } from './history-errors.ts';
import type { HistoryHandlers } from './history-worker.ts';
import type { RevisionQuery } from './revisions.ts';

/** Rows that are read from the store at once. */
const rowsPerRead = 5_000;
/** A question that takes longer is given up, milliseconds: others wait behind it. */
const deadlineMs = 30_000;

export class HistoryDirectory {
  readonly #store: PlanStore;
  readonly #settle: (plan: PlanId) => Promise<void>;
  readonly #worker = connectWorker<HistoryHandlers>(new URL('./history-worker.ts', import.meta.url), {
    errors: [BadRange, UnknownSeq],
    deadlineMs,
  });
  /** The last question about each plan: they are taken one by one, so that no row is fed twice. */
  readonly #asking = new Map<PlanId, Promise<unknown>>();

  /** @param settle settles all that a plan has on disk: only settled rows have a history (rule H3) */
  constructor(store: PlanStore, settle: (plan: PlanId) => Promise<void>) {
    this.#store = store;
    this.#settle = settle;
  }

  revisions(plan: PlanId, query: RevisionQuery): Promise<RevisionPage> {
    return this.#ask(plan, () => this.#worker.call('revisions', [plan, query]));
  }

  /** @throws UnknownSeq, BadRange */
  diff(plan: PlanId, query: DiffQuery): Promise<Diff> {
    return this.#ask(plan, () => this.#worker.call('diff', [plan, query]));
  }

  /** The whole plan as it was after change `seq`. @throws UnknownSeq */
  planAt(plan: PlanId, seq: number): Promise<PlanWithBodies> {
    return this.#ask(plan, () => this.#worker.call('planAt', [plan, seq]));
  }

  close(): Promise<void> {
    return this.#worker.close();
  }

  #ask<T>(plan: PlanId, question: () => Promise<T>): Promise<T> {
    const before = this.#asking.get(plan) ?? Promise.resolve();
    const answer = before
      .catch(() => undefined)
      .then(async () => {
        await this.#catchUp(plan);
        return question();
      });
    this.#asking.set(plan, answer);
    const forget = () => {
      if (this.#asking.get(plan) === answer) this.#asking.delete(plan);
    };
    answer.then(forget, forget);
    return answer;
  }

  async #catchUp(plan: PlanId): Promise<void> {
    await this.#settle(plan);
    let head = await this.#worker.call('head', [plan]);
    for (;;) {
      const rows = await this.#store.readRows(plan, head, rowsPerRead);
      const last = rows.at(-1);
      if (!last) return;
      const actors = await this.#store.readActors([...new Set(rows.map(({ actor }) => actor))]);
      await this.#worker.call('add', [plan, rows, actors]);
      head = last.seq;
    }
  }
}
