import { planText } from '@longtable/shared/plan/document';
import { closeCode, messageType, syncMessage } from '@longtable/shared/protocol';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type WebSocket from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { eventually } from './eventually.ts';
import { attacks, edited, nonsense, presenceOf, syncOf } from './hostile-messages.ts';
import { Random } from './random.ts';
import { type Guest, ServerProcess, synced } from './server-process.ts';
import { sizes } from './sizes.ts';

/** How long the server's loop may stand still. */
const maxLoopDelayMs = 50;
/** A machine that is busy with other things stalls a server too, but not each time that the same is sent. */
const attempts = 8;
const maxKeptBytes = 16 * 1024 * 1024;

/** The client id of the first canary. */
const victim = 4_242;
/** Others who are here, and say as much of themselves as they may. */
const crowdSize = 50;
const crowd: WebSocket[] = [];

let server: ServerProcess;
let plan: string;
let ada: Guest;
/** Two who write while others attack. */
let canaries: [WebsocketProvider, WebsocketProvider];

beforeAll(async () => {
  server = await ServerProcess.start();
  ada = await server.join('Ada');
  plan = await server.startPlan(ada);
  const doc = new Y.Doc();
  doc.clientID = victim;
  canaries = [server.connect(plan, ada, { doc }), server.connect(plan, await server.join('Bo'))];
  await Promise.all(canaries.map(synced));
  // Something to read: half a megabyte.
  textOf(canaries[0]).insert(0, 'Words. '.repeat(70_000));
  await hear('ready');
  const guest = await server.join('Crowd');
  for (let client = 1; client <= crowdSize; client++) {
    const socket = server.socket(plan, guest);
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(presenceOf([{ client, state: `{"note":"${'x'.repeat(2_000)}"}` }]));
    crowd.push(socket);
  }
});
afterAll(async () => {
  for (const canary of canaries) canary.destroy();
  for (const socket of crowd) socket.terminate();
  await server.remove();
});

const textOf = ({ doc }: WebsocketProvider) => planText(doc, 'context') as Y.Text;

/** Resolves when what one canary writes has reached the other. */
async function hear(mark: string): Promise<void> {
  const [one, other] = canaries;
  const heard = new Promise<void>((resolve) => {
    const look = () => {
      if (textOf(other).toJSON().startsWith(mark)) {
        other.doc.off('update', look);
        resolve();
      }
    };
    other.doc.on('update', look);
  });
  textOf(one).insert(0, mark);
  await heard;
}

interface Ending {
  code: number | null;
}

/** Sends messages on a socket of their own, and waits until the server has done with them: it closes, or says so. */
async function attack(messages: readonly Uint8Array[], guest: Guest): Promise<Ending> {
  const socket = server.socket(plan, guest, '?side=1');
  await new Promise((resolve) => socket.once('open', resolve));
  const ended = endOf(socket, messages.filter(isChange).length + 1);
  for (const message of [...messages, nothingNew]) socket.send(message);
  const ending = await ended;
  socket.terminate();
  return ending;
}

/** The server does what comes in on a socket in its order, and says "saved" to this too. */
const nothingNew = syncOf(syncMessage.step2, new Uint8Array([0, 0]));
const isChange = (message: Uint8Array) => message[0] === messageType.sync && message[1] !== syncMessage.step1;

/** @param changes after so many changes nothing comes any more */
function endOf(socket: WebSocket, changes: number): Promise<Ending> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', (code) => resolve({ code }));
    socket.on('message', (data: Buffer) => {
      if (data[0] === messageType.saved && data[1] === changes) resolve({ code: null });
    });
  });
}

/** Rows and client ids that are written down for somebody. */
function storedFor({ id }: Guest): number {
  const database = new Database(server.databasePath, { readonly: true });
  const count = (table: string) =>
    (database.prepare(`select count(*) as found from ${table} where actor = ?`).get(id) as { found: number }).found;
  const found = count('log') + count('journal') + count('client');
  database.close();
  return found;
}

