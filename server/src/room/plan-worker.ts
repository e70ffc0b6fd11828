/** The worker thread for work on whole plans. */
import { serveWorker } from '../worker-rpc.ts';
import { compactPlan, diffPlan, readWholePlan } from './plan-documents.ts';

const handlers = { compactPlan, diffPlan, readWholePlan };
export type PlanWorkerHandlers = typeof handlers;

serveWorker(handlers);
