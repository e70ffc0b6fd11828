import { findElementMap, planText, readElements } from '@longtable/shared/plan/document';
import { addElement, setElementField } from '@longtable/shared/plan/edits';
import { closeCode, messageType, syncMessage } from '@longtable/shared/protocol';
import Database from 'better-sqlite3';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type WebSocket from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { AccessPolicy, Role } from '../../access/access.ts';
import { closing, type Guest, synced, TestServer, until } from '../../testing/test-server.ts';

let server: TestServer;
let ada: Guest;
let bo: Guest;
const open: WebsocketProvider[] = [];

beforeAll(async () => {
  server = await TestServer.start();
  ada = await server.join('Ada', 'City of Ghent');
  bo = await server.join('Bo');
});
afterAll(async () => {
  for (const provider of open) provider.destroy();
  await server.remove();
});

async function connect(plan: string, guest: Guest, params: Record<string, string> = {}): Promise<WebsocketProvider> {
  const provider = server.connect(plan, guest, new Y.Doc(), params);
  open.push(provider);
  await synced(provider);
  return provider;
}

function rowsOf(plan: string): { seq: number; actor: string }[] {
  const database = new Database(server.databasePath, { readonly: true });
  const rows = database
    .prepare(
      'select seq, actor from log where plan = ? union all select seq, actor from journal where plan = ? order by seq',
    )
    .all(plan, plan);
  database.close();
  return rows as { seq: number; actor: string }[];
}

const frame = (type: number, kind: number, payload: Uint8Array) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
  });

function update(edit: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  edit(doc);
  return frame(messageType.sync, syncMessage.update, Y.encodeStateAsUpdate(doc));
}

async function answerTo(plan: string, guest: Guest, message: Uint8Array | string) {
  const socket: WebSocket = server.socket(plan, guest);
  socket.once('open', () => socket.send(message));
  return closing(socket);
}

describe('[S9] stock clients', () => {
  test('two y-websocket providers see each other’s changes, and each other', async () => {
    const plan = await server.startPlan(ada);
    const [one, two] = [await connect(plan, ada), await connect(plan, bo)];
    one.awareness.setLocalStateField('element', 'here');
    const id = addElement(one.doc, { kind: 'idea', title: 'A bench' });
    await until(two.doc, () => findElementMap(two.doc, id) !== null);
    setElementField(two.doc, id, 'horizonTo', '2030');
    await until(one.doc, () => readElements(one.doc)[0]?.horizonTo === '2030');
    expect(readElements(two.doc)).toEqual(readElements(one.doc));
  });
});

describe('who may sit down', () => {
  const unknown = 'AAAAAAAAAAAAAAAAAAAAAA';

  test('nobody without a session, from a foreign page, or to a plan that is not there', async () => {
    const plan = await server.startPlan(ada);
    expect((await closing(server.socket(plan, null))).code).toBe(closeCode.noSession);
    const foreign = server.socket(plan, ada, { origin: 'https://evil.example' });
    expect((await closing(foreign)).code).toBe(closeCode.notAllowed);
    expect((await closing(server.socket(unknown, ada))).code).toBe(closeCode.unknownPlan);
    expect((await closing(server.socket('short', ada))).code).toBe(closeCode.unknownPlan);
    const stale = { ...ada, cookie: 'longtable_session=AAAAAAAAAAAAAAAAAAAAAA' };
    expect((await closing(server.socket(plan, stale))).code).toBe(closeCode.noSession);
  });

  test('a plain request to the address of sockets is told so', async () => {
    expect((await server.fetch(`/sync/${unknown}`)).status).toBe(426);
  });
});

