/**
 * Calls to functions that live in a worker thread: typed by their handlers, answered by promises.
 * Knows nothing of what is called. Calls reach the worker in the order in which they are made.
 */
import { parentPort, type Transferable, Worker } from 'node:worker_threads';

/** What a worker offers: named functions whose arguments and results can be cloned to another thread. */
export type Handlers<H> = { [Name in keyof H]: (...args: never[]) => unknown };

type ErrorClass = new (message: string) => Error;

interface Request {
  id: number;
  method: string;
  args: unknown[];
}

type Reply = { id: number; value: unknown } | { id: number; error: { name: string; message: string } };

export interface WorkerOptions {
  /** Reaches the worker as `workerData`. */
  data?: unknown;
  /** Errors that keep their class on this side, found by their name; all others arrive as `Error` with that name. */
  errors?: readonly ErrorClass[];
  /** A call that takes longer than this ends its worker, milliseconds; the calls behind it find a new one. */
  deadlineMs?: number;
}

export interface WorkerConnection<H extends Handlers<H>> {
  /**
   * @param transfer buffers among `args` that move to the worker instead of being copied
   * @throws what the handler threw, by name and message; WorkerExited when the worker ended before it answered.
   * The next call starts a new worker.
   */
  call<Name extends keyof H & string>(
    method: Name,
    args: Parameters<H[Name]>,
    transfer?: Transferable[],
  ): Promise<Awaited<ReturnType<H[Name]>>>;
  /** Stops the worker for good; calls without an answer reject with WorkerExited. */
  close(): Promise<void>;
}

export class WorkerExited extends Error {
  override name = 'WorkerExited';
}

/** The worker was ended because a call took longer than it may. */
export class TookTooLong extends WorkerExited {}

const transfers = new WeakMap<object, Transferable[]>();

/** Marks buffers of a handler's result to be moved to the caller instead of copied. */
export function withTransfer<T extends object>(result: T, transfer: Transferable[]): T {
  transfers.set(result, transfer);
  return result;
}

/** Answers calls. Call once, in the worker. */
export function serveWorker<H extends Handlers<H>>(handlers: H): void {
  const port = parentPort;
  if (!port) throw new Error('serveWorker must run in a worker thread.');
  port.on('message', async ({ id, method, args }: Request) => {
    try {
      const handler = Object.hasOwn(handlers, method) ? handlers[method as keyof H] : undefined;
      if (!handler) throw new Error(`The worker has no "${method}".`);
      const value: unknown = await handler.apply(handlers, args as never[]);
      const transfer = typeof value === 'object' && value !== null ? transfers.get(value) : undefined;
      port.postMessage({ id, value } satisfies Reply, transfer ?? []);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      port.postMessage({ id, error: { name: error.name, message: error.message } } satisfies Reply);
    }
  });
}

/** What a worker makes is mostly gone with the call; without a limit each keeps up to 48 MB for it, and that is felt. */
const maxYoungGenerationSizeMb = 4;

/**
 * A worker whose module is at `url`. It starts with the first call, so that a server that has just begun is not busy
 * with what nobody has asked for yet, and again when it has ended.
 */
export function connectWorker<H extends Handlers<H>>(url: URL, options: WorkerOptions = {}): WorkerConnection<H> {
  let isClosed = false;
  let running: RunningWorker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const start = (method: string, args: unknown[], transfer: Transferable[]) => {
    if (isClosed) return Promise.reject(new WorkerExited('The worker has stopped.'));
    if (!running || running.hasEnded) running = new RunningWorker(url, options);
    return running.call(method, args, transfer);
  };
  return {
    call(method, args, transfer = []) {
      if (options.deadlineMs === undefined) return start(method, args, transfer) as Promise<never>;
      // One by one, so that a deadline is of the call that takes long, and ends only that one.
      const mine = last.then(() => start(method, args, transfer));
      last = mine.catch(() => undefined);
      return mine as Promise<never>;
    },
    async close() {
      isClosed = true;
      await running?.end(new WorkerExited('The worker has stopped.'));
    },
  };
}

/** Several workers that do the same; each call goes to the one with the fewest waiting. */
export function connectWorkers<H extends Handlers<H>>(
  url: URL,
  size: number,
  options: WorkerOptions = {},
): WorkerConnection<H> {
  const workers = Array.from({ length: size }, () => ({ waiting: 0, connection: connectWorker<H>(url, options) }));
  return {
    async call(method, args, transfer) {
      const worker = workers.reduce((least, other) => (other.waiting < least.waiting ? other : least));
      worker.waiting++;
      try {
        return (await worker.connection.call(method, args, transfer)) as never;
      } finally {
        worker.waiting--;
      }
    },
    async close() {
      await Promise.all(workers.map(({ connection }) => connection.close()));
    },
  };
}

interface PendingCall {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  deadline: NodeJS.Timeout | undefined;
}

class RunningWorker {
  readonly #worker: Worker;
  readonly #options: WorkerOptions;
  readonly #pending = new Map<number, PendingCall>();
  readonly #exited: Promise<void>;
  #lastId = 0;
  #failure: Error | null = null;

  constructor(url: URL, options: WorkerOptions) {
    this.#options = options;
    this.#worker = new Worker(url, { workerData: options.data, resourceLimits: { maxYoungGenerationSizeMb } });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error) => {
      this.#fail(new WorkerExited(`The worker failed: ${error instanceof Error ? error.message : String(error)}`));
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#fail(new WorkerExited('The worker has stopped.'));
        resolve();
      });
    });
  }

  get hasEnded(): boolean {
    return this.#failure !== null;
  }

  call(method: string, args: unknown[], transfer: Transferable[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#worker.postMessage({ id, method, args } satisfies Request, transfer);
      const { deadlineMs } = this.#options;
      const deadline =
        deadlineMs === undefined
          ? undefined
          : setTimeout(() => void this.end(new TookTooLong(`"${method}" took too long.`)), deadlineMs).unref();
      this.#pending.set(id, { resolve, reject, deadline });
    });
  }

  async end(reason: WorkerExited): Promise<void> {
    this.#fail(reason);
    await this.#worker.terminate();
    await this.#exited;
  }

  #settle(reply: Reply): void {
    const call = this.#pending.get(reply.id);
    if (!call) return;
    this.#pending.delete(reply.id);
    clearTimeout(call.deadline);
    if ('error' in reply) call.reject(toError(reply.error, this.#options.errors ?? []));
    else call.resolve(reply.value);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject, deadline } of this.#pending.values()) {
      clearTimeout(deadline);
      reject(this.#failure);
    }
    this.#pending.clear();
  }
}

function toError({ name, message }: { name: string; message: string }, known: readonly ErrorClass[]): Error {
  for (const ErrorOfName of known) {
    const error = new ErrorOfName(message);
    if (error.name === name) return error;
  }
  const error = new Error(message);
  error.name = name;
  return error;
}