/** The shortest standstill of the server's loop over some attempts at the same. */
async function standstillOf(work: () => Promise<void>): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts && shortest > maxLoopDelayMs; attempt++) {
    await server.condition();
    await work();
    shortest = Math.min(shortest, (await server.condition()).loopDelayMs);
  }
  return shortest;
}

describe('[S1] hostile messages', () => {
  test.each(attacks(victim))('$name', async ({ name, messages, closedWith }) => {
    const attacker = await server.join(name);
    const standstill = await standstillOf(async () => {
      const [ending] = await Promise.all([attack(messages, attacker), hear(name)]);
      expect(ending.code).toBe(closedWith);
    });
    expect(standstill).toBeLessThan(maxLoopDelayMs);
    expect(storedFor(attacker)).toBe(0);
  });

  test.each(['random', 'truncated', 'flipped', 'random update'] as const)('%s bytes', async (kind) => {
    const attacker = await server.join(kind);
    const random = new Random(Number(process.env.SEED ?? 1));
    const typed: (number | null)[] = [null, ...Object.values(closeCode)];
    for (let message = 0; message < sizes.nonsense; message++) {
      const { code } = await attack([nonsense(kind, random)], attacker);
      expect(typed).toContain(code);
    }
    await hear(kind);
    expect(storedFor(attacker)).toBe(0);
  });
});

describe('[S2] hostile client ids', () => {
  test('nobody writes under the id of somebody who is here', async () => {
    const attacker = await server.join('Forger');
    const { clientID } = canaries[0].doc;
    const forged = edited((doc) => {
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(canaries[0].doc));
      doc.clientID = clientID;
      doc.getMap('plan').set('forged', true);
    });
    expect((await attack([syncOf(syncMessage.update, forged)], attacker)).code).toBe(closeCode.refusedUpdate);
    expect(storedFor(attacker)).toBe(0);
  });

  test('nor takes an id of their own on the way', async () => {
    const attacker = await server.join('Squatter');
    const gone = server.connect(plan, await server.join('Gone'));
    await synced(gone);
    textOf(gone).insert(0, 'gone');
    await hear('after');
    await eventually('what the one who leaves wrote is here', 5_000, () =>
      textOf(canaries[1]).toJSON().includes('gone'),
    );
    gone.destroy();
    const forged = edited((doc) => {
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(canaries[1].doc));
      doc.getMap('plan').set('mine', true);
      doc.clientID = gone.doc.clientID;
      doc.getMap('plan').set('forged', true);
    });
    expect((await attack([syncOf(syncMessage.update, forged)], attacker)).code).toBe(closeCode.refusedUpdate);
    expect(storedFor(attacker)).toBe(0);
  });

  test('[S6] nor speaks for somebody else, in however many words', async () => {
    const attacker = await server.join('Impostor');
    const [{ doc, awareness }, listener] = canaries;
    // Until it has said something, nobody hears of a stock client: its first state has the clock of none.
    awareness.setLocalStateField('element', 'here');
    const lies = Array.from({ length: 200 }, () => ({ client: doc.clientID, state: '{"actor":{"name":"A lie"}}' }));
    expect(
      (
        await attack(
          Array.from({ length: 100 }, () => presenceOf(lies)),
          attacker,
        )
      ).code,
    ).toBeNull();
    await hear('heard');
    const stateOf = () => listener.awareness.getStates().get(doc.clientID);
    await eventually('those who are here are seen', 15_000, () => stateOf() !== undefined);
    expect(stateOf()?.actor).toMatchObject({ name: 'Ada' });
    expect(storedFor(attacker)).toBe(0);
  });
});

test('after all that, the server keeps no more memory than before', { timeout: 120_000 }, async () => {
  const all = attacks(victim);
  const attacker = await server.join('Everyone');
  const once = async () => {
    for (const { messages } of all) await attack(messages, attacker);
    await hear('once');
  };
  // Twice, until the heaps of all threads are as large as they get.
  for (let warm = 0; warm < 2; warm++) await once();
  const growth: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = await server.condition();
    await once();
    growth.push((await server.condition()).residentBytes - before.residentBytes);
  }
  // What leaks is kept each time; what a heap takes from the system it gives back when it pleases.
  expect(Math.min(...growth)).toBeLessThan(maxKeptBytes);
});