describe('[S1] what may not enter a plan', () => {
  test.each<[string, Uint8Array | string, number]>([
    ['text', 'hello', closeCode.badMessage],
    ['bytes without sense', new Uint8Array([255, 255, 255, 255, 255, 255, 255, 255, 255]), closeCode.badMessage],
    ['an unknown type', new Uint8Array([77]), closeCode.badMessage],
    ['an unknown kind of sync', frame(messageType.sync, 9, new Uint8Array()), closeCode.badMessage],
    [
      'a broken update',
      frame(messageType.sync, syncMessage.update, new Uint8Array([1, 2, 3])),
      closeCode.refusedUpdate,
    ],
    ['another root', update((doc) => doc.getMap('secrets').set('a', 1)), closeCode.refusedUpdate],
    ['a prototype key', update((doc) => doc.getMap('elements').set('__proto__', 1)), closeCode.refusedUpdate],
    ['a document of its own', update((doc) => doc.getMap('plan').set('d', new Y.Doc())), closeCode.refusedUpdate],
    [
      'more than a megabyte',
      update((doc) => doc.getMap('plan').set('x', 'x'.repeat(1_100_000))),
      closeCode.refusedUpdate,
    ],
    ['more than a socket takes', update((doc) => doc.getMap('plan').set('x', 'x'.repeat(4_200_000))), 1009],
  ])('%s closes its sender with a code; nothing is stored, and others notice nothing', async (_what, message, code) => {
    const plan = await server.startPlan(ada);
    const watcher = await connect(plan, bo);
    expect((await answerTo(plan, ada, message)).code).toBe(code);
    expect(rowsOf(plan)).toHaveLength(1);
    planText(watcher.doc, 'context')?.insert(0, 'still here');
    const other = await connect(plan, ada);
    await until(other.doc, () => planText(other.doc, 'context')?.toJSON() === 'still here');
    expect(watcher.wsconnected).toBe(true);
  });
});

describe('[S2] client ids', () => {
  test('nobody writes under another’s', async () => {
    const plan = await server.startPlan(ada);
    const adas = await connect(plan, ada);
    planText(adas.doc, 'context')?.insert(0, 'Mine');
    const watcher = await connect(plan, bo);
    await until(watcher.doc, () => planText(watcher.doc, 'context')?.toJSON() === 'Mine');
    const forged = update((doc) => {
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(adas.doc));
      doc.clientID = adas.doc.clientID;
      doc.getMap('plan').set('languages', ['xx']);
    });
    expect((await answerTo(plan, bo, forged)).code).toBe(closeCode.refusedUpdate);
    expect(rowsOf(plan)).toHaveLength(2);
  });
});

describe('[S3] on disk before anyone sees it', () => {
  test('when others see a change, or its writer is told "saved", it is in the file', async () => {
    const plan = await server.startPlan(ada);
    const writer = server.connect(plan, ada, new Y.Doc(), { side: '1' });
    open.push(writer);
    const saved: number[] = [];
    let told: () => void = () => undefined;
    writer.messageHandlers[messageType.saved] = (_encoder, decoder) => {
      const [count = 0, seq = 0] = [decoder.arr[decoder.pos], decoder.arr[decoder.pos + 1]];
      expect(rowsOf(plan).at(-1)?.seq).toBeGreaterThanOrEqual(seq);
      saved.push(count);
      told();
    };
    await synced(writer);
    const watcher = await connect(plan, bo);
    const seen = new Promise<number>((resolve) =>
      watcher.doc.once('update', () => resolve(rowsOf(plan).at(-1)?.seq ?? 0)),
    );
    const acknowledged = new Promise<void>((resolve) => {
      told = () => (saved.at(-1) === 2 ? resolve() : undefined);
    });
    planText(writer.doc, 'context')?.insert(0, 'Ghent');
    expect(await seen).toBe(2);
    await acknowledged;
    expect(saved).toEqual([1, 2]);
  });

  test('a stock client, which does not know them, gets no side messages', async () => {
    const plan = await server.startPlan(ada);
    const types = new Set<number>();
    const socket = server.socket(plan, ada);
    socket.on('message', (data: Buffer) => types.add(data[0] as number));
    socket.once('open', () => socket.send(update((doc) => doc.getMap('plan').set('scale', 'town'))));
    const watcher = await connect(plan, bo);
    await until(watcher.doc, () => watcher.doc.getMap('plan').get('scale') === 'town');
    socket.close();
    await closing(socket);
    expect(types).toContain(messageType.sync);
    expect(types).not.toContain(messageType.saved);
  });
});

