/** The worker thread in which history is computed (rule H1). Plans stay in memory until their bytes are needed. */
import { workerData } from 'node:worker_threads';
import type { Diff, MayBeDamaged } from '@longtable/shared/history';
import type { ActorId, ElementId, PlanId } from '@longtable/shared/ids';
import { exportDocument } from '../room/plan-documents.ts';
import type { Actor, HistoryCheckpoint, LogRow } from '../store/plan-store.ts';
import { serveWorker, withTransfer } from '../worker-rpc.ts';
import { type AuthorshipQuery, authorshipOf } from './authorship.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { type DiffQuery, diffPlan } from './diff.ts';
import { HistoryForgotten } from './history-errors.ts';
import type { Marks } from './placed-marks.ts';
import { PlanHistory } from './plan-history.ts';
import { makeRestore, type RestoreChange } from './restore.ts';
import { encodeRestored, type RestoreTarget } from './restored.ts';
import { findChange, lastChangeBy, type ReviewQuery, reviewChanges } from './review.ts';
import { listRevisions, type RevisionQuery } from './revisions.ts';
import { listStates } from './states.ts';
import { readTimeline, seqAt, type TimelineQuery } from './timeline.ts';
import { type WordingsQuery, wordingsOf } from './wordings.ts';

export interface HistoryWorkerData {
  maxBytes: number;
  /** Rows after which a new checkpoint is worth its while, or this share of those that it holds. */
  rowsPerCheckpoint: number;
}

/** A change that restores something, ready to be stored. */
export interface ReadyRestore {
  update: Uint8Array;
  restored: Uint8Array;
}

const { maxBytes, rowsPerCheckpoint } = workerData as HistoryWorkerData;
const newRowsShare = 0.05;

/** Least recently used first. */
const plans = new Map<PlanId, PlanHistory>();
/** Plans that are being asked about, by one question at a time each: they stay. */
const held = new Set<PlanId>();
/** How many rows the checkpoint that is stored of a plan holds. */
const checkpointed = new Map<PlanId, number>();
/** Plans whose checkpoint could not be read, until that has been told. */
const badCheckpoints = new Set<PlanId>();

/** @throws HistoryForgotten when it is not exactly at `head`: an answer would be for another state of the plan */
function historyAt(plan: PlanId, head: number): PlanHistory {
  const history = plans.get(plan);
  if (history?.head !== head) throw new HistoryForgotten(`The history of this plan is no longer at ${head}.`);
  return history;
}

/** Forgets plans that nobody asks about until the rest fits. */
function evict(): void {
  let bytes = [...plans.values()].reduce((sum, history) => sum + history.bytes, 0);
  for (const [plan, history] of plans) {
    if (bytes <= maxBytes) return;
    if (held.has(plan)) continue;
    plans.delete(plan);
    bytes -= history.bytes;
  }
}

/** An answer, with what could not be read of the record that it is made from. */
function answer<T extends MayBeDamaged>(plan: PlanId, head: number, ask: (history: PlanHistory) => T): T {
  const history = historyAt(plan, head);
  const value = ask(history);
  const damage = { rows: [...history.damagedRows], checkpoint: badCheckpoints.delete(plan) };
  return damage.rows.length > 0 || damage.checkpoint ? { ...value, damage } : value;
}

/** A change that restores, and what differs with it: null when nothing would. */
function tryRestore(history: PlanHistory, target: RestoreTarget, actor: Actor, at: number) {
  const change = makeRestore(history, target, freshClient(history));
  if (!change) return null;
  const diff = diffOfRestore(history, change, actor, at);
  return diff.changes.length === 0 ? null : { change, diff };
}

function diffOfRestore(history: PlanHistory, change: RestoreChange, actor: Actor, at: number): Diff {
  const { head } = history;
  const row: LogRow = {
    plan: '' as PlanId,
    seq: head + 1,
    boundary: head + 1,
    actor: actor.id,
    onBehalfOf: actor.organisation,
    session: 'restore',
    at,
    intent: 'restore',
    update: change.update,
    restored: encodeRestored({ ...change.target, copied: change.copied }),
  };
  return diffPlan(history.withChange(change.doc, row, actor), { from: head, to: head + 1 });
}

