/** One person's socket at a plan. Hands on each frame unread; knows only when it is in sync. */
import type { Headers, RunningServer } from '../servers/running-server.ts';
import { emptyStateVector, isStep2, syncFrame, syncMessage } from './frames.ts';
import { LightSocket } from './light-socket.ts';

const joinWithinMs = 60_000;
const keepAliveEveryMs = 15_000;

export interface ConnectionOptions {
  headers?: Headers;
  /** Such as `?side=1`. */
  query?: string;
  stateVector?: Uint8Array;
  /** Whether it only opens, and asks for the plan when `ask` is called. */
  isPatient?: boolean;
  /** Of a frame that arrives in pieces only so many bytes are kept. */
  keptBytes?: number;
  /** @param frame valid only during the call @param offset where the y-protocol message begins */
  onFrame?: (frame: Buffer, offset: number) => void;
}

export class Connection {
  readonly prefix: Uint8Array;
  readonly socket: LightSocket;
  /** Resolves when the upgrade is done; rejects when the socket closes before. */
  readonly opened: Promise<void>;
  /** Resolves when all is here that the plan held; rejects when the socket closes before. */
  readonly joined: Promise<void>;
  /** `performance.now()` when it was in sync. */
  joinedAt = Number.NaN;
  closeCode: number | null = null;
  readonly #questions: Uint8Array[];
  #keepingAlive: NodeJS.Timeout | null = null;

  constructor(server: RunningServer, plan: string, options: ConnectionOptions = {}) {
    const { kind } = server;
    this.prefix = kind.prefix(plan);
    const offset = this.prefix.byteLength;
    const opening = Promise.withResolvers<void>();
    const joining = Promise.withResolvers<void>();
    const greeting = kind.greeting(plan);
    const step1 = syncFrame(this.prefix, syncMessage.step1, options.stateVector ?? emptyStateVector);
    this.#questions = greeting ? [greeting, step1] : [step1];
    this.opened = opening.promise;
    this.joined = joining.promise;
    for (const promise of [this.opened, this.joined]) promise.catch(() => undefined);
    const timer = setTimeout(() => joining.reject(new Error(`Not in sync after ${joinWithinMs} ms.`)), joinWithinMs);

    this.socket = new LightSocket(server.socketUrl(plan, options.query), {
      headers: options.headers ?? {},
      ...(options.keptBytes && { keptBytes: options.keptBytes }),
      onOpen: () => {
        opening.resolve();
        const keepAlive = kind.keepAlive(plan);
        if (keepAlive) this.#keepingAlive = setInterval(() => this.send(keepAlive), keepAliveEveryMs);
        if (!options.isPatient) this.ask();
      },
      onFrame: (frame) => {
        options.onFrame?.(frame, offset);
        if (this.joinedAt > 0 || !isStep2(frame, offset)) return;
        this.joinedAt = performance.now();
        clearTimeout(timer);
        joining.resolve();
      },
      onClose: (code) => {
        this.closeCode = code;
        clearTimeout(timer);
        if (this.#keepingAlive) clearInterval(this.#keepingAlive);
        const error = new Error(`The socket was closed with ${code}.`);
        opening.reject(error);
        joining.reject(error);
      },
    });
  }

  /** Opens it and waits until it is in sync. */
  static async open(server: RunningServer, plan: string, options: ConnectionOptions = {}): Promise<Connection> {
    const connection = new Connection(server, plan, options);
    await connection.joined;
    return connection;
  }

  /** Asks for what the plan holds beyond the state vector. */
  ask(): void {
    for (const question of this.#questions) this.socket.send(question);
  }

  send(frame: Uint8Array): void {
    this.socket.send(frame);
  }

  close(): void {
    this.socket.terminate();
  }
}

/** Opens many, at most `atOnce` at a time. */
export async function openMany(
  count: number,
  atOnce: number,
  open: (index: number) => Promise<Connection>,
): Promise<Connection[]> {
  const connections: Connection[] = [];
  while (connections.length < count) {
    const batch = Math.min(atOnce, count - connections.length);
    const first = connections.length;
    connections.push(...(await Promise.all(Array.from({ length: batch }, (_, index) => open(first + index)))));
  }
  return connections;
}