describe('[S4] joining', () => {
  test('newcomers, returning clients and a plan of many changes all end up the same', async () => {
    const plan = await server.startPlan(ada);
    const writer = await connect(plan, ada);
    const returning = await connect(plan, bo);
    returning.disconnect();
    const text = planText(writer.doc, 'context');
    for (let change = 0; change < 900; change++) text?.insert(text.length, `${change} `);
    const newcomer = await connect(plan, bo);
    await until(newcomer.doc, () => planText(newcomer.doc, 'context')?.toJSON() === text?.toJSON());
    returning.connect();
    await until(returning.doc, () => planText(returning.doc, 'context')?.toJSON() === text?.toJSON());
  });
});

describe('[S6] presence', () => {
  test('says who is signed in, whatever a client claims', async () => {
    const plan = await server.startPlan(ada);
    const [liar, watcher] = [await connect(plan, bo), await connect(plan, ada)];
    const heard = new Promise<unknown>((resolve) => {
      watcher.awareness.on('change', () => {
        const state = watcher.awareness.getStates().get(liar.doc.clientID);
        if (state?.note === 'hello') resolve(state.actor);
      });
    });
    liar.awareness.setLocalState({ actor: { id: ada.id, name: 'Ada', organisation: 'King' }, note: 'hello' });
    expect(await heard).toEqual({ id: bo.id, name: 'Bo', organisation: null });
    const gone = new Promise<void>((resolve) => {
      watcher.awareness.on('change', ({ removed }: { removed: number[] }) => {
        if (removed.includes(liar.doc.clientID)) resolve();
      });
    });
    liar.destroy();
    await gone;
  });
});

describe('[S8] readers', () => {
  test('see every change and can make none', async () => {
    const access: AccessPolicy = {
      roleOf: (actor) => (actor?.name === 'Writer' ? 'editor' : 'reader'),
      canCreate: (actor) => actor !== null,
    };
    const strict = await TestServer.start({ access });
    const writer = await strict.join('Writer');
    const reader = await strict.join('Reader');
    const plan = await strict.startPlan(writer);
    const [writing, reading] = [strict.connect(plan, writer), strict.connect(plan, reader)];
    await Promise.all([synced(writing), synced(reading)]);
    planText(writing.doc, 'context')?.insert(0, 'Read this');
    await until(reading.doc, () => planText(reading.doc, 'context')?.toJSON() === 'Read this');
    const edits: ((text: Y.Text) => void)[] = [(text) => text.insert(0, 'Not '), (text) => text.delete(0, 1)];
    for (const edit of edits) {
      const trying = strict.connect(plan, reader);
      await synced(trying);
      const refused = new Promise<number>((resolve) => trying.once('closed', ({ code }) => resolve(code)));
      edit(planText(trying.doc, 'context') as Y.Text);
      expect(await refused).toBe(closeCode.notAllowed);
      trying.destroy();
    }
    expect(await strict.json(`/api/plans/${plan}`)).toMatchObject({ context: 'Read this' });
    writing.destroy();
    reading.destroy();
    await strict.remove();
  });
});

describe('[S14] what somebody may do changes while they are here', () => {
  test('a writer who becomes a reader can write no more, and who may not even read is out', async () => {
    const roles = new Map<string, Role | null>();
    const access: AccessPolicy = {
      roleOf: (actor) => roles.get(actor?.name ?? '') ?? (roles.has(actor?.name ?? '') ? null : 'editor'),
      canCreate: (actor) => actor !== null,
    };
    const strict = await TestServer.start({ access });
    const [one, other] = [await strict.join('One'), await strict.join('Other')];
    const plan = await strict.startPlan(one);
    const [demoted, banned] = [strict.connect(plan, one), strict.connect(plan, other)];
    await Promise.all([synced(demoted), synced(banned)]);
    const out = new Promise<number>((resolve) => banned.once('closed', ({ code }) => resolve(code)));
    roles.set('One', 'reader').set('Other', null);
    strict.reviewAccess();
    expect(await out).toBe(closeCode.notAllowed);
    const refused = new Promise<number>((resolve) => demoted.once('closed', ({ code }) => resolve(code)));
    planText(demoted.doc, 'context')?.insert(0, 'Too late');
    expect(await refused).toBe(closeCode.notAllowed);
    expect((await strict.fetch(`/api/plans/${plan}`, other)).status).toBe(403);
    expect((await strict.fetch(`/api/plans/${plan}/revisions`, other)).status).toBe(403);
    expect(await (await strict.fetch(`/api/plans/${plan}`, one)).json()).toMatchObject({ role: 'reader', context: '' });
    for (const provider of [demoted, banned]) provider.destroy();
    await strict.remove();
  });
});

