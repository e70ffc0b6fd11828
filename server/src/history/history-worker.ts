/** The worker thread in which history is computed (rule H1). Plans stay in memory until their bytes are needed. */
import { workerData } from 'node:worker_threads';
import type { ActorId, ElementId, PlanId } from '@longtable/shared/ids';
import { readWholePlan } from '../room/plan-documents.ts';
import type { Actor, LogRow } from '../store/plan-store.ts';
import { serveWorker } from '../worker-rpc.ts';
import { type DiffQuery, diffPlan } from './diff.ts';
import { HistoryForgotten } from './history-errors.ts';
import type { Marks } from './placed-marks.ts';
import { PlanHistory } from './plan-history.ts';
import { findChange, lastChangeBy, type ReviewQuery, reviewChanges } from './review.ts';
import { listRevisions, type RevisionQuery } from './revisions.ts';
import { listStates } from './states.ts';
import { readTimeline, seqAt, type TimelineQuery } from './timeline.ts';

export interface HistoryWorkerData {
  maxBytes: number;
}

/** Log bytes of the plans that stay in memory. */
const { maxBytes } = workerData as HistoryWorkerData;

/** Least recently used first. */
const plans = new Map<PlanId, PlanHistory>();
/** Plans that are being asked about, by one question at a time each: they stay. */
const held = new Set<PlanId>();

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
  /** Takes in the rows after `head`. @throws HistoryForgotten */
  add(plan: PlanId, head: number, rows: readonly LogRow[], actors: readonly Actor[]): void {
    try {
      historyAt(plan, head).add(rows, actors);
    } catch (error) {
      // A document that threw while it was changed is not to be trusted again.
      plans.delete(plan);
      throw error;
    }
    evict();
  },
  /** The questions. @throws HistoryForgotten */
  revisions: (plan: PlanId, head: number, query: RevisionQuery, marks: Marks) =>
    listRevisions(historyAt(plan, head), query, marks),
  timeline: (plan: PlanId, head: number, query: TimelineQuery) => readTimeline(historyAt(plan, head), query),
  seqAt: (plan: PlanId, head: number, time: number) => seqAt(historyAt(plan, head), time),
  change: (plan: PlanId, head: number, seq: number | undefined) => findChange(historyAt(plan, head), seq),
  lastChangeBy: (plan: PlanId, head: number, actor: ActorId) => lastChangeBy(historyAt(plan, head), actor),
  review: (plan: PlanId, head: number, query: ReviewQuery) => reviewChanges(historyAt(plan, head), query),
  diff: (plan: PlanId, head: number, query: DiffQuery) => diffPlan(historyAt(plan, head), query),
  states: (plan: PlanId, head: number, element: ElementId) => listStates(historyAt(plan, head), element),
  planAt(plan: PlanId, head: number, at: number) {
    const history = historyAt(plan, head);
    const seq = history.settledAt(at);
    return readWholePlan(history.rowsAfter(0, seq).map(({ update }) => update));
  },
};
export type HistoryHandlers = typeof handlers;

serveWorker(handlers);
