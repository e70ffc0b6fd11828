/** The worker thread in which history is computed (rule H1). Plans stay in memory until their bytes are needed. */
import type { PlanId } from '@longtable/shared/ids';
import { readWholePlan } from '../room/plan-documents.ts';
import type { Actor, LogRow } from '../store/plan-store.ts';
import { serveWorker } from '../worker-rpc.ts';
import { type DiffQuery, diffPlan } from './diff.ts';
import { PlanHistory } from './plan-history.ts';
import { listRevisions, type RevisionQuery } from './revisions.ts';

/** Log bytes of the plans that stay in memory. */
const maxBytes = 64 * 1024 * 1024;

/** Least recently used first. */
const plans = new Map<PlanId, PlanHistory>();

function use(plan: PlanId): PlanHistory {
  const history = plans.get(plan) ?? new PlanHistory();
  plans.delete(plan);
  plans.set(plan, history);
  return history;
}

/** Forgets other plans until the rest fits. */
function evict(keep: PlanId): void {
  let bytes = [...plans.values()].reduce((sum, history) => sum + history.bytes, 0);
  for (const [plan, history] of plans) {
    if (bytes <= maxBytes) return;
    if (plan === keep) continue;
    plans.delete(plan);
    bytes -= history.bytes;
  }
}

const handlers = {
  /** The last row this thread knows of a plan, 0 when it knows none. */
  head: (plan: PlanId): number => use(plan).head,
  add(plan: PlanId, rows: readonly LogRow[], actors: readonly Actor[]): void {
    try {
      use(plan).add(rows, actors);
    } catch (error) {
      // A document that threw while it was changed is not to be trusted again.
      plans.delete(plan);
      throw error;
    }
    evict(plan);
  },
  revisions: (plan: PlanId, query: RevisionQuery) => listRevisions(use(plan), query),
  diff: (plan: PlanId, query: DiffQuery) => diffPlan(use(plan), query),
  planAt(plan: PlanId, at: number) {
    const history = use(plan);
    const seq = history.settledAt(at);
    return readWholePlan(history.rowsUpTo(seq).map(({ update }) => update));
  },
};
export type HistoryHandlers = typeof handlers;

serveWorker(handlers);
