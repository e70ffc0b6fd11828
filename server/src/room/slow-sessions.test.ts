import { planMap } from '@longtable/shared/plan/document';
import { expect, test } from 'vitest';
import { TestRoom } from '../testing/test-room.ts';
import { behindBytes, presenceEveryMs } from './limits.ts';

const large = 'x'.repeat(behindBytes);

test('[S7] who does not read gets one answer, however much they ask and others move', async () => {
  const testRoom = await TestRoom.open((doc) => planMap(doc).set('scale', large));
  const [stalled, other] = [testRoom.sit(), testRoom.sit()];
  other.sendPresence('start');
  await other.idle();
  testRoom.pass(presenceEveryMs);
  stalled.sendStep1();
  const waiting = stalled.bufferedAmount;
  expect(waiting).toBeGreaterThan(behindBytes);
  for (let question = 0; question < 5; question++) {
    stalled.queryPresence();
    stalled.sendStep1();
    other.sendPresence(`element ${question}`);
    testRoom.pass(presenceEveryMs);
  }
  expect(stalled.bufferedAmount).toBe(waiting);

  stalled.read();
  testRoom.pass(1);
  expect(stalled.read().map(({ type }) => type)).toEqual(['update', 'step2', 'presence']);
  expect(planMap(stalled.doc).get('scale')).toBe(large);
  stalled.queryPresence();
  expect(stalled.read()).toEqual([{ type: 'presence' }]);
});

test('[S7] who does not read hears once how much of theirs is saved, when they have caught up', async () => {
  const testRoom = await TestRoom.open((doc) => planMap(doc).set('scale', large));
  const writer = testRoom.sit();
  writer.sendStep1();
  const waiting = writer.bufferedAmount;
  for (const language of ['nl', 'fr', 'de']) {
    planMap(writer.doc).set('languages', [language]);
    await writer.idle();
  }
  expect(testRoom.room.seq).toBe(4);
  expect(writer.bufferedAmount).toBe(waiting);

  writer.read();
  testRoom.pass(1);
  expect(writer.read().filter(({ type }) => type === 'saved')).toEqual([{ type: 'saved', count: 3, seq: 4 }]);
  planMap(writer.doc).set('languages', ['en']);
  await writer.idle();
  expect(writer.read()).toEqual([{ type: 'saved', count: 4, seq: 5 }]);
  // Once it has been told, it is not told again.
  writer.sendStep1(new Uint8Array([0]));
  testRoom.pass(1);
  writer.read();
  testRoom.pass(1);
  expect(writer.read().map(({ type }) => type)).toEqual(['step2', 'presence']);
});
