/**
 * Every query of the SQLite store, synchronous, for use inside its worker thread. Knows tables, no rooms.
 * `synchronous=FULL`: better-sqlite3's default for WAL is NORMAL, which may lose the last commits in a power cut (rule S3).
 */
import { fileURLToPath } from 'node:url';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ActorId, PlanId } from '@longtable/shared/ids';
import Database from 'better-sqlite3';
import { and, asc, eq, gt, inArray, max, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import {
  type Actor,
  type Checkpoint,
  type LogRow,
  type NewLogRow,
  PlanNotFound,
  type StoredPlan,
  StoreFailed,
} from '../plan-store.ts';
import * as tables from './schema.ts';

const migrationsFolder = fileURLToPath(new URL('../../../../drizzle/sqlite', import.meta.url));

export type SqliteDatabase = ReturnType<typeof openSqliteDatabase>;

export function openSqliteDatabase(path: string) {
  const connection = new Database(path);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000']) {
    connection.pragma(pragma);
  }
  const db = drizzle(connection, { schema: tables });
  migrate(db, { migrationsFolder });
  const { plan, log, client, checkpoint, actor, session, setting } = tables;

  const insertRow = db
    .insert(log)
    .values({
      plan: sql.placeholder('plan'),
      seq: sql.placeholder('seq'),
      actor: sql.placeholder('actor'),
      onBehalfOf: sql.placeholder('onBehalfOf'),
      session: sql.placeholder('session'),
      at: sql.placeholder('at'),
      intent: sql.placeholder('intent'),
      update: sql.placeholder('update'),
    })
    .prepare();
  const headOf = db
    .select({ seq: max(log.seq) })
    .from(log)
    .where(eq(log.plan, sql.placeholder('plan')))
    .prepare();

  /** Inserts rows that follow the plan's head without a gap. Call inside a transaction. */
  function insertRows(rows: readonly NewLogRow[]): void {
    for (const row of rows) {
      const head = headOf.get({ plan: row.plan })?.seq ?? 0;
      if (row.seq !== head + 1) throw new StoreFailed(`seq ${row.seq} does not follow ${head} in plan ${row.plan}`);
      insertRow.run({ ...row, update: Buffer.from(row.update) });
      bind(row.plan, row.actor, row.newClients);
    }
  }

  function bind(planId: PlanId, owner: ActorId, clients: readonly number[]): void {
    for (const id of clients) {
      db.insert(client).values({ plan: planId, client: id, actor: owner }).onConflictDoNothing().run();
      const bound = db
        .select()
        .from(client)
        .where(and(eq(client.plan, planId), eq(client.client, id)))
        .get();
      if (bound?.actor !== owner) throw new StoreFailed(`client id ${id} belongs to another actor`);
    }
  }

  function toRow(row: typeof log.$inferSelect): LogRow {
    return { ...row, plan: row.plan as PlanId, actor: row.actor as ActorId, update: new Uint8Array(row.update) };
  }

  return {
    createPlan(planId: PlanId, rows: readonly NewLogRow[], at: number): void {
      db.transaction(() => {
        db.insert(plan).values({ id: planId, createdAt: at }).run();
        insertRows(rows);
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
      return db.transaction(() =>
        groups.map((rows) => {
          try {
            connection.transaction(() => insertRows(rows))();
            return null;
          } catch (error) {
            if (!connection.inTransaction) throw error;
            return error instanceof Error ? error.message : String(error);
          }
        }),
      );
    },

    bindClients(planId: PlanId, owner: ActorId, clients: readonly number[]): void {
      db.transaction(() => bind(planId, owner, clients));
    },

    loadPlan(planId: PlanId): StoredPlan {
      return db.transaction(() => {
        if (!this.hasPlan(planId)) throw new PlanNotFound(`There is no plan ${planId}.`);
        const stored = db.select().from(checkpoint).where(eq(checkpoint.plan, planId)).get();
        const rows = this.readRows(planId, stored?.seq ?? 0, Number.MAX_SAFE_INTEGER);
        const owners = db.select().from(client).where(eq(client.plan, planId)).all();
        return {
          checkpoint: stored && { seq: stored.seq, update: new Uint8Array(zstdDecompressSync(stored.update)) },
          rows,
          owners: new Map(owners.map((row) => [row.client, row.actor as ActorId])),
        } as StoredPlan;
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
        .map(toRow);
    },

    saveCheckpoint(planId: PlanId, saved: Checkpoint): void {
      const update = zstdCompressSync(saved.update);
      db.insert(checkpoint)
        .values({ plan: planId, seq: saved.seq, update })
        .onConflictDoUpdate({
          target: checkpoint.plan,
          set: { seq: saved.seq, update },
          setWhere: sql`excluded.seq > ${checkpoint.seq}`,
        })
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

    findActorBySession(tokenHash: string, now: number): Actor | null {
      const found = db
        .select({ id: actor.id, name: actor.name, organisation: actor.organisation })
        .from(session)
        .innerJoin(actor, eq(actor.id, session.actor))
        .where(and(eq(session.tokenHash, tokenHash), gt(session.expiresAt, now)))
        .get();
      return found ? { ...found, id: found.id as ActorId } : null;
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