describe('[S13] schema', () => {
  test('a page older than the plan is told to load again; stock clients, who say nothing, are served', async () => {
    const plan = await server.startPlan(ada);
    const old = server.connect(plan, ada, new Y.Doc(), { schema: '0' });
    open.push(old);
    expect(await new Promise((resolve) => old.once('closed', ({ code }) => resolve(code)))).toBe(
      closeCode.outdatedPage,
    );
    expect((await connect(plan, ada, { schema: '1' })).synced).toBe(true);
    expect((await connect(plan, ada)).synced).toBe(true);
  });
});

describe('[S10] opening', () => {
  test('many who open a plan at once sit in the same room', async () => {
    const plan = await server.startPlan(ada);
    const people = await Promise.all(Array.from({ length: 12 }, () => connect(plan, ada)));
    const [first] = people as [WebsocketProvider];
    planText(first.doc, 'context')?.insert(0, 'All of us');
    for (const { doc } of people) await until(doc, () => planText(doc, 'context')?.toJSON() === 'All of us');
    expect(rowsOf(plan).map(({ seq }) => seq)).toEqual([1, 2]);
  });
});

describe('[S12] stopping', () => {
  test('what was written is kept, everyone is sent off with 1012, and finds it again', async () => {
    const stopping = await TestServer.start();
    const guest = await stopping.join('Ada');
    const plan = await stopping.startPlan(guest);
    const socket = stopping.socket(plan, guest);
    const closed = closing(socket);
    const provider = stopping.connect(plan, guest);
    await synced(provider);
    planText(provider.doc, 'context')?.insert(0, 'The last words');
    const left = new Promise<void>((resolve) => provider.once('connection-close', () => resolve()));
    await stopping.restart();
    await left;
    provider.destroy();
    expect((await closed).code).toBe(closeCode.restarting);
    expect(await stopping.json(`/api/plans/${plan}`)).toMatchObject({ context: 'The last words' });
    await stopping.remove();
  });
});

describe('[H2] authors', () => {
  test('come from the session that brought the change', async () => {
    const plan = await server.startPlan(ada, 'Authors');
    const [one, two] = [await connect(plan, ada), await connect(plan, bo)];
    planText(one.doc, 'context')?.insert(0, 'Ada wrote. ');
    await until(two.doc, () => planText(two.doc, 'context')?.length === 11);
    planText(two.doc, 'context')?.insert(11, 'Bo wrote.');
    await until(one.doc, () => planText(one.doc, 'context')?.length === 20);
    const { changes } = await server.json<{ changes: { type: string; text: string; by: unknown; seq: number }[] }>(
      `/api/plans/${plan}/diff?from=1&to=3`,
    );
    expect(changes.map(({ type, text, by, seq }) => ({ type, text, by, seq }))).toEqual([
      { type: 'insert', text: 'Ada wrote. ', by: { id: ada.id, name: 'Ada', organisation: 'City of Ghent' }, seq: 2 },
      { type: 'insert', text: 'Bo wrote.', by: { id: bo.id, name: 'Bo', organisation: null }, seq: 3 },
    ]);
    expect(rowsOf(plan).map(({ actor }) => actor)).toEqual([ada.id, ada.id, bo.id]);
  });
});
