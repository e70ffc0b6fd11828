/**
 * Every query of the SQLite store, synchronous, for use inside its worker thread. Knows tables, no rooms.
 * `synchronous=FULL`: better-sqlite3's default for WAL is NORMAL, which may lose the last commits in a power cut (rule S3).
 */
import { fileURLToPath } from 'node:url';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ActorId, PlanId } from '@longtable/shared/ids';
import Database from 'better-sqlite3';
import { and, asc, eq, gt, inArray, lte, max, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import {
  type Actor,
  type Checkpoint,
  type FoundSession,
  type HistoryCheckpoint,
  type LogRow,
  type NewLogRow,
  PlanNotFound,
  type StoredPlan,
  StoreFailed,
} from '../plan-store.ts';
import { settleRows } from '../settling.ts';
import { markQueries } from './mark-queries.ts';
import * as tables from './schema.ts';

const migrationsFolder = fileURLToPath(new URL('../../../../drizzle/sqlite', import.meta.url));

const maxHeadsInMemory = 10_000;

export type SqliteDatabase = ReturnType<typeof openSqliteDatabase>;

export function openSqliteDatabase(path: string) {
  const connection = new Database(path);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000']) {
    connection.pragma(pragma);
  }
  const db = drizzle(connection, { schema: tables });
  migrate(db, { migrationsFolder });
  const { plan, journal, log, client, checkpoint, historyCheckpoint, actor, session, setting } = tables;

  const rowValues = {
    plan: sql.placeholder('plan'),
    seq: sql.placeholder('seq'),
    actor: sql.placeholder('actor'),
    onBehalfOf: sql.placeholder('onBehalfOf'),
    session: sql.placeholder('session'),
    at: sql.placeholder('at'),
    intent: sql.placeholder('intent'),
    update: sql.placeholder('update'),
    restored: sql.placeholder('restored'),
  };
  const insertIntoJournal = db.insert(journal).values(rowValues).prepare();
  const insertIntoLog = db
    .insert(log)
    .values({ ...rowValues, boundary: sql.placeholder('boundary') })
    .prepare();
  const ofPlan = sql.placeholder('plan');
  const lastInJournal = db
    .select({ seq: max(journal.seq) })
    .from(journal)
    .where(eq(journal.plan, ofPlan))
    .prepare();
  const lastInLog = db
    .select({ seq: max(log.seq) })
    .from(log)
    .where(eq(log.plan, ofPlan))
    .prepare();
  const journalUpTo = and(eq(journal.plan, ofPlan), lte(journal.seq, sql.placeholder('upTo')));
  const selectJournal = db.select().from(journal).where(journalUpTo).orderBy(asc(journal.seq)).prepare();
  const deleteFromJournal = db.delete(journal).where(journalUpTo).prepare();

  /** The last seq of plans that were appended to lately. This process is the only one that writes. */
  const heads = new Map<string, number>();

  function headOf(planId: PlanId): number {
    const known = heads.get(planId);
    if (known !== undefined) return known;
    return Math.max(lastInJournal.get({ plan: planId })?.seq ?? 0, lastInLog.get({ plan: planId })?.seq ?? 0);
  }

  /** @returns the plan's new last seq. Call inside a transaction. @throws StoreFailed */
  function insertRows(rows: readonly NewLogRow[]): number {
    const [first] = rows;
    if (!first) return 0;
    let head = headOf(first.plan);
    for (const row of rows) {
      if (row.plan !== first.plan || row.seq > head + 1) {
        throw new StoreFailed(`seq ${row.seq} of plan ${row.plan} does not follow ${head} of ${first.plan}`);
      }
      if (row.seq <= head) {
        requireSame(row);
        continue;
      }
      insertIntoJournal.run({ ...row, ...toBuffers(row) });
      head = row.seq;
    }
    return head;
  }

  /** That a row which is to be written again is the one that is there. @throws StoreFailed */
  function requireSame(row: NewLogRow): void {
    const [known] = selectJournal.all({ plan: row.plan, upTo: row.seq }).slice(-1);
    if (known?.seq === row.seq && known.session === row.session && known.update.equals(toBuffer(row.update))) return;
    throw new StoreFailed(`seq ${row.seq} of plan ${row.plan} is taken`);
  }

  /** @returns why the rows were refused, or null */
  function appendGroup(rows: readonly NewLogRow[]): string | null {
    try {
      const head = connection.transaction(() => insertRows(rows))();
      if (heads.size >= maxHeadsInMemory) heads.clear();
      if (rows[0]) heads.set(rows[0].plan, head);
      return null;
    } catch (error) {
      // A plan that is not there is this group's fault, a full disk is everybody's.
      const isOurs = error instanceof StoreFailed || isConstraint(error);
      if (!isOurs) throw error;
      return (error as Error).message;
    }
  }

  function insertSettled(rows: readonly LogRow[]): void {
    for (const row of rows) {
      const boundary = row.boundary === row.seq ? null : row.boundary;
      insertIntoLog.run({ ...row, boundary, ...toBuffers(row) });
    }
  }

  function settlePlan(planId: PlanId, upTo: number): void {
    const rows = selectJournal.all({ plan: planId, upTo }).map(toRow);
    if (rows.length === 0) return;
    insertSettled(settleRows(rows));
    deleteFromJournal.run({ plan: planId, upTo });
  }

  /** Call inside a transaction. */
  function bind(planId: PlanId, owner: ActorId, clients: readonly number[]): Map<number, ActorId> {
    const bound = db
      .select()
      .from(client)
      .where(and(eq(client.plan, planId), inArray(client.client, [...clients])))
      .all();
    const owners = new Map(bound.map((row) => [row.client, row.actor as ActorId]));
    if ([...owners.values()].some((other) => other !== owner)) return owners;
    const added = clients.filter((id) => !owners.has(id)).map((id) => ({ plan: planId, client: id, actor: owner }));
    if (added.length > 0) db.insert(client).values(added).onConflictDoNothing().run();
    for (const { client: id } of added) owners.set(id, owner);
    return owners;
  }

  return {
    ...markQueries(db),

    createPlan(planId: PlanId, rows: readonly NewLogRow[], clients: readonly number[], at: number): void {
      const boundary = rows.at(-1)?.seq ?? 0;
      db.transaction(() => {
        db.insert(plan).values({ id: planId, createdAt: at }).run();
        insertSettled(rows.map((row) => ({ ...row, boundary })));
        const owner = rows[0]?.actor;
        if (owner) bind(planId, owner, clients);
      });
    },

    hasPlan(planId: PlanId): boolean {
      return db.select({ id: plan.id }).from(plan).where(eq(plan.id, planId)).get() !== undefined;
    },

    /**
     * One commit, and so one fsync, for the appends of many rooms. Each group stands or falls alone.
     * @returns for each group, why it was refused, or null
     */
    appendGroups(groups: readonly (readonly NewLogRow[])[]): (string | null)[] {
      try {
        return db.transaction(() => groups.map(appendGroup));
      } catch (error) {
        // Nothing was committed, so no plan has grown.
        for (const [row] of groups) if (row) heads.delete(row.plan);
        throw error;
      }
    },

    /** One commit for many. @returns for each, who its client ids belong to */
    bindGroups(
      groups: readonly { plan: PlanId; actor: ActorId; clients: readonly number[] }[],
    ): Map<number, ActorId>[] {
      return db.transaction(() => groups.map((group) => bind(group.plan, group.actor, group.clients)));
    },

    settle(plans: readonly { plan: PlanId; upTo: number }[]): void {
      db.transaction(() => {
        for (const settled of plans) settlePlan(settled.plan, settled.upTo);
      });
    },

    loadPlan(planId: PlanId): StoredPlan {
      return db.transaction(() => {
        if (!this.hasPlan(planId)) throw new PlanNotFound(`There is no plan ${planId}.`);
        settlePlan(planId, Number.MAX_SAFE_INTEGER);
        const stored = db.select().from(checkpoint).where(eq(checkpoint.plan, planId)).get();
        const usable = stored?.known ? { ...stored, known: stored.known } : null;
        return {
          checkpoint: usable && { seq: usable.seq, update: unpack(usable.update), known: unpack(usable.known) },
          rows: this.readRows(planId, usable?.seq ?? 0, Number.MAX_SAFE_INTEGER),
        };
      });
    },

    readRows(planId: PlanId, after: number, limit: number): LogRow[] {
      return db
        .select()
        .from(log)
        .where(and(eq(log.plan, planId), gt(log.seq, after)))
        .orderBy(asc(log.seq))
        .limit(limit)
        .all()
        .map((row): LogRow => ({ ...toRow(row), boundary: row.boundary ?? row.seq }));
    },

    saveCheckpoint(planId: PlanId, saved: Checkpoint): void {
      const packed = { seq: saved.seq, update: zstdCompressSync(saved.update), known: zstdCompressSync(saved.known) };
      db.insert(checkpoint)
        .values({ plan: planId, ...packed })
        .onConflictDoUpdate({
          target: checkpoint.plan,
          set: packed,
          setWhere: sql`excluded.seq > ${checkpoint.seq}`,
        })
        .run();
    },

    loadHistoryCheckpoint(planId: PlanId): HistoryCheckpoint | null {
      const stored = db.select().from(historyCheckpoint).where(eq(historyCheckpoint.plan, planId)).get();
      return stored ? { seq: stored.seq, bytes: new Uint8Array(stored.bytes) } : null;
    },

    saveHistoryCheckpoint(planId: PlanId, saved: HistoryCheckpoint): void {
      const values = { seq: saved.seq, bytes: toBuffer(saved.bytes) };
      db.insert(historyCheckpoint)
        .values({ plan: planId, ...values })
        .onConflictDoUpdate({ target: historyCheckpoint.plan, set: values })
        .run();
    },

    createActor(added: Actor, tokenHash: string, expiresAt: number, at: number): void {
      db.transaction(() => {
        db.insert(actor)
          .values({ ...added, createdAt: at })
          .run();
        db.insert(session).values({ tokenHash, actor: added.id, expiresAt }).run();
      });
    },

    findSession(tokenHash: string, now: number): FoundSession | null {
      const found = db
        .select({ id: actor.id, name: actor.name, organisation: actor.organisation, expiresAt: session.expiresAt })
        .from(session)
        .innerJoin(actor, eq(actor.id, session.actor))
        .where(and(eq(session.tokenHash, tokenHash), gt(session.expiresAt, now)))
        .get();
      if (!found) return null;
      const { expiresAt, ...who } = found;
      return { actor: { ...who, id: who.id as ActorId }, expiresAt };
    },

    renewSession(tokenHash: string, expiresAt: number): void {
      db.update(session).set({ expiresAt }).where(eq(session.tokenHash, tokenHash)).run();
    },

    endSession(tokenHash: string): void {
      db.delete(session).where(eq(session.tokenHash, tokenHash)).run();
    },

    readActors(ids: readonly ActorId[]): Actor[] {
      return db
        .select({ id: actor.id, name: actor.name, organisation: actor.organisation })
        .from(actor)
        .where(inArray(actor.id, [...ids]))
        .all()
        .map((row) => ({ ...row, id: row.id as ActorId }));
    },

    readSetting(key: string): string | null {
      return db.select().from(setting).where(eq(setting.key, key)).get()?.value ?? null;
    },

    writeSetting(key: string, value: string): void {
      db.insert(setting).values({ key, value }).onConflictDoUpdate({ target: setting.key, set: { value } }).run();
    },

    /** Writes a row and reads it back. @throws StoreFailed */
    probe(now: number): void {
      const value = String(now);
      this.writeSetting('probe', value);
      if (this.readSetting('probe') !== value) throw new StoreFailed('what was written could not be read back');
    },

    close(): void {
      connection.close();
    },
  };
}

function toRow({ restored, ...row }: typeof tables.journal.$inferSelect): NewLogRow {
  const ids = { plan: row.plan as PlanId, actor: row.actor as ActorId };
  return {
    ...row,
    ...ids,
    update: new Uint8Array(row.update),
    ...(restored && { restored: new Uint8Array(restored) }),
  };
}

function toBuffers({ update, restored }: NewLogRow) {
  return { update: toBuffer(update), restored: restored ? toBuffer(restored) : null };
}

function isConstraint(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT');
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function unpack(bytes: Buffer): Uint8Array {
  return new Uint8Array(zstdDecompressSync(bytes));
}
