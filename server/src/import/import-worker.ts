/** The worker thread in which one import is read: Markdown and YAML of any shape take the time they take. */
import type { NewPlan } from '@longtable/shared/plan/edits';
import { serveWorker } from '../worker-rpc.ts';
import { type ImportFile, importPlan } from './import-plan.ts';
import { toUpdates } from './plan-rows.ts';

const handlers = {
  read(files: readonly ImportFile[], head: Partial<NewPlan>) {
    const imported = importPlan(files);
    Object.assign(imported.plan, head);
    return toUpdates(imported);
  },
};
export type ImportHandlers = typeof handlers;

serveWorker(handlers);
