/** Files into the first rows of a plan, in a worker thread, so that no socket waits for an import. */
import type { NewPlan } from '@longtable/shared/plan/edits';
import { connectWorker } from '../worker-rpc.ts';
import type { ImportFile } from './import-plan.ts';
import { ImportRefused } from './import-refused.ts';
import type { ImportHandlers } from './import-worker.ts';
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
  files: readonly ImportFile[],
  head: Partial<NewPlan> = {},
  deadlineMs = defaultDeadlineMs,
): Promise<PlanRows> {
  const rows = last.then(() => readInWorker(files, head, deadlineMs));
  last = rows.catch(() => undefined);
  return rows;
}

/** A worker lives for one import: nothing of it is left, whatever the files did to it. */
async function readInWorker(
  files: readonly ImportFile[],
  head: Partial<NewPlan>,
  deadlineMs: number,
): Promise<PlanRows> {
  const worker = connectWorker<ImportHandlers>(new URL('./import-worker.ts', import.meta.url), {
    errors: [ImportRefused],
  });
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    void worker.close();
  }, deadlineMs);
  try {
    return await worker.call('read', [files, head]);
  } catch (error) {
    if (!isLate) throw error;
    throw new ImportRefused('These files take too long to read. Import fewer or smaller files at once.');
  } finally {
    clearTimeout(deadline);
    await worker.close();
  }
}
