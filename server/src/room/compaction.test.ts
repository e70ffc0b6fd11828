import { planMap, planText } from '@longtable/shared/plan/document';
import { expect, onTestFinished, test, vi } from 'vitest';
import { TestRoom } from '../testing/test-room.ts';
import { minTailBytesToCompact, retryCompactionMs } from './limits.ts';

test('[S4] a compaction that failed is tried again ever later; the plan is served meanwhile', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  const testRoom = await TestRoom.open();
  const compactPlan = vi.spyOn(testRoom.worker, 'compactPlan');
  for (let failures = 0; failures < 2; failures++) compactPlan.mockRejectedValueOnce(new Error('It took too long.'));
  const writer = testRoom.sit();
  let count = 0;
  /** @returns how often folding was tried after a further change */
  const triesAfter = async (ms: number) => {
    testRoom.pass(ms);
    planMap(writer.doc).set('scale', `${++count}`);
    await writer.idle();
    return compactPlan.mock.calls.length;
  };
  planMap(writer.doc).set('vision', 'x'.repeat(minTailBytesToCompact));
  expect(await triesAfter(1)).toBe(1);
  expect(await triesAfter(retryCompactionMs - 1)).toBe(1);
  const newcomer = testRoom.sit();
  newcomer.sendStep1();
  newcomer.read();
  expect(planText(newcomer.doc, 'title')?.toJSON()).toBe('A plan');
  expect(planMap(newcomer.doc).get('scale')).toBe('2');
  expect(await triesAfter(2)).toBe(2);
  expect(await triesAfter(2 * retryCompactionMs - 1)).toBe(2);
  expect(await triesAfter(2)).toBe(3);
  const { checkpoint } = await testRoom.store.loadPlan(testRoom.room.plan);
  expect(checkpoint?.seq).toBe(testRoom.room.seq);
});
