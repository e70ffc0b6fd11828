import { createActorId } from '@longtable/shared/ids';
import { planMap } from '@longtable/shared/plan/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { StoreFailed } from '../store/plan-store.ts';
import { TestRoom } from '../testing/test-room.ts';

const writer = { actor: createActorId(), onBehalfOf: null, session: 'restore-1', intent: 'restore' };

function changeOfScale(): Uint8Array {
  const doc = new Y.Doc();
  planMap(doc).set('scale', 'town');
  return Y.encodeStateAsUpdate(doc);
}

test('[S3] a change that the server makes is told once it is on disk', async () => {
  const { room, store } = await TestRoom.open();
  const seq = await room.write(writer, changeOfScale());
  expect(seq).toBe(2);
  await store.settle([{ plan: room.plan, upTo: seq }]);
  expect(await store.readRows(room.plan, 1, 10)).toMatchObject([{ seq, actor: writer.actor, intent: 'restore' }]);
});

test('[S11] a room that breaks off while the server makes a change takes nothing any more', async () => {
  const { room } = await TestRoom.open();
  const writing = room.write(writer, changeOfScale());
  room.breakOff();
  await expect(writing).rejects.toThrow(StoreFailed);
});
