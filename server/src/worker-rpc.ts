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
}

export interface WorkerConnection<H extends Handlers<H>> {
  /**
   * @param transfer buffers among `args` that move to the worker instead of being copied
   * @throws what the handler threw, by name and message; WorkerExited when the worker is gone
   */
  call<Name extends keyof H & string>(
    method: Name,
    args: Parameters<H[Name]>,
    transfer?: Transferable[],
  ): Promise<Awaited<ReturnType<H[Name]>>>;
  /** Resolves once the worker is gone, however it went. */
  readonly exited: Promise<void>;
  /** Stops the worker; calls without an answer reject with WorkerExited. */
  close(): Promise<void>;
}

export class WorkerExited extends Error {
  override name = 'WorkerExited';
}

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

/** Starts the worker whose module is at `url`. */
export function connectWorker<H extends Handlers<H>>(url: URL, options: WorkerOptions = {}): WorkerConnection<H> {
  const worker = new Worker(url, { workerData: options.data });
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let failure: Error | null = null;

  worker.on('message', (reply: Reply) => {
    const call = pending.get(reply.id);
    if (!call) return;
    pending.delete(reply.id);
    if ('error' in reply) call.reject(toError(reply.error, options.errors ?? []));
    else call.resolve(reply.value as never);
  });
  worker.on('error', (error) => {
    failure = new WorkerExited(`The worker failed: ${error instanceof Error ? error.message : String(error)}`);
  });
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      failure ??= new WorkerExited('The worker has stopped.');
      for (const call of pending.values()) call.reject(failure);
      pending.clear();
      resolve();
    });
  });

  return {
    exited,
    call(method, args, transfer = []) {
      return new Promise((resolve, reject) => {
        if (failure) {
          reject(failure);
          return;
        }
        const id = ++lastId;
        worker.postMessage({ id, method, args } satisfies Request, transfer);
        pending.set(id, { resolve, reject });
      });
    },
    async close() {
      await worker.terminate();
      await exited;
    },
  };
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
