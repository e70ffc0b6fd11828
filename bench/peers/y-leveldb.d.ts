/** Its own types are not where its package.json says. */
declare module 'y-leveldb' {
  import type * as Y from 'yjs';

  export class LeveldbPersistence {
    constructor(folder: string);
    getYDoc(name: string): Promise<Y.Doc>;
    storeUpdate(name: string, update: Uint8Array): Promise<number>;
    flushDocument(name: string): Promise<void>;
    destroy(): Promise<void>;
  }
}
