/** The worker thread in which one plan is made: Markdown, tables and zips of any shape take the time they take. */
import type { NewPlan } from '@longtable/shared/plan/edits';
import { serveWorker } from '../worker-rpc.ts';
import { type ImportedPlan, type ImportFile, importPlan } from './import-plan.ts';
import { openFiles, type UploadedFile } from './open-files.ts';
import { toUpdates } from './plan-rows.ts';

const handlers = {
  read(files: readonly (UploadedFile | ImportFile)[], head: Partial<NewPlan>) {
    const imported = importPlan(openFiles(files));
    Object.assign(imported.plan, head);
    return toUpdates(imported);
  },
  write(plan: ImportedPlan) {
    return toUpdates(plan);
  },
};
export type ImportHandlers = typeof handlers;

serveWorker(handlers);
