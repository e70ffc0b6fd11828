import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createActorId } from '@longtable/shared/ids';
import { addElement } from '@longtable/shared/plan/edits';
import { messageType, syncMessage } from '@longtable/shared/protocol';
import * as encoding from 'lib0/encoding';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { linkHoldersMayEdit } from '../../access/access.ts';
import { PlanWorker } from '../../room/plan-worker-client.ts';
import { RoomDirectory } from '../../room/room-directory.ts';
import { openTestStore } from '../../testing/test-store.ts';
import { createEmptyPlan } from '../plans/new-plan.ts';
import { seat } from './sync-socket.ts';

const config = { port: 0, host: '', dataDir: '', origin: null, hasLimits: true, trustsProxy: false };
const titles = ['First', 'Second', 'Third'];
const actor = { id: createActorId(), name: 'Ada', organisation: null };

function messageOf(update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, syncMessage.update);
    encoding.writeVarUint8Array(encoder, update);
  });
}

test('[S10] what is sent while a plan is being loaded waits in the network, and comes in in its order', async () => {
  const store = await openTestStore();
  const plan = await createEmptyPlan(store, actor, { title: 'A plan' });
  const loading = Promise.withResolvers<void>();
  const loadPlan = store.loadPlan.bind(store);
  vi.spyOn(store, 'loadPlan').mockImplementation(async (id) => {
    await loading.promise;
    return loadPlan(id);
  });
  const worker = new PlanWorker();
  const rooms = new RoomDirectory(store, worker, linkHoldersMayEdit);
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    loading.resolve();
    server.close();
    await rooms.stop();
    await worker.close();
  });
  await once(server, 'listening');
  const seated = new Promise<WebSocket>((resolve) => {
    server.on('connection', (socket, { socket: network }) => {
      const admission = { plan, actor, role: 'editor', wantsSideMessages: true, resume: null } as const;
      seat(socket, network, admission, { config, rooms });
      resolve(socket);
    });
  });

  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => client.terminate());
  const saved = new Promise<void>((resolve) => {
    client.on('message', ([type, count]: Buffer) => {
      if (type === messageType.saved && count === titles.length) resolve();
    });
  });
  await once(client, 'open');
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => client.send(messageOf(update)));
  // Each builds on the one before: in another order, or with a gap, none of the later ones would be saved.
  for (const title of titles) addElement(doc, { kind: 'idea', title });
  const socket = await seated;
  expect(socket.isPaused).toBe(true);

  loading.resolve();
  await saved;
  expect(socket.isPaused).toBe(false);
  const { content } = await rooms.use(plan, (room) => room.reads.content());
  expect((await content).elements.map(({ title }) => title)).toEqual(titles);
});
