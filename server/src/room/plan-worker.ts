/** The worker thread for work on whole plans. */
import { serveWorker, withTransfer } from '../worker-rpc.ts';
import {
  compactPlan,
  deletesContent,
  diffPlan,
  type ExportedState,
  exportPlan,
  followingDeletions,
  readWholePlan,
  rehearse,
  searchPlan,
} from './plan-documents.ts';

const handlers = {
  compactPlan,
  deletesContent,
  diffPlan,
  followingDeletions,
  readWholePlan,
  rehearse,
  searchPlan,
  exportPlan(updates: readonly Uint8Array[], named: ExportedState) {
    const bytes = exportPlan(updates, named);
    return withTransfer(bytes, [bytes.buffer]);
  },
};
export type PlanWorkerHandlers = typeof handlers;

serveWorker(handlers);
