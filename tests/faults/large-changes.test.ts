/** More than the server takes at once, from the pages' own connection, while connections and storage come and go. */
import type { PlanId } from '@longtable/shared/ids';
import { planText } from '@longtable/shared/plan/document';
import { addElement } from '@longtable/shared/plan/edits';
import { maxUpdateBytes } from '@longtable/shared/protocol';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { PlanConnection } from '../../web/src/lib/plan/plan-connection.ts';
import { contentOf } from './content.ts';
import { eventually } from './eventually.ts';
import { type Guest, ServerProcess, synced } from './server-process.ts';
import { storageFaults } from './storage-faults.ts';

const patienceMs = 20_000;
/** Three mebibytes and more: one text, and elements that each have to find their place. */
const words = 'Ghent, on water. '.repeat(200_000);
const elementsCount = 500;

function writeMuch(doc: Y.Doc): void {
  planText(doc, 'context')?.insert(0, words);
  for (let count = 0; count < elementsCount; count++) addElement(doc, { kind: 'idea', title: `Element ${count}` });
}

afterEach(() => vi.unstubAllGlobals());

/** A page as far as its connection goes, outside a browser. */
class Page {
  readonly doc: Y.Doc;
  readonly connection: PlanConnection;
  /** Sizes of what was sent, bytes. */
  readonly sent: number[] = [];
  sockets = 0;
  onSend: (socket: WebSocket) => void = () => undefined;

  constructor(server: ServerProcess, plan: string, { cookie }: Guest, doc = new Y.Doc()) {
    const page = this;
    vi.stubGlobal('location', { href: server.url });
    vi.stubGlobal(
      'WebSocket',
      class extends WebSocket {
        constructor(address: string | URL) {
          super(address, { headers: { cookie } });
          page.sockets++;
        }

        override send(data: Uint8Array): void {
          super.send(data);
          page.sent.push(data.length);
          page.onSend(this);
        }
      },
    );
    this.doc = doc;
    this.connection = new PlanConnection(
      plan as PlanId,
      doc,
      () => undefined,
      () => undefined,
    );
    this.connection.connect();
    onTestFinished(() => this.connection.close());
  }

  async saved(): Promise<void> {
    await eventually('all is saved', patienceMs, () => this.connection.state.type !== 'opening' && this.isSaved);
  }

  get isSaved(): boolean {
    const { state } = this.connection;
    if (state.type === 'refused') throw new Error(`The server refused it: ${state.code}.`);
    return state.type === 'saved';
  }

  get bytes(): number {
    return this.sent.reduce((sum, bytes) => sum + bytes, 0);
  }
}

async function startServer(folder?: string) {
  const server = await ServerProcess.start(folder);
  onTestFinished(() => (folder ? server.kill() : server.remove()));
  const guest = await server.join('Ada');
  return { server, guest, plan: await server.startPlan(guest) };
}

/** What a stock client sees that has just come. */
async function expectStored(server: ServerProcess, plan: string, guest: Guest, { doc }: Page): Promise<void> {
  const provider = server.connect(plan, guest);
  await synced(provider);
  expect(contentOf(provider.doc)).toEqual(contentOf(doc));
  expect(planText(provider.doc, 'context')?.toJSON()).toContain(words);
  provider.destroy();
}

describe('[S1] more than fits at once', () => {
  test('comes in when it was written away from the server, also from two tabs, also when the socket is lost midway', async () => {
    const { server, guest, plan } = await startServer();
    const page = new Page(server, plan, guest);
    const other = new Page(server, plan, guest);
    await Promise.all([page.saved(), other.saved()]);
    for (const { connection } of [page, other]) connection.disconnect();
    writeMuch(page.doc);
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(page.doc));
    const { length: before } = page.sent;
    page.onSend = (socket) => {
      if (page.sent.length !== before + 6) return;
      expect(page.connection.state.type).toBe('saving');
      // Some of it is on its way; the rest is not.
      socket.terminate();
    };
    for (const { connection } of [page, other]) connection.connect();
    await Promise.all([page.saved(), other.saved()]);
    expect(page.sockets).toBe(3);
    expect(Math.max(...page.sent, ...other.sent)).toBeLessThan(maxUpdateBytes);
    await expectStored(server, plan, guest, page);
  });

  test('comes in when it is written at once, and what follows it after it', async () => {
    const { server, guest, plan } = await startServer();
    const page = new Page(server, plan, guest);
    await page.saved();
    const watcher = server.connect(plan, guest);
    await synced(watcher);
    planText(page.doc, 'context')?.insert(0, 'Before. ');
    page.doc.transact(() => writeMuch(page.doc));
    planText(page.doc, 'context')?.insert(0, 'After. ');
    expect(page.isSaved).toBe(false);
    await page.saved();
    expect(page.sockets).toBe(1);
    await eventually('others see it', patienceMs, () => contentOf(watcher.doc) === contentOf(page.doc));
    expect(watcher.doc.store.pendingStructs).toBeNull();
    watcher.destroy();
    await expectStored(server, plan, guest, page);
  });
});

describe.each(storageFaults())('[S11] $name', (fault) => {
  async function begin() {
    const folder = fault.prepare();
    onTestFinished(() => fault.cleanUp(folder));
    const { server, guest, plan } = await startServer(folder);
    const page = new Page(server, plan, guest);
    await page.saved();
    return { server, guest, plan, page };
  }
  const isTold = (page: Page) => eventually('it is told', patienceMs, () => page.connection.state.type === 'unsaved');

  test('what comes in while it begins to fail is all saved in the end, and not sent over and over', async () => {
    const { server, guest, plan, page } = await begin();
    page.connection.disconnect();
    writeMuch(page.doc);
    const { length: before } = page.sent;
    page.onSend = () => {
      if (page.sent.length === before + 4) fault.begin(server);
    };
    page.connection.connect();
    await isTold(page);
    planText(page.doc, 'context')?.insert(0, 'Meanwhile. ');
    fault.end(server);
    await page.saved();
    expect(page.bytes).toBeLessThan(3 * Y.encodeStateAsUpdate(page.doc).length);
    await expectStored(server, plan, guest, page);
  });

  test('what is written while it fails waits on the page, also when it comes back, and is sent once', async () => {
    const { server, guest, plan, page } = await begin();
    fault.begin(server);
    // The first is admitted and tried until it is stored; what comes after the news is passed over.
    planText(page.doc, 'improvement')?.insert(0, 'x'.repeat(100_000));
    await isTold(page);
    planText(page.doc, 'improvement')?.insert(0, 'Meanwhile. ');
    page.doc.transact(() => writeMuch(page.doc));
    planText(page.doc, 'improvement')?.insert(0, 'After. ');
    if (fault.canRead) {
      page.connection.disconnect();
      page.connection.connect();
      await isTold(page);
    }
    expect(page.bytes).toBeLessThan(words.length / 2);
    const { sockets } = page;
    fault.end(server);
    await page.saved();
    expect(page.sockets).toBe(sockets);
    expect(page.bytes).toBeLessThan(1.5 * Y.encodeStateAsUpdate(page.doc).length);
    await expectStored(server, plan, guest, page);
  });
});
