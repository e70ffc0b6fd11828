/** Reads the settings, starts the server, waits for a signal, stops it. */
import type http from 'node:http';
import { fileURLToPath } from 'node:url';
import { BadConfig, readConfig } from './config.ts';
import { type PageHandler, startServer } from './serve.ts';

/** After this the process ends, whatever still hangs, milliseconds (rule S12). */
const stopWithinMs = 4_500;

// adapter-node takes every request for https unless these headers say otherwise; `serve.ts` stamps them.
Object.assign(process.env, {
  PROTOCOL_HEADER: 'x-longtable-protocol',
  HOST_HEADER: 'x-longtable-host',
  ADDRESS_HEADER: 'x-longtable-address',
  BODY_SIZE_LIMIT: '17M',
});

const isDevelopment = process.argv.includes('--dev');
const server = await startServer(readConfigOrExit(), isDevelopment ? developmentPages : builtPages);
// Pages that are rendered here ask the API in this process: web/src/hooks.server.ts finds it by this name.
globalThis.longtable = { fetch: server.fetch };
process.stdout.write(`Longtable is at ${server.url}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    void server.stop().then(() => process.exit(0));
  });
}

function readConfigOrExit() {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function builtPages(): Promise<PageHandler> {
  const handler = new URL('../../web/build/handler.js', import.meta.url);
  return ((await import(handler.href)) as { handler: PageHandler }).handler;
}

async function developmentPages(server: http.Server): Promise<PageHandler> {
  const { createServer } = await import('vite');
  const root = fileURLToPath(new URL('../../web/', import.meta.url));
  process.chdir(root);
  const vite = await createServer({ root, appType: 'custom', server: { middlewareMode: true, hmr: { server } } });
  return vite.middlewares as PageHandler;
}
