/** The server in a process of its own, which tests kill, starve and watch from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Condition } from '../../server/src/testing/bare-server.ts';
import { startFlags } from '../../server/src/testing/start-flags.ts';

const entry = fileURLToPath(new URL('../../server/src/testing/bare-server.ts', import.meta.url));

export interface Guest {
  id: string;
  name: string;
  cookie: string;
}

export class ServerProcess {
  readonly folder: string;
  #port = '0';
  #child: ChildProcess | null = null;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param folder where it keeps its data; a new one when left out */
  static async start(folder?: string): Promise<ServerProcess> {
    const server = new ServerProcess(folder ?? (await mkdtemp(join(tmpdir(), 'longtable-faults-'))));
    await server.start();
    return server;
  }

  /** Starts it again, on the same port and folder. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--expose-gc', ...startFlags, entry], {
      env: { ...process.env, PORT: this.#port, DATA_DIR: this.folder },
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    });
    this.#child = child;
    const lines = createInterface({ input: child.stdout as Readable });
    const url = await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      child.once('exit', () => reject(new Error('The server ended before it was ready.')));
    });
    this.#port = new URL(url).port;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get databasePath(): string {
    return join(this.folder, 'longtable.sqlite');
  }

  /** Ends it without a chance to save anything. */
  kill(): Promise<void> {
    return new Promise((resolve) => {
      const child = this.#child;
      if (!child || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async join(name: string): Promise<Guest> {
    const response = await fetch(`${this.url}/api/guest`, { method: 'POST', body: JSON.stringify({ name }) });
    const { actor } = (await response.json()) as { actor: { id: string } };
    return { id: actor.id, name, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
  }

  async startPlan({ cookie }: Guest): Promise<string> {
    const body = JSON.stringify({ title: 'A plan' });
    const response = await fetch(`${this.url}/api/plans`, { method: 'POST', headers: { cookie }, body });
    return ((await response.json()) as { id: string }).id;
  }

  async json<T>(path: string): Promise<T> {
    return (await (await fetch(this.url + path)).json()) as T;
  }

  /** @param query such as `?side=1` */
  socket(plan: string, { cookie }: Guest, query = ''): WebSocket {
    return new WebSocket(`${this.url.replace('http', 'ws')}/sync/${plan}${query}`, { headers: { cookie } });
  }

  /** A stock provider that asks for side messages, all of which it passes over unless it is told otherwise. */
  connect(
    plan: string,
    { cookie }: Guest,
    { onSend = () => undefined, doc = new Y.Doc() }: { onSend?: (data: Uint8Array) => void; doc?: Y.Doc } = {},
  ): WebsocketProvider {
    const Socket = class extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers: { cookie } });
      }

      override send(data: Uint8Array): void {
        super.send(data);
        onSend(data);
      }
    };
    const provider = new WebsocketProvider(`${this.url.replace('http', 'ws')}/sync`, plan, doc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      maxBackoffTime: 100,
      params: { side: '1' },
    });
    for (const type of [100, 101, 102]) provider.messageHandlers[type] = () => undefined;
    return provider;
  }

  /** How long its event loop has stood still since this was last asked, and what it needs of memory. */
  condition(): Promise<Condition> {
    const child = this.#child;
    return new Promise((resolve) => {
      child?.once('message', (condition) => resolve(condition as Condition));
      child?.send('how are you');
    });
  }
}

export function synced(provider: WebsocketProvider): Promise<void> {
  return new Promise((resolve) => {
    if (provider.synced) resolve();
    else provider.once('sync', () => resolve());
  });
}
