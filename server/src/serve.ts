/** Starts the parts of the server on one port, and stops them in order (rule S12). `main.ts` and tests use the same. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { maxMessageBytes } from '@longtable/shared/protocol';
import compression from 'compression';
import { WebSocketServer } from 'ws';
import { type AccessPolicy, linkHoldersMayEdit } from './access/access.ts';
import type { Config } from './config.ts';
import { HistoryDirectory } from './history/history-directory.ts';
import { createApp } from './http/app.ts';
import { stampAddress } from './http/client-address.ts';
import { createRateLimits } from './http/rate-limit.ts';
import { keepAlive } from './http/sync/keep-alive.ts';
import { pingEveryMs } from './room/limits.ts';
import { PlanWorker } from './room/plan-worker-client.ts';
import { RoomDirectory } from './room/room-directory.ts';
import { openSqliteStore } from './store/sqlite/sqlite-store.ts';

/** Answers what is neither API nor socket. */
export type PageHandler = (request: http.IncomingMessage, response: http.ServerResponse, next: () => void) => void;

export interface RunningServer {
  /** The address that people open. */
  url: string;
  http: http.Server;
  fetch(request: Request): Response | Promise<Response>;
  /** What somebody may do has changed: looks again at everyone who is here (rule S14). */
  reviewAccess(): void;
  /** Saves what is on its way, sends everyone off with 1012, and closes the database. */
  stop(): Promise<void>;
}

export async function startServer(
  config: Config,
  loadPages: (server: http.Server) => Promise<PageHandler>,
  access: AccessPolicy = linkHoldersMayEdit,
): Promise<RunningServer> {
  const store = await openSqliteStore(join(config.dataDir, 'longtable.sqlite'));
  const planWorker = new PlanWorker();
  const rooms = new RoomDirectory(store, planWorker, access);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  const history = new HistoryDirectory(store, (plan) => rooms.settle(plan));
  const limits = createRateLimits(config.hasLimits);
  const app = createApp({ config, store, rooms, history, access, limits, countSockets: () => sockets.clients.size });
  const stopKeepingAlive = keepAlive(sockets, pingEveryMs);
  const compress = compression();
  let servePage: PageHandler = (_request, response) => response.writeHead(503).end('Longtable is starting.');

  const server = createAdaptorServer({
    fetch: app.fetch,
    websocket: { server: sockets },
    createServer: ((options: http.ServerOptions, serveApi: http.RequestListener) =>
      http.createServer(options, (request, response) => {
        stampAddress(request, config.trustsProxy);
        compress(request, response, () => {
          if (/^\/(api|sync|livez|readyz|metrics)(\/|\?|$)/.test(request.url ?? '')) return serveApi(request, response);
          stampHost(request, config.origin);
          servePage(request, response, () => response.writeHead(404).end('There is nothing at this address.'));
        });
      })) as typeof http.createServer,
  }) as http.Server;

  server.prependListener('upgrade', (request: http.IncomingMessage) => stampAddress(request, config.trustsProxy));
  servePage = await loadPages(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });

  return {
    url: config.origin ?? addressOf(server, config.host),
    http: server,
    fetch: (request) => app.fetch(request),
    reviewAccess: () => rooms.reviewAccess(),
    async stop() {
      stopKeepingAlive();
      const closed = new Promise((resolve) => server.close(resolve));
      await rooms.stop();
      server.closeIdleConnections();
      for (const socket of sockets.clients) socket.close(1012, 'The server is restarting.');
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      for (const socket of sockets.clients) socket.terminate();
      await Promise.all([history.close(), planWorker.close(), store.close()]);
    },
  };
}

/** Tells adapter-node the address that people use; whatever the client claimed in these headers is overwritten. */
function stampHost(request: http.IncomingMessage, origin: string | null): void {
  const host = request.headers.host ?? 'localhost';
  const url = new URL(origin ?? (URL.canParse(`http://${host}`) ? `http://${host}` : 'http://localhost'));
  request.headers['x-longtable-protocol'] = url.protocol.slice(0, -1);
  request.headers['x-longtable-host'] = url.host;
}

function addressOf(server: http.Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name}:${port}`;
}
