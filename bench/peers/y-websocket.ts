/**
 * `@y/websocket-server` as its own program starts it; with LEVELDB, its persistence by y-leveldb in that folder, bound
 * as y-websocket's documentation binds it (since 0.1 the program no longer reads YPERSISTENCE by itself).
 * The server has a Yjs of its own, whose `applyUpdate` its documents need.
 */
import { fileURLToPath } from 'node:url';
import { LeveldbPersistence } from 'y-leveldb';
import * as Y from 'yjs';

type Document = Y.Doc & { on(name: 'update', listener: (update: Uint8Array) => void): void };

async function bindLeveldb(folder: string): Promise<void> {
  const utils = import.meta.resolve('@y/websocket-server/utils');
  const { setPersistence } = await import(utils);
  const serverYjs = fileURLToPath(new URL('../node_modules/yjs/src/index.js', utils));
  const { applyUpdate, encodeStateAsUpdate } = (await import(serverYjs)) as typeof Y;
  const leveldb = new LeveldbPersistence(folder);
  setPersistence({
    provider: leveldb,
    bindState: async (name: string, document: Document) => {
      const stored = await leveldb.getYDoc(name);
      void leveldb.storeUpdate(name, encodeStateAsUpdate(document));
      applyUpdate(document, Y.encodeStateAsUpdate(stored));
      document.on('update', (update) => void leveldb.storeUpdate(name, update));
    },
    writeState: async () => undefined,
  });
}

if (process.env.LEVELDB) await bindLeveldb(process.env.LEVELDB);
await import(import.meta.resolve('@y/websocket-server/server'));
