/** A real server in a process of its own, with a folder of its own: started, killed and started again by tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));

export class RunningServer {
  readonly #folder: string;
  #process: ChildProcess | null = null;
  #port = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<RunningServer> {
    const server = new RunningServer(await mkdtemp(join(tmpdir(), 'longtable-')));
    await server.start();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  get databasePath(): string {
    return join(this.#folder, 'longtable.sqlite');
  }

  /** On the same port and folder as before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: String(this.#port), DATA_DIR: this.#folder, LIMITS: 'off' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^Longtable is at http:\/\/localhost:(\d+)$/.exec(line)?.[1];
      if (!port) continue;
      this.#port = Number(port);
      return;
    }
    throw new Error('The server ended before it was ready.');
  }

  /** Without a chance to save anything. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }
}
