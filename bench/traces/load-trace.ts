/** Puts a trace into the store of a server that is stopped, as the server itself would have written it. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LeveldbPersistence } from 'y-leveldb';
import { openSqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';
import { parsePlanId } from '../../shared/src/ids.ts';
import type { SeededPlan } from '../client/seeded-plan.ts';
import type { RunningServer } from '../servers/running-server.ts';
import type { TraceUpdates } from './editing-trace.ts';

const rowsPerCommit = 2_000;
/** Between two rows of the log. */
const rowEveryMs = 1_000;

export async function loadTrace(server: RunningServer, plan: SeededPlan, trace: TraceUpdates): Promise<void> {
  switch (server.kind.id) {
    case 'longtable':
      return loadLongtable(join(server.folder, 'longtable', 'longtable.sqlite'), plan, trace);
    case 'hocuspocus-sqlite':
      return loadHocuspocus(join(server.folder, 'hocuspocus.sqlite'), plan, trace);
    case 'y-websocket-leveldb':
      return loadLeveldb(join(server.folder, 'leveldb'), plan, trace);
    default:
      throw new Error(`${server.kind.label} keeps nothing.`);
  }
}

/** Rows of the log, by the author of its first. */
async function loadLongtable(path: string, { name }: SeededPlan, { client, updates }: TraceUpdates): Promise<void> {
  const store = await openSqliteStore(path);
  const plan = parsePlanId(name);
  const [first] = plan ? await store.readRows(plan, 0, 1) : [];
  if (!first) throw new Error('The plan has no first row.');
  const rows = updates.map((update, index) => ({
    ...first,
    seq: first.seq + 1 + index,
    at: first.at + index * rowEveryMs,
    update,
    newClients: index === 0 ? [client] : [],
  }));
  for (let start = 0; start < rows.length; start += rowsPerCommit) {
    await store.append(rows.slice(start, start + rowsPerCommit));
  }
  await store.close();
}

/** The same as rows that were settled one by one, as those of somebody who typed them over a day. */
export async function loadSettled(path: string, { name }: SeededPlan, { updates }: TraceUpdates): Promise<void> {
  const database = new Database(path);
  const [first] = database.prepare('select * from "log" where "plan" = ? order by "seq" limit 1').all(name) as {
    seq: number;
    at: number;
  }[];
  if (!first) throw new Error('The plan has no first row.');
  const last = database.prepare('select max("seq") as "seq" from "log" where "plan" = ?').get(name) as { seq: number };
  const insert = database.prepare(
    'insert into "log" ("plan", "seq", "actor", "on_behalf_of", "session", "at", "intent", "update") values (@plan, @seq, @actor, @on_behalf_of, @session, @at, null, @update)',
  );
  database.transaction(() => {
    for (const [index, update] of updates.entries()) {
      const at = first.at + (index + 1) * rowEveryMs;
      insert.run({ ...first, seq: last.seq + 1 + index, at, update: Buffer.from(update) });
    }
  })();
  database.close();
}

/** The whole document, which is all that it keeps. */
async function loadHocuspocus(path: string, { name }: SeededPlan, { whole }: TraceUpdates): Promise<void> {
  const database = new Database(path);
  database.prepare('INSERT OR REPLACE INTO "documents" ("name", "data") VALUES (?, ?)').run(name, Buffer.from(whole));
  database.close();
}

/** Every update under a key of its own. */
async function loadLeveldb(folder: string, plan: SeededPlan, { updates }: TraceUpdates): Promise<void> {
  const leveldb = new LeveldbPersistence(folder);
  for (const update of [plan.update, ...updates]) await leveldb.storeUpdate(plan.name, update);
  await leveldb.destroy();
}
