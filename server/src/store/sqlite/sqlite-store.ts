/**
 * The PlanStore on SQLite, seen from the main thread. Appends are committed in groups: what arrives while one
 * commit is in flight goes into the next, over all rooms, so that many writers share an fsync (rule S3).
 */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { connectWorker, type WorkerConnection } from '../../worker-rpc.ts';
import type { MarkStore } from '../mark-store.ts';
import {
  type Actor,
  type Checkpoint,
  type HistoryCheckpoint,
  type NewLogRow,
  PlanNotFound,
  type PlanStore,
  StoreFailed,
} from '../plan-store.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { rethrow, translate } from './sqlite-errors.ts';
import { sqliteMarkStore } from './sqlite-mark-store.ts';

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: Error) => void;
}

interface Binding {
  plan: PlanId;
  actor: ActorId;
  clients: readonly number[];
}

/** @param path of the database file; its folder is made when it is missing */
export async function openSqliteStore(path: string): Promise<PlanStore> {
  await mkdir(dirname(path), { recursive: true });
  const store = new SqliteStore(path);
  await store.probe();
  return store;
}

class SqliteStore implements PlanStore {
  readonly marks: MarkStore;
  readonly #database: WorkerConnection<SqliteDatabase>;
  readonly #appends = new Grouped<readonly NewLogRow[], null>(async (groups) => {
    const refusals = await this.#database.call('appendGroups', [groups]);
    return refusals.map((refusal) => (refusal === null ? null : new StoreFailed(refusal)));
  });
  readonly #bindings = new Grouped<Binding, Map<number, ActorId>>((groups) =>
    this.#database.call('bindGroups', [groups]),
  );

  constructor(path: string) {
    this.#database = connectWorker(new URL('./sqlite-worker.ts', import.meta.url), {
      data: { path },
      errors: [PlanNotFound],
    });
    this.marks = sqliteMarkStore(this.#database);
  }

  async append(rows: readonly NewLogRow[]): Promise<void> {
    await this.#appends.add(rows);
  }

  bindClients(plan: PlanId, actor: ActorId, clients: readonly number[]): Promise<Map<number, ActorId>> {
    return this.#bindings.add({ plan, actor, clients });
  }

  async settle(plans: readonly { plan: PlanId; upTo: number }[]): Promise<void> {
    await this.#database.call('settle', [plans]).catch(rethrow);
  }

  async createPlan(plan: PlanId, rows: readonly NewLogRow[], clients: readonly number[]): Promise<void> {
    await this.#database.call('createPlan', [plan, rows, clients, Date.now()]).catch(rethrow);
  }

  hasPlan(plan: PlanId) {
    return this.#database.call('hasPlan', [plan]).catch(rethrow);
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

  loadHistoryCheckpoint(plan: PlanId) {
    return this.#database.call('loadHistoryCheckpoint', [plan]).catch(rethrow);
  }

  async saveHistoryCheckpoint(plan: PlanId, checkpoint: HistoryCheckpoint): Promise<void> {
    await this.#database.call('saveHistoryCheckpoint', [plan, checkpoint]).catch(rethrow);
  }

  async createActor(actor: Actor, tokenHash: string, expiresAt: number): Promise<void> {
    await this.#database.call('createActor', [actor, tokenHash, expiresAt, Date.now()]).catch(rethrow);
  }

  findSession(tokenHash: string, now: number) {
    return this.#database.call('findSession', [tokenHash, now]).catch(rethrow);
  }

  async renewSession(tokenHash: string, expiresAt: number): Promise<void> {
    await this.#database.call('renewSession', [tokenHash, expiresAt]).catch(rethrow);
  }

  async endSession(tokenHash: string): Promise<void> {
    await this.#database.call('endSession', [tokenHash]).catch(rethrow);
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
    await Promise.all([this.#appends.settled, this.#bindings.settled]);
    await this.#database.call('close', []).catch(rethrow);
    await this.#database.close();
  }
}

/** Calls that are done together: what is added while some are under way goes into the next round. */
class Grouped<Item, Result> {
  readonly #work: (items: Item[]) => Promise<(Result | StoreFailed)[]>;
  #waiting: Waiting<Item, Result>[] = [];
  #working: Promise<void> | null = null;

  /** @param work answers each item, or says why it is refused; a rejection refuses them all */
  constructor(work: (items: Item[]) => Promise<(Result | StoreFailed)[]>) {
    this.#work = work;
  }

  /** Resolves when nothing is under way. */
  get settled(): Promise<void> | null {
    return this.#working;
  }

  /** @throws StoreFailed */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#working ??= this.#workOff();
    });
  }

  async #workOff(): Promise<void> {
    // One turn of the loop gathers what came in together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        const results = await this.#work(group.map(({ item }) => item));
        group.forEach(({ resolve, reject }, index) => {
          const result = results[index] as Result | StoreFailed;
          if (result instanceof StoreFailed) reject(result);
          else resolve(result);
        });
      } catch (error) {
        for (const { reject } of group) reject(translate(error));
      }
    }
    this.#working = null;
  }
}
