import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket as NetworkSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createActorId } from '@longtable/shared/ids';
import { planMap } from '@longtable/shared/plan/document';
import { closeCode, messageType } from '@longtable/shared/protocol';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import * as decoding from 'lib0/decoding';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import { linkHoldersMayEdit } from '../../server/src/access/access.ts';
import { createEmptyPlan } from '../../server/src/http/plans/new-plan.ts';
import { seat } from '../../server/src/http/sync/sync-socket.ts';
import { stalledMs } from '../../server/src/room/limits.ts';
import { PlanWorker } from '../../server/src/room/plan-worker-client.ts';
import { RoomDirectory } from '../../server/src/room/room-directory.ts';
import { openSqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';
import { contentOf } from './content.ts';
import { eventually } from './eventually.ts';
import { settled } from './gate.ts';
import { ServerProcess, synced } from './server-process.ts';
import { type Person, Tab } from './tab.ts';
import type { Wire } from './wire.ts';

const writersCount = 20;
const editsEach = 25;
const editBytes = 50_000;
const maxGrowthBytes = 8 * 1024 * 1024;
const maxSlowdown = 1.2;
/** A machine that is busy with other things slows a server down too, but not each time. */
const attempts = 4;
/** Each has all rubbish collected first, which takes some hundredths of a second. */
const looks = 50;

test('[S7] who stops reading while others write costs them nothing, and catches up', { timeout: 120_000 }, async () => {
  const server = await ServerProcess.start();
  onTestFinished(() => server.remove());
  const ada = await server.join('Ada');
  const plan = await server.startPlan(ada);
  const writers = await Promise.all(
    Array.from({ length: writersCount }, async (_, index) => server.connect(plan, await server.join(`W${index}`))),
  );
  await Promise.all(writers.map(synced));
  await writeAll(writers);

  let growth = Number.POSITIVE_INFINITY;
  let slowdown = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts && (growth > maxGrowthBytes || slowdown > maxSlowdown); attempt++) {
    const usual = await writeAll(writers);
    // On a new socket each time: the system takes more for those who have read much.
    const reader = server.connect(plan, ada);
    await synced(reader);
    const before = await server.condition();
    const socket = reader.ws as unknown as WebSocket;
    socket.pause();
    const beside = await writeAll(writers);
    // What the server folds at the moment is held twice, for a while; what waits for the reader stays.
    for (let look = 0; look < looks && growth > maxGrowthBytes; look++) {
      growth = Math.min(growth, (await server.condition()).heldBytes - before.heldBytes);
    }
    slowdown = Math.min(slowdown, beside / usual);
    socket.resume();
    await eventually('the reader has caught up', 20_000, () => {
      return contentOf(reader.doc) === contentOf((writers[0] as WebsocketProvider).doc);
    });
    expect(reader.ws).toBe(socket);
    reader.destroy();
  }
  expect(growth).toBeLessThan(maxGrowthBytes);
  expect(slowdown).toBeLessThan(maxSlowdown);
  for (const writer of writers) writer.destroy();
});

/** Each writer replaces a long value when the one before is saved. @returns the median time till "saved", ms */
async function writeAll(writers: readonly WebsocketProvider[]): Promise<number> {
  const times: number[] = [];
  await Promise.all(
    writers.map(
      (writer, index) =>
        new Promise<void>((resolve) => {
          let left = editsEach;
          let since = 0;
          const write = () => {
            since = performance.now();
            planMap(writer.doc).set(`scale${index}`, String.fromCharCode(97 + left).repeat(editBytes));
          };
          writer.messageHandlers[messageType.saved] = (_encoder, decoder: decoding.Decoder) => {
            decoding.readVarUint(decoder);
            times.push(performance.now() - since);
            if (--left > 0) write();
            else resolve();
          };
          write();
        }),
    ),
  );
  for (const writer of writers) writer.messageHandlers[messageType.saved] = () => undefined;
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
}

test('[S7] who never reads again is sent off with 1013, and nobody else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'longtable-slow-'));
  const store = await openSqliteStore(join(folder, 'longtable.sqlite'));
  const worker = new PlanWorker();
  const actor = { id: createActorId(), name: 'Ada', organisation: null };
  const plan = await createEmptyPlan(store, actor, { title: 'A plan' });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const rooms = new RoomDirectory(store, worker, linkHoldersMayEdit);
  onTestFinished(async () => {
    vi.useRealTimers();
    await rooms.stop();
    await Promise.all([worker.close(), store.close()]);
    await rm(folder, { recursive: true });
  });
  const person: Person = { actor, role: 'editor', copy: [], clients: new Set(), deletions: new IdRanges() };
  const tabs = [new Tab(person, 1, true), new Tab(person, 2, true)] as const;
  const wires = tabs.map((tab) => {
    const wire = tab.connect();
    seat(
      wire as unknown as WebSocket,
      wire as unknown as NetworkSocket,
      { plan, actor, role: 'editor', wantsSideMessages: true, resume: null },
      { config: { port: 0, host: '', dataDir: '', origin: null, hasLimits: true, trustsProxy: false }, rooms },
    );
    return wire;
  }) as [Wire, Wire];
  const carryUntil = async (check: () => boolean) => {
    while (!check()) {
      for (const wire of wires) {
        while (wire.canReachServer) wire.carryToServer();
        while (wire.canReachTab) wire.carryToTab();
      }
      await settled();
    }
  };
  const [reading, stalled] = wires;
  const closed = vi.spyOn(stalled, 'close');
  await carryUntil(() => tabs.every((tab) => tab.isSaved));
  stalled.isStalled = true;
  planMap(tabs[0].doc).set('scale', 'town');
  await carryUntil(() => tabs[0].isSaved);

  vi.advanceTimersByTime(stalledMs - 1_000);
  expect(closed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(closed).toHaveBeenCalledExactlyOnceWith(closeCode.slowReader, expect.any(String));
  expect(stalled.isOpen).toBe(false);
  expect(reading.isOpen).toBe(true);
});