/** A Yjs client id that nobody has used in this plan. */
function freshClient({ doc }: PlanHistory): number {
  for (;;) {
    const [client = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (!doc.store.clients.has(client)) return client;
  }
}

const handlers = {
  /** Keeps a plan in memory until it is released. @returns the last row this thread knows of it, 0 when it knows none */
  hold(plan: PlanId): number {
    const history = plans.get(plan) ?? new PlanHistory();
    plans.delete(plan);
    plans.set(plan, history);
    held.add(plan);
    return history.head;
  },
  release(plan: PlanId): void {
    held.delete(plan);
    evict();
  },
  /** Starts from a checkpoint. @returns the last row this thread knows of it then; 0 when it can't be used */
  load(plan: PlanId, bytes: Uint8Array): number {
    try {
      const history = readCheckpoint(bytes);
      if (!history) return 0;
      plans.set(plan, history);
      checkpointed.set(plan, history.rows.length);
      return history.head;
    } catch (error) {
      console.error(`The history of plan ${plan} is made from its log again:`, error);
      badCheckpoints.add(plan);
      return 0;
    }
  },
  /**
   * Takes in the rows after `head`. @throws HistoryForgotten, RowUnfit
   * @param leftOut seqs of those that are only named
   */
  add(
    plan: PlanId,
    head: number,
    rows: readonly LogRow[],
    actors: readonly Actor[],
    leftOut: ReadonlySet<number>,
  ): void {
    try {
      historyAt(plan, head).add(rows, actors, leftOut);
    } catch (error) {
      // A document that threw while it was changed is not to be trusted again.
      plans.delete(plan);
      throw error;
    }
    evict();
  },
  /** What is to be stored of a plan so that its history is there sooner next time, or null while that is not worth it. */
  checkpoint(plan: PlanId): HistoryCheckpoint | null {
    const history = plans.get(plan);
    if (!history) return null;
    const count = history.rows.length;
    const since = count - (checkpointed.get(plan) ?? 0);
    if (since < rowsPerCheckpoint || since < count * newRowsShare) return null;
    const bytes = writeCheckpoint(history);
    checkpointed.set(plan, count);
    return withTransfer({ seq: history.head, bytes }, [bytes.buffer as ArrayBuffer]);
  },
  /** The questions. @throws HistoryForgotten */
  revisions: (plan: PlanId, head: number, query: RevisionQuery, marks: Marks) =>
    answer(plan, head, (history) => listRevisions(history, query, marks)),
  timeline: (plan: PlanId, head: number, query: TimelineQuery) => readTimeline(historyAt(plan, head), query),
  seqAt: (plan: PlanId, head: number, time: number) => seqAt(historyAt(plan, head), time),
  change: (plan: PlanId, head: number, seq: number | undefined) => findChange(historyAt(plan, head), seq),
  lastChangeBy: (plan: PlanId, head: number, actor: ActorId) => lastChangeBy(historyAt(plan, head), actor),
  review: (plan: PlanId, head: number, query: ReviewQuery) => reviewChanges(historyAt(plan, head), query),
  diff: (plan: PlanId, head: number, query: DiffQuery) => answer(plan, head, (history) => diffPlan(history, query)),
  states: (plan: PlanId, head: number, element: ElementId) => listStates(historyAt(plan, head), element),
  authorship: (plan: PlanId, head: number, query: AuthorshipQuery) =>
    answer(plan, head, (history) => authorshipOf(history, query)),
  wordings: (plan: PlanId, head: number, query: WordingsQuery) => wordingsOf(historyAt(plan, head), query),
  exportAt(plan: PlanId, head: number, at: number) {
    const history = historyAt(plan, head);
    const seq = history.settledAt(at);
    const bytes = exportDocument(history.documentAt(seq), { id: plan, seq });
    return withTransfer(bytes, [bytes.buffer]);
  },
  previewRestore(plan: PlanId, head: number, target: RestoreTarget, actor: Actor, at: number): Diff {
    const nothing: Diff = { from: head, to: head, changes: [], documents: [] };
    return answer(plan, head, (history) => tryRestore(history, target, actor, at)?.diff ?? nothing);
  },
  /** @returns null when nothing has to change */
  restore(plan: PlanId, head: number, target: RestoreTarget, actor: Actor, at: number): ReadyRestore | null {
    const ready = tryRestore(historyAt(plan, head), target, actor, at);
    if (!ready) return null;
    const { update, copied, target: done } = ready.change;
    return { update, restored: encodeRestored({ ...done, copied }) };
  },
};
export type HistoryHandlers = typeof handlers;

serveWorker(handlers);
