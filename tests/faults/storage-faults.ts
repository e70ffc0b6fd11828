/** Ways in which storage fails while a server runs, brought about for real: no file is replaced, no call is imitated. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { ServerProcess } from './server-process.ts';

export interface StorageFault {
  name: string;
  /** Whether the database can be read meanwhile, by those who come in. */
  canRead: boolean;
  /** Makes the folder that the server is to use. */
  prepare(): string;
  begin(server: ServerProcess): void;
  end(server: ServerProcess): void;
  cleanUp(folder: string): void;
}

const makeFolder = () => mkdtempSync(join(tmpdir(), 'longtable-storage-'));
const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** No file of the process may be longer than this; what would be is refused by the system. */
function limitFiles({ pid }: ServerProcess, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
}

const writeError: StorageFault = {
  name: 'every write is an I/O error',
  canRead: true,
  prepare: makeFolder,
  begin: (server) => limitFiles(server, 1),
  end: (server) => limitFiles(server, 'unlimited'),
  cleanUp: removeFolder,
};

/** Where nothing may be mounted, files that can't grow come closest to a full disk. */
const noGrowth: StorageFault = {
  ...writeError,
  name: 'files can grow no more',
  begin: (server) => limitFiles(server, statSync(`${server.databasePath}-wal`).size),
};

/** A small file system, which something else fills; once that is gone, all that a test writes fits, also several times over. */
const fullDisk: StorageFault = {
  name: 'the disk is full',
  canRead: true,
  prepare() {
    const folder = makeFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder]);
    return folder;
  },
  begin({ folder }) {
    const chunk = Buffer.alloc(4_096);
    try {
      for (;;) appendFileSync(join(folder, 'ballast'), chunk);
    } catch {
      // Full.
    }
  },
  end: ({ folder }) => rmSync(join(folder, 'ballast')),
  cleanUp(folder) {
    execFileSync('umount', [folder]);
    removeFolder(folder);
  },
};

function canMount(): boolean {
  const folder = makeFolder();
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
  if (isMounted) execFileSync('umount', [folder]);
  removeFolder(folder);
  return isMounted;
}

let lock: Database.Database | null = null;

/** As a backup that holds on too long: each commit waits, and gives up after seconds. */
const heldDatabase: StorageFault = {
  name: 'somebody else holds the database',
  canRead: false,
  prepare: makeFolder,
  begin({ databasePath }) {
    lock = new Database(databasePath);
    lock.exec('begin immediate');
  },
  end() {
    lock?.exec('rollback');
    lock?.close();
  },
  cleanUp: removeFolder,
};

export const storageFaults = (): StorageFault[] => [writeError, canMount() ? fullDisk : noGrowth, heldDatabase];
