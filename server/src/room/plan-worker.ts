/** The worker thread for work on whole plans. */
import { serveWorker } from '../worker-rpc.ts';
import {
  compactPlan,
  deletesContent,
  diffPlan,
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
};
export type PlanWorkerHandlers = typeof handlers;

serveWorker(handlers);
