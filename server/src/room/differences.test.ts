import { planMap, planText } from '@longtable/shared/plan/document';
import { closeCode } from '@longtable/shared/protocol';
import * as encoding from 'lib0/encoding';
import { expect, test, vi } from 'vitest';
import { TestRoom } from '../testing/test-room.ts';
import { writeClocks } from './known-state.ts';
import { behindBytes, maxUnknownClients } from './limits.ts';
import type { PlanWorker } from './plan-worker-client.ts';

/** Of somebody who has changes that the plan lacks, and nothing of the plan. */
function foreignStateVector(clients: number): Uint8Array {
  const clocks = Array.from({ length: clients }, (_, index): [number, number] => [2 ** 31 + index, 2 ** 30]);
  return encoding.encode((encoder) => writeClocks(encoder, new Map(clocks)));
}

/** Differences wait from now on. @returns lets them through */
function holdDifferences(worker: PlanWorker): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const diffPlan = worker.diffPlan.bind(worker);
  vi.spyOn(worker, 'diffPlan').mockImplementation(async (...asked) => {
    await promise;
    return diffPlan(...asked);
  });
  return resolve;
}

test('[S4] who waits for a difference gets it before what they missed meanwhile', async () => {
  const testRoom = await TestRoom.open();
  const letThrough = holdDifferences(testRoom.worker);
  const [late, writer] = [testRoom.sit(), testRoom.sit()];
  late.sendStep1(foreignStateVector(1));
  planMap(writer.doc).set('scale', 'x'.repeat(behindBytes));
  await writer.idle();
  planMap(writer.doc).set('scale', 'town');
  await writer.idle();
  late.read();
  testRoom.pass(1);
  expect(late.read()).toEqual([]);

  letThrough();
  await late.idle();
  expect(late.read()).toMatchObject([{ type: 'step2', seq: 1 }]);
  testRoom.pass(1);
  expect(late.read()).toMatchObject([{ type: 'update' }, { type: 'step2', seq: 3 }, { type: 'presence' }]);
  expect(planText(late.doc, 'title')?.toJSON()).toBe('A plan');
  expect(planMap(late.doc).get('scale')).toBe('town');
});

test('[S4] a state vector that names more than any client may have seen is not read', async () => {
  const testRoom = await TestRoom.open();
  const [honest, greedy] = [testRoom.sit(), testRoom.sit()];
  honest.sendStep1(foreignStateVector(maxUnknownClients));
  await honest.idle();
  expect(honest.closedWith).toBeNull();
  expect(honest.read().at(-1)).toMatchObject({ type: 'step2', seq: 1 });

  greedy.sendStep1(foreignStateVector(1.5 * maxUnknownClients));
  expect(greedy.closedWith).toBe(closeCode.tooManyMessages);
  expect(greedy.session.idle).toBeNull();
});
