/** A server in a process of its own, with a folder on a real disk: started, stopped, killed, started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../measure/process-usage.ts';
import type { ServerKind } from './server-kind.ts';

const startWithinMs = 30_000;
const stopWithinMs = 10_000;
/** `f_type` of a file system in memory, on which an fsync costs nothing. */
const tmpfsType = 0x01021994;

export type Headers = Record<string, string>;

/** Those whose folder is still there: nothing is left behind when the benchmark itself is stopped. */
const present = new Set<RunningServer>();
process.once('exit', () => {
  for (const server of present) server.abandon();
});

export class RunningServer {
  readonly kind: ServerKind;
  readonly folder: string;
  readonly #port: number;
  #process: ChildProcess | null = null;
  #people: Headers[] = [];

  private constructor(kind: ServerKind, folder: string, port: number) {
    this.kind = kind;
    this.folder = folder;
    this.#port = port;
  }

  static async start(kind: ServerKind): Promise<RunningServer> {
    const server = new RunningServer(
      kind,
      await mkdtemp(join(await diskFolder(), 'longtable-bench-')),
      await freePort(),
    );
    present.add(server);
    await server.start();
    return server;
  }

  get pid(): number {
    if (!this.#process?.pid) throw new Error(`${this.kind.label} is not running.`);
    return this.#process.pid;
  }

  get isRunning(): boolean {
    const child = this.#process;
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null && isAlive(child.pid);
  }

  /** Resolves when it listens. @returns milliseconds that took */
  async start(): Promise<number> {
    const log = join(this.folder, 'errors.log');
    const { file, env, nodeOptions = [] } = this.kind.program(this.folder, this.#port);
    const start = performance.now();
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...nodeOptions, file], {
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', openSync(log, 'a')],
    });
    this.#process = child;
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    await new Promise<void>((resolve, reject) => {
      const fail = () =>
        reject(new Error(`${this.kind.label} did not start.\n${readFileSync(log, 'utf8').slice(-2000)}`));
      const timer = setTimeout(fail, startWithinMs);
      child.once('exit', fail);
      lines.on('line', (line) => {
        if (!this.kind.ready.test(line)) return;
        clearTimeout(timer);
        child.off('exit', fail);
        resolve();
      });
    });
    return performance.now() - start;
  }

  /** Without a chance to save anything. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** In order; what hangs is killed. The folder stays. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
    present.delete(this);
  }

  /** At once, without waiting. */
  abandon(): void {
    this.#process?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await exited;
    clearTimeout(timer);
  }

  /** What the person of that number sends with a request; people are made when they are first asked for. */
  async person(number: number): Promise<Headers> {
    await this.invite(number + 1);
    return this.#people[number] as Headers;
  }

  async invite(count: number): Promise<void> {
    const lacking = count - this.#people.length;
    if (lacking > 0) this.#people.push(...(await this.kind.invite(this, lacking)));
  }

  post(path: string, body: unknown, headers: Headers = {}): Promise<Response> {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    };
    return fetch(`http://127.0.0.1:${this.#port}${path}`, init);
  }

  get(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#port}${path}`);
  }

  /** @param query such as `?side=1`, of which only Longtable knows */
  socketUrl(plan: string, query = ''): string {
    return `ws://127.0.0.1:${this.#port}${this.kind.path(plan)}${query}`;
  }
}

async function diskFolder(): Promise<string> {
  if ((await statfs(tmpdir())).type !== tmpfsType) return tmpdir();
  const own = fileURLToPath(new URL('../.data', import.meta.url));
  await mkdir(own, { recursive: true });
  return own;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
