import { planMap, planText } from '@longtable/shared/plan/document';
import { closeCode } from '@longtable/shared/protocol';
import { expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { TestRoom } from '../testing/test-room.ts';
import { messageBurst, messagesPerSecond } from './limits.ts';

test('[S1] who repeats a change faster than they may is closed', async () => {
  const testRoom = await TestRoom.open();
  const seat = testRoom.sit({ isLimited: true });
  planMap(seat.doc).set('scale', 'town');
  await seat.idle();
  const change = Y.encodeStateAsUpdate(seat.doc);
  for (let sent = 1; sent < messageBurst; sent++) seat.sendUpdate(change);
  expect(seat.closedWith).toBeNull();
  seat.sendUpdate(change);
  expect(seat.closedWith).toBe(closeCode.tooManyMessages);
});

test('[S1] who writes faster than they may is read more slowly, and loses nothing', async () => {
  const testRoom = await TestRoom.open();
  const seat = testRoom.sit({ isLimited: true });
  seat.sendStep1();
  seat.read();
  const text = planText(seat.doc, 'context') as Y.Text;
  const write = (letters: string) => {
    for (const letter of letters) text.insert(text.length, letter);
  };
  write('a');
  await seat.idle();
  write('b'.repeat(messageBurst - 2));
  expect(seat.isPaused).toBe(false);
  // The network may have brought some more before it was paused.
  write('cdef');
  expect(seat.isPaused).toBe(true);
  await testRoom.room.idle();
  expect(seat.read().at(-1)).toMatchObject({ type: 'saved', count: messageBurst });

  let waited = 0;
  for (; seat.isPaused; waited++) {
    await vi.advanceTimersByTimeAsync(1000 / messagesPerSecond);
  }
  expect(waited).toBe(4);
  await seat.idle();
  expect(seat.read().at(-1)).toMatchObject({ type: 'saved', count: messageBurst + 3 });
  expect(seat.closedWith).toBeNull();
  const { content } = testRoom.room.reads.content();
  expect((await content).context).toBe(text.toJSON());
});

test('[S1] who sends on while something before it is missing is asked for all once, and read more slowly too', async () => {
  const testRoom = await TestRoom.open();
  const seat = testRoom.sit({ isLimited: true });
  const offline = new Y.Doc();
  planMap(offline).set('scale', 'town');
  const before = Y.encodeStateVector(offline);
  planMap(offline).set('scale', 'city');
  const gap = Y.encodeStateAsUpdate(offline, before);
  seat.read();
  for (let sent = 0; sent < messageBurst; sent++) seat.sendUpdate(gap);
  expect(seat.read()).toEqual([{ type: 'step1' }]);
  expect(seat.isPaused).toBe(false);
  seat.sendUpdate(gap);
  expect(seat.isPaused).toBe(true);

  await vi.advanceTimersByTimeAsync(2 * (1000 / messagesPerSecond));
  seat.sendStep2(Y.encodeStateAsUpdate(offline));
  await seat.idle();
  expect(seat.read()).toMatchObject([{ type: 'saved', count: messageBurst + 2 }]);
});

test('[S1] [S8] a reader who sends faster than they may is closed, and no document is made for them', async () => {
  const testRoom = await TestRoom.open();
  const seat = testRoom.sit({ isLimited: true, role: 'reader' });
  const deletesContent = vi.spyOn(testRoom.worker, 'deletesContent');
  for (let sent = 0; sent < messageBurst; sent++) seat.sendUpdate(new Uint8Array([0, 0]));
  expect(seat.closedWith).toBeNull();
  planMap(seat.doc).set('scale', 'town');
  await seat.idle();
  expect(seat.closedWith).toBe(closeCode.tooManyMessages);
  expect(deletesContent).not.toHaveBeenCalled();
});
