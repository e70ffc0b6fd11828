import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openToAll, type ServerKind } from './server-kind.ts';

const file = fileURLToPath(new URL('../peers/y-websocket.ts', import.meta.url));
const common = { ...openToAll, role: 'peer', ready: /^running at/ } as const;

export const yWebsocket: ServerKind = {
  ...common,
  id: 'y-websocket',
  label: 'y-websocket',
  stored: 'nothing, in memory only',
  isDurable: false,
  program: (_folder, port) => ({ file, env: { PORT: String(port), HOST: '127.0.0.1' } }),
};

export const yWebsocketLeveldb: ServerKind = {
  ...common,
  id: 'y-websocket-leveldb',
  label: 'y-websocket, leveldb',
  stored: 'handed to leveldb, which writes without fsync; not waited for',
  isDurable: true,
  program: (folder, port) => ({
    file,
    env: { PORT: String(port), HOST: '127.0.0.1', LEVELDB: join(folder, 'leveldb') },
  }),
};
