/** The worker thread for work on whole plans. */
import { serveWorker } from '../worker-rpc.ts';
import {
  compactPlan,
  countConflictSteps,
  deletesContent,
  diffPlan,
  followingDeletions,
  readWholePlan,
  searchPlan,
} from './plan-documents.ts';

const handlers = {
  compactPlan,
  countConflictSteps,
  deletesContent,
  diffPlan,
  followingDeletions,
  readWholePlan,
  searchPlan,
};
export type PlanWorkerHandlers = typeof handlers;

serveWorker(handlers);
