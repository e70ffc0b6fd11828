/** Plans into their first rows, in a worker thread, so that no socket waits for an import. */
import type { NewPlan } from '@longtable/shared/plan/edits';
import { connectWorker, type WorkerConnection } from '../worker-rpc.ts';
import type { ImportedPlan, ImportFile } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import type { ImportHandlers } from './import-worker.ts';
import type { UploadedFile } from './open-files.ts';
import type { PlanRows } from './plan-rows.ts';

/** An import that takes longer is refused, milliseconds. */
const defaultDeadlineMs = 20_000;

/** Imports are read one by one: together they would take the processor from everyone else. */
let last: Promise<unknown> = Promise.resolve();

/**
 * @param head what is known better than the files say it
 * @throws ImportRefused
 */
export function readPlanRows(
  files: readonly (UploadedFile | ImportFile)[],
  head: Partial<NewPlan> = {},
  deadlineMs = defaultDeadlineMs,
): Promise<PlanRows> {
  return inTurn((worker) => worker.call('read', [files, head]), deadlineMs);
}

/** @throws ImportRefused */
export function writePlanRows(plan: ImportedPlan): Promise<PlanRows> {
  return inTurn((worker) => worker.call('write', [plan]), defaultDeadlineMs);
}

type Work = (worker: WorkerConnection<ImportHandlers>) => Promise<PlanRows>;

function inTurn(work: Work, deadlineMs: number): Promise<PlanRows> {
  const rows = last.then(() => workInWorker(work, deadlineMs));
  last = rows.catch(() => undefined);
  return rows;
}

/** A worker lives for one import: nothing of it is left, whatever the files did to it. */
async function workInWorker(work: Work, deadlineMs: number): Promise<PlanRows> {
  const worker = connectWorker<ImportHandlers>(new URL('./import-worker.ts', import.meta.url), {
    errors: [ImportRefused],
  });
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    void worker.close();
  }, deadlineMs);
  try {
    return await work(worker);
  } catch (error) {
    if (!isLate) throw error;
    throw new ImportRefused('This takes too long to read. Import fewer or smaller files at once.');
  } finally {
    clearTimeout(deadline);
    await worker.close();
  }
}
