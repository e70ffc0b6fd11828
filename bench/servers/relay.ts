import { fileURLToPath } from 'node:url';
import { openToAll, type ServerKind } from './server-kind.ts';

const file = fileURLToPath(new URL('../peers/relay.ts', import.meta.url));
const common = {
  ...openToAll,
  role: 'bound',
  stored: 'nothing, in memory only',
  isDurable: false,
  ready: /^ready/,
} as const;

export const relay: ServerKind = {
  ...common,
  id: 'relay',
  label: 'raw relay',
  program: (_folder, port) => ({ file, env: { PORT: String(port) } }),
};

export const batchingRelay: ServerKind = {
  ...common,
  id: 'relay-batching',
  label: 'batching relay (16 ms)',
  program: (_folder, port) => ({ file, env: { PORT: String(port), BATCH_MS: '16' } }),
};
