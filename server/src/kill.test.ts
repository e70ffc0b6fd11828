import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { planText } from '@longtable/shared/plan/document';
import { messageType } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const entry = fileURLToPath(new URL('./testing/bare-server.ts', import.meta.url));
const rounds = 5;
const writersCount = 10;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longtable-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Process {
  url: string;
  kill(): Promise<void>;
}

async function start(port: string): Promise<Process> {
  const child: ChildProcess = spawn(process.execPath, [entry], {
    env: { ...process.env, PORT: port, DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const url = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', () => reject(new Error('The server ended before it was ready.')));
  });
  return {
    url,
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

async function joinAs(url: string, name: string): Promise<string> {
  const response = await fetch(`${url}/api/guest`, { method: 'POST', body: JSON.stringify({ name }) });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

function connect(url: string, plan: string, cookie: string, params: Record<string, string> = {}): WebsocketProvider {
  const Socket = class extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers: { cookie } });
    }
  };
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync`, plan, new Y.Doc(), {
    WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 200,
    params,
  });
  provider.messageHandlers[messageType.saved] = () => undefined;
  return provider;
}

const synced = (provider: WebsocketProvider) =>
  new Promise<void>((resolve) => {
    if (provider.synced) resolve();
    else provider.once('sync', () => resolve());
  });

/** Marks such as «3:17»: writer 3, its edit 17. */
const marksIn = (text: string) => new Set(text.match(/«\d+:\d+»/g) ?? []);

test('[S3] kill -9 under ten writers: what anyone saw, or was told is saved, is there', {
  timeout: 90_000,
}, async () => {
  let server = await start('0');
  const port = new URL(server.url).port;
  const cookies = await Promise.all(
    Array.from({ length: writersCount }, (_, index) => joinAs(server.url, `W${index}`)),
  );
  const watcherCookie = await joinAs(server.url, 'Watcher');
  const headers = { cookie: watcherCookie };
  const made = await fetch(`${server.url}/api/plans`, { method: 'POST', headers, body: '{"title":"Killed"}' });
  const { id: plan } = (await made.json()) as { id: string };
  let edits = 0;

  for (let round = 0; round < rounds; round++) {
    const watcher = connect(server.url, plan, watcherCookie);
    const writers = cookies.map((cookie) => connect(server.url, plan, cookie, { side: '1' }));
    await Promise.all([watcher, ...writers].map(synced));
    const saved = new Set<string>();

    // Each writer makes its next edit when the one before has been acknowledged, and so on until the kill.
    const killAfter = 40 + ((round * 37) % 60);
    let acknowledged = 0;
    let enough: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      enough = resolve;
    });
    writers.forEach((writer, index) => {
      const sent: string[] = [];
      const write = () => {
        const text = planText(writer.doc, 'context') as Y.Text;
        const mark = `«${index}:${edits++}»`;
        sent.push(mark);
        text.insert(text.length, mark);
      };
      writer.messageHandlers[messageType.saved] = (_encoder, decoder: decoding.Decoder) => {
        const count = decoding.readVarUint(decoder);
        decoding.readVarUint(decoder);
        // The first message that counts is the answer to the server's step 1, which carried nothing new.
        for (const mark of sent.slice(0, count - 1)) saved.add(mark);
        if (++acknowledged === killAfter) enough();
        write();
      };
      write();
    });
    await reached;
    await server.kill();
    const seen = marksIn(planText(watcher.doc, 'context')?.toJSON() ?? '');
    for (const provider of [watcher, ...writers]) provider.destroy();
    expect(seen.size).toBeGreaterThan(0);
    expect(saved.size).toBeGreaterThan(0);

    server = await start(port);
    const answer = await fetch(`${server.url}/api/plans/${plan}`);
    const { context, seq } = (await answer.json()) as { context: string; seq: number };
    const kept = marksIn(context);
    expect([...seen].filter((mark) => !kept.has(mark))).toEqual([]);
    expect([...saved].filter((mark) => !kept.has(mark))).toEqual([]);

    const diff = await fetch(`${server.url}/api/plans/${plan}/diff?from=0&to=${seq}`);
    const { changes } = (await diff.json()) as { changes: { type: string; text?: string; by: { name: string } }[] };
    for (const { type, text = '', by } of changes) {
      if (type !== 'insert') continue;
      for (const [, writer] of text.matchAll(/«(\d+):\d+»/g)) expect(by.name).toBe(`W${writer}`);
    }
  }
  await server.kill();
});
