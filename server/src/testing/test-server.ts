/** For tests: a real server on a free port with a folder of its own, and people who talk to it as browsers do. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageType } from '@longtable/shared/protocol';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { AccessPolicy } from '../access/access.ts';
import { linkHoldersMayEdit } from '../access/access.ts';
import { type RunningServer, startServer } from '../serve.ts';

export interface Guest {
  id: string;
  name: string;
  cookie: string;
}

export interface TestOptions {
  access?: AccessPolicy;
  hasLimits?: boolean;
}

export class TestServer {
  readonly folder: string;
  readonly #access: AccessPolicy;
  #running: RunningServer;

  private constructor(folder: string, access: AccessPolicy, running: RunningServer) {
    this.folder = folder;
    this.#access = access;
    this.#running = running;
  }

  static async start({ access = linkHoldersMayEdit, hasLimits = true }: TestOptions = {}): Promise<TestServer> {
    const folder = await mkdtemp(join(tmpdir(), 'longtable-server-'));
    return new TestServer(folder, access, await TestServer.#run(folder, access, hasLimits));
  }

  static #run(folder: string, access: AccessPolicy, hasLimits: boolean): Promise<RunningServer> {
    const config = { port: 0, host: '127.0.0.1', dataDir: folder, origin: null, hasLimits, trustsProxy: false };
    return startServer(config, async () => (_request, _response, next) => next(), access);
  }

  get url(): string {
    return this.#running.url;
  }

  get databasePath(): string {
    return join(this.folder, 'longtable.sqlite');
  }

  /** Stops it in order and starts it again on the same folder; the address changes. */
  async restart(): Promise<void> {
    await this.#running.stop();
    this.#running = await TestServer.#run(this.folder, this.#access, true);
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }

  /** Says that what people may do has changed. */
  reviewAccess(): void {
    this.#running.reviewAccess();
  }

  async remove(): Promise<void> {
    await this.#running.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  fetch(path: string, guest: Guest | null = null, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (guest) headers.set('cookie', guest.cookie);
    return fetch(this.url + path, { ...init, headers });
  }

  post(path: string, body: unknown, guest: Guest | null = null): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return this.fetch(path, guest, { method: 'POST', body: JSON.stringify(body), headers });
  }

  async json<T>(path: string): Promise<T> {
    return (await (await this.fetch(path)).json()) as T;
  }

  async join(name: string, organisation: string | null = null): Promise<Guest> {
    const response = await this.post('/api/guest', { name, organisation });
    const { actor } = (await response.json()) as { actor: { id: string } };
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { id: actor.id, name, cookie };
  }

  async startPlan(guest: Guest, title = 'A plan'): Promise<string> {
    const response = await this.post('/api/plans', { title }, guest);
    return ((await response.json()) as { id: string }).id;
  }

  socketUrl(path: string): string {
    return this.url.replace('http', 'ws') + path;
  }

  /** A socket without a provider, for what no client of ours would send. */
  socket(plan: string, guest: Guest | null, headers: Record<string, string> = {}): WebSocket {
    const cookie = guest ? { cookie: guest.cookie } : {};
    return new WebSocket(this.socketUrl(`/sync/${plan}`), { headers: { ...cookie, ...headers } });
  }

  /** A stock y-websocket provider. */
  connect(plan: string, guest: Guest, doc = new Y.Doc(), params: Record<string, string> = {}): WebsocketProvider {
    const provider = new WebsocketProvider(this.socketUrl('/sync'), plan, doc, {
      WebSocketPolyfill: socketWithCookie(guest.cookie),
      disableBc: true,
      maxBackoffTime: 100,
      params,
    });
    // It would complain about each message that it does not know.
    const { saved, storage, present, marked } = messageType;
    for (const type of [saved, storage, present, marked]) provider.messageHandlers[type] = () => undefined;
    return provider;
  }
}

function socketWithCookie(cookie: string): typeof globalThis.WebSocket {
  return class extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers: { cookie } });
    }
  } as unknown as typeof globalThis.WebSocket;
}

/** Resolves when `check` holds, looking again at each change of `doc`. */
export function until(doc: Y.Doc, check: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!check()) return;
      doc.off('update', look);
      resolve();
    };
    doc.on('update', look);
    look();
  });
}

export function synced(provider: WebsocketProvider): Promise<void> {
  return new Promise((resolve) => {
    if (provider.synced) resolve();
    else provider.once('sync', () => resolve());
  });
}

/** The code and the reason with which the server closed a socket. */
export function closing(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve, reject) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    socket.once('error', reject);
  });
}
