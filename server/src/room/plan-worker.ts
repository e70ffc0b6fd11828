/** The worker thread for work on whole plans. */
import { serveWorker } from '../worker-rpc.ts';
import {
  compactPlan,
  countConflictSteps,
  deletesContent,
  diffPlan,
  followingDeletions,
  readWholePlan,
} from './plan-documents.ts';

const handlers = { compactPlan, countConflictSteps, deletesContent, diffPlan, followingDeletions, readWholePlan };
export type PlanWorkerHandlers = typeof handlers;

serveWorker(handlers);
