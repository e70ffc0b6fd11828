import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as encoding from 'lib0/encoding';
import { openToAll, type ServerKind } from './server-kind.ts';

const file = fileURLToPath(new URL('../peers/hocuspocus.ts', import.meta.url));
const messageAuth = 2;
const authToken = 0;
const messageQueryAwareness = 3;

const prefix = (plan: string) => encoding.encode((encoder) => encoding.writeVarString(encoder, plan));

const common = {
  ...openToAll,
  role: 'peer',
  ready: /^ready/,
  prefix,
  greeting: (plan: string) =>
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, plan);
      encoding.writeVarUint(encoder, messageAuth);
      encoding.writeVarUint(encoder, authToken);
      encoding.writeVarString(encoder, '');
    }),
  // After a minute without a message it closes a socket. This one is read, and not answered.
  keepAlive: (plan: string) =>
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, plan);
      encoding.writeVarUint(encoder, messageQueryAwareness);
    }),
} as const;

export const hocuspocus: ServerKind = {
  ...common,
  id: 'hocuspocus',
  label: 'Hocuspocus',
  stored: 'nothing, in memory only',
  isDurable: false,
  program: (_folder, port) => ({ file, env: { PORT: String(port) } }),
};

export const hocuspocusSqlite: ServerKind = {
  ...common,
  id: 'hocuspocus-sqlite',
  label: 'Hocuspocus, SQLite',
  stored: 'in memory; the whole document is written 2 s after a pause, at most 10 s later (its defaults)',
  isDurable: true,
  program: (folder, port) => ({ file, env: { PORT: String(port), DATABASE: join(folder, 'hocuspocus.sqlite') } }),
};
