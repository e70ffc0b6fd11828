import { createActorId, createPlanId } from '@longtable/shared/ids';
import { planText } from '@longtable/shared/plan/document';
import { initialisePlan } from '@longtable/shared/plan/edits';
import { expect, onTestFinished, test, vi } from 'vitest';
import * as Y from 'yjs';
import type { NewLogRow } from '../store/plan-store.ts';
import { openTestStore } from '../testing/test-store.ts';
import { WorkerExited } from '../worker-rpc.ts';
import { maxBytesToCompactHere } from './limits.ts';
import { readWholePlan } from './plan-documents.ts';
import { PlanWorker } from './plan-worker-client.ts';
import { restorePlan } from './restore-plan.ts';

test('[S4] a plan that takes a document too long opens all the same, row by row', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const [store, worker] = [await openTestStore(), new PlanWorker()];
  onTestFinished(async () => {
    log.mockRestore();
    await worker.close();
  });
  const plan = createPlanId();
  const author = { actor: createActorId(), onBehalfOf: null, session: 's', intent: null };
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ghent' });
  const row = (seq: number, update: Uint8Array): NewLogRow => ({ ...author, plan, seq, at: seq, update });
  await store.createPlan(plan, [row(1, Y.encodeStateAsUpdate(doc))], [doc.clientID]);
  for (let seq = 2; seq < 5; seq++) {
    const before = Y.encodeStateVector(doc);
    planText(doc, 'context')?.insert(0, 'x'.repeat(maxBytesToCompactHere));
    await store.append([row(seq, Y.encodeStateAsUpdate(doc, before))]);
  }
  vi.spyOn(worker, 'compactPlan').mockRejectedValue(new WorkerExited('It took too long.'));
  const { bytes, known } = await restorePlan(plan, await store.loadPlan(plan), { store, worker });
  expect(bytes.seq).toBe(4);
  expect(known.clockOf(doc.clientID)).toBe(Y.getState(doc.store, doc.clientID));
  expect(readWholePlan(bytes.updates)).toEqual(readWholePlan([Y.encodeStateAsUpdate(doc)]));
});
