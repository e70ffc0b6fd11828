/** For tests that kill the server: the server without pages, in a process of its own. Prints its address. */
import { readConfig } from '../config.ts';
import { startServer } from '../serve.ts';

const server = await startServer(readConfig(process.env), async () => (_request, _response, next) => next());
process.stdout.write(`${server.url}\n`);

// With `node --expose-gc`: gives back what is not needed, so that a test can see what is kept.
process.on('SIGUSR2', () => globalThis.gc?.());
