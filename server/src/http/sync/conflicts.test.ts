import { planText } from '@longtable/shared/plan/document';
import { closeCode, messageType, syncMessage } from '@longtable/shared/protocol';
import { combineUpdates } from '@longtable/shared/updates/update-codec';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { insertsBetweenFarNeighbours } from '../../testing/far-neighbours.ts';
import { closing, type Guest, synced, TestServer, until } from '../../testing/test-server.ts';

let server: TestServer;
let ada: Guest;
let mallory: Guest;
const open: WebsocketProvider[] = [];

beforeAll(async () => {
  server = await TestServer.start();
  ada = await server.join('Ada');
  mallory = await server.join('Mallory');
});
afterAll(async () => {
  for (const provider of open) provider.destroy();
  await server.remove();
});

async function connect(plan: string, guest: Guest, params: Record<string, string> = {}, doc = new Y.Doc()) {
  const provider = server.connect(plan, guest, doc, params);
  open.push(provider);
  await synced(provider);
  return provider;
}

const context = (doc: Y.Doc) => planText(doc, 'context') as Y.Text;

const updateMessage = (update: Uint8Array) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, syncMessage.update);
    encoding.writeVarUint8Array(encoder, update);
  });

async function sendAll(plan: string, updates: readonly Uint8Array[]) {
  const socket = server.socket(plan, mallory);
  socket.once('open', () => {
    for (const update of updates) socket.send(updateMessage(update));
  });
  return closing(socket);
}

describe('[S1] inserts between far neighbours', () => {
  test('are refused in one update, and again without another look; others go on', async () => {
    const plan = await server.startPlan(ada);
    const { doc } = await connect(plan, ada);
    const attack = combineUpdates(insertsBetweenFarNeighbours(doc, 9, 5_000));
    const before = doc.getMap('plan').toJSON();
    expect(await sendAll(plan, [attack])).toMatchObject({ code: closeCode.refusedUpdate });
    expect(await sendAll(plan, [attack])).toMatchObject({ code: closeCode.refusedUpdate });
    expect((await connect(plan, ada)).doc.getMap('plan').toJSON()).toEqual(before);
    context(doc).insert(0, 'still here');
    const other = await connect(plan, ada);
    await until(other.doc, () => context(other.doc).toJSON() === 'still here');
  });

  test('are refused bit by bit, long before they take long', async () => {
    const plan = await server.startPlan(ada);
    const { doc } = await connect(plan, ada);
    const inserts = insertsBetweenFarNeighbours(doc, 9, 8_000);
    const attack = [inserts.shift() as Uint8Array];
    while (inserts.length > 0) attack.push(combineUpdates(inserts.splice(0, 150)));
    mallory = await server.join('Mallory');
    expect(await sendAll(plan, attack)).toMatchObject({ code: closeCode.refusedUpdate });
    const { doc: after } = await connect(plan, ada);
    const kept = context(after).length - 8_000;
    expect(kept).toBeLessThan(6_000);
  });

  test('a person who writes here and there for long is not', async () => {
    const plan = await server.startPlan(ada);
    const [one, two] = [await connect(plan, ada), await connect(plan, ada)];
    for (let sentence = 0; sentence < 1_000; sentence++) {
      const text = context(one.doc);
      text.insert((sentence * 7919) % (text.length + 1), `${sentence} `);
    }
    const written = context(one.doc).toJSON();
    await until(two.doc, () => context(two.doc).toJSON() === written);
  });
});

describe('[S4] who comes back with a seq', () => {
  /** A page that has only the beginning, and says that it stands at the end. */
  async function comeBack(plan: string, params: (position: { seq: string; run: string }) => Record<string, string>) {
    const early = await connect(plan, ada);
    const beginning = Y.encodeStateAsUpdate(early.doc);
    const side = await connect(plan, ada, { side: '1' });
    context(side.doc).insert(0, 'later');
    await until(early.doc, () => context(early.doc).toJSON() === 'later');
    const position = await positionOf(plan);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, beginning);
    await connect(plan, ada, { side: '1', ...params(position) }, doc);
    return context(doc).toJSON();
  }

  async function positionOf(plan: string): Promise<{ seq: string; run: string }> {
    const provider = server.connect(plan, ada, new Y.Doc(), { side: '1' });
    open.push(provider);
    return new Promise((resolve) => {
      const read = provider.messageHandlers[messageType.sync];
      provider.messageHandlers[messageType.sync] = (encoder, decoder, ...rest) => {
        read?.(encoder, decoder, ...rest);
        if (!provider.synced) return;
        if (read) provider.messageHandlers[messageType.sync] = read;
        const [seq, run] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)];
        resolve({ seq: String(seq), run: String(run) });
      };
    });
  }

  test('to the run of the server that told it, gets only what came since', async () => {
    const plan = await server.startPlan(ada);
    expect(await comeBack(plan, (position) => position)).toBe('');
  });

  test('that another run told gets all it lacks: the log may be another one, restored from a backup', async () => {
    const plan = await server.startPlan(ada);
    expect(await comeBack(plan, ({ seq, run }) => ({ seq, run: String(Number(run) + 1) }))).toBe('later');
    expect(await comeBack(plan, ({ seq }) => ({ seq }))).toContain('later');
  });
});
