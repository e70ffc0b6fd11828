/**
 * The PlanStore on SQLite, seen from the main thread. Appends are committed in groups: what arrives while one
 * commit is in flight goes into the next, over all rooms, so that many writers share an fsync (rule S3).
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { connectWorker, type WorkerConnection } from '../../worker-rpc.ts';
import {
  type Actor,
  type Checkpoint,
  type NewLogRow,
  PlanNotFound,
  type PlanStore,
  StoreFailed,
} from '../plan-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

interface WaitingAppend {
  rows: readonly NewLogRow[];
  resolve: () => void;
  reject: (error: Error) => void;
}

/** @param path of the database file; its folder is made when it is missing */
export async function openSqliteStore(path: string): Promise<PlanStore> {
  await mkdir(dirname(path), { recursive: true });
  const store = new SqliteStore(path);
  await store.probe();
  return store;
}

class SqliteStore implements PlanStore {
  readonly #database: WorkerConnection<SqliteDatabase>;
  #waiting: WaitingAppend[] = [];
  #committing: Promise<void> | null = null;

  constructor(path: string) {
    this.#database = connectWorker(new URL('./sqlite-worker.ts', import.meta.url), {
      data: { path },
      errors: [PlanNotFound],
    });
  }

  append(rows: readonly NewLogRow[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ rows, resolve, reject });
      this.#committing ??= this.#commitWaiting();
    });
  }

  async #commitWaiting(): Promise<void> {
    // One turn of the loop gathers what came in together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        const refusals = await this.#database.call('appendGroups', [group.map(({ rows }) => rows)]);
        group.forEach(({ resolve, reject }, index) => {
          const refusal = refusals[index];
          if (refusal === null) resolve();
          else reject(new StoreFailed(refusal));
        });
      } catch (error) {
        for (const { reject } of group) reject(translate(error));
      }
    }
    this.#committing = null;
  }

  async createPlan(plan: PlanId, rows: readonly NewLogRow[]): Promise<void> {
    await this.#database.call('createPlan', [plan, rows, Date.now()]).catch(rethrow);
  }

  hasPlan(plan: PlanId) {
    return this.#database.call('hasPlan', [plan]).catch(rethrow);
  }

  async bindClients(plan: PlanId, actor: ActorId, clients: readonly number[]): Promise<void> {
    await this.#database.call('bindClients', [plan, actor, clients]).catch(rethrow);
  }

  loadPlan(plan: PlanId) {
    return this.#database.call('loadPlan', [plan]).catch(rethrow);
  }

  readRows(plan: PlanId, after: number, limit: number) {
    return this.#database.call('readRows', [plan, after, limit]).catch(rethrow);
  }

  async saveCheckpoint(plan: PlanId, checkpoint: Checkpoint): Promise<void> {
    await this.#database.call('saveCheckpoint', [plan, checkpoint]).catch(rethrow);
  }

  async createActor(actor: Actor, tokenHash: string, expiresAt: number): Promise<void> {
    await this.#database.call('createActor', [actor, tokenHash, expiresAt, Date.now()]).catch(rethrow);
  }

  findActorBySession(tokenHash: string, now: number) {
    return this.#database.call('findActorBySession', [tokenHash, now]).catch(rethrow);
  }

  readActors(ids: readonly ActorId[]) {
    return this.#database.call('readActors', [ids]).catch(rethrow);
  }

  readSetting(key: string) {
    return this.#database.call('readSetting', [key]).catch(rethrow);
  }

  async writeSetting(key: string, value: string): Promise<void> {
    await this.#database.call('writeSetting', [key, value]).catch(rethrow);
  }

  async probe(): Promise<void> {
    await this.#database.call('probe', [Date.now()]).catch(rethrow);
  }

  async close(): Promise<void> {
    await this.#committing;
    await this.#database.call('close', []).catch(rethrow);
    await this.#database.close();
  }
}

function translate(error: unknown): Error {
  if (error instanceof PlanNotFound) return error;
  return new StoreFailed(error instanceof Error ? error.message : String(error));
}

function rethrow(error: unknown): never {
  throw translate(error);
}
