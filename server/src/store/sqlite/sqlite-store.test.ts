import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { describeMarkStore } from '../mark-store-contract.ts';
import { describePlanStore, type StoreUnderTest } from '../plan-store-contract.ts';
import { openSqliteStore } from './sqlite-store.ts';

async function openTemporary() {
  const folder = await mkdtemp(join(tmpdir(), 'longtable-store-'));
  const path = join(folder, 'nested', 'longtable.sqlite');
  return { folder, path, store: await openSqliteStore(path) };
}

async function openUnderTest(): Promise<StoreUnderTest> {
  const opened = await openTemporary();
  let current = opened.store;
  return {
    store: current,
    reopen: async () => {
      await current.close();
      current = await openSqliteStore(opened.path);
      return current;
    },
    remove: async () => {
      await current.close();
      await rm(opened.folder, { recursive: true });
    },
  };
}

describePlanStore('SQLite', openUnderTest);
describeMarkStore('SQLite', openUnderTest);

test("[S3] the database file is in WAL mode, and a folder that can't be made is refused", async () => {
  const { folder, path, store } = await openTemporary();
  await store.close();
  const raw = new Database(path, { readonly: true });
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  raw.close();
  await rm(folder, { recursive: true });
  await expect(openSqliteStore(join('/dev/null', 'x.sqlite'))).rejects.toThrow();
});
