/**
 * For tests that kill the server or watch it: the server without pages, in a process of its own. Prints its address,
 * and answers the process that started it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readConfig } from '../config.ts';
import { startServer } from '../serve.ts';

/** What is told when asked "how are you". */
export interface Condition {
  /** The longest time for which the event loop stood still since this was last asked, milliseconds. */
  loopDelayMs: number;
  /** Once what is not needed has been given back, bytes; start with `--expose-gc`. */
  residentBytes: number;
  /** Of these, what the main thread holds in use. */
  heldBytes: number;
}

const server = await startServer(readConfig(process.env), async () => (_request, _response, next) => next());
process.stdout.write(`${server.url}\n`);

const resolution = 5;
const delays = monitorEventLoopDelay({ resolution });
delays.enable();
process.on('message', () => {
  const loopDelayMs = Math.max(0, delays.max / 1e6 - resolution);
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ loopDelayMs, residentBytes: rss, heldBytes: heapUsed + external } satisfies Condition);
  delays.reset();
});
process.on('disconnect', () => process.exit());
