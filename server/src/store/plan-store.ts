/**
 * The PlanStore: what must survive. Rooms, history and HTTP know this interface and no database.
 * `plan-store-contract.ts` says in tests what every engine must do.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';

/** Who a change is written down for. The server's session decides it, never what a client claims. */
export interface Author {
  actor: ActorId;
  /** The organisation the actor acted for at the time, in its own words; null as a citizen. */
  onBehalfOf: string | null;
  /** Id of the socket or request that brought the change. */
  session: string;
}

export interface NewLogRow extends Author {
  plan: PlanId;
  /** One more than the plan's last; the room counts, the store refuses a gap or a repeat. */
  seq: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Why, where it was said: "import", "restore"; null for writing. */
  intent: string | null;
  /** A Yjs v1 update that holds only what was new to the plan. */
  update: Uint8Array;
  /** Client ids that this row binds to its actor, for ever (rule S2). */
  newClients: readonly number[];
}

export type LogRow = Omit<NewLogRow, 'newClients'>;

/** The whole plan at `seq` as one update, from which a room can start. */
export interface Checkpoint {
  seq: number;
  update: Uint8Array;
}

export interface Actor {
  id: ActorId;
  name: string;
  organisation: string | null;
}

export interface StoredPlan {
  checkpoint: Checkpoint | null;
  /** Rows after the checkpoint, oldest first. */
  rows: LogRow[];
  /** Every client id ever bound in this plan. */
  owners: Map<number, ActorId>;
}

export interface PlanStore {
  /** Makes a plan with its first rows, all or nothing. */
  createPlan(plan: PlanId, rows: readonly NewLogRow[]): Promise<void>;
  hasPlan(plan: PlanId): Promise<boolean>;
  /** Resolves when the rows are on disk. All or nothing. @throws StoreFailed */
  append(rows: readonly NewLogRow[]): Promise<void>;
  /** Binds client ids without a change, before presence shows them (rule S2). */
  bindClients(plan: PlanId, actor: ActorId, clients: readonly number[]): Promise<void>;
  /** What a room needs to start. @throws PlanNotFound */
  loadPlan(plan: PlanId): Promise<StoredPlan>;
  /** Rows with `after < seq`, oldest first, at most `limit`. An unknown plan has none. */
  readRows(plan: PlanId, after: number, limit: number): Promise<LogRow[]>;
  saveCheckpoint(plan: PlanId, checkpoint: Checkpoint): Promise<void>;

  createActor(actor: Actor, tokenHash: string, expiresAt: number): Promise<void>;
  /** The actor of a session that has not expired at `now`, or null. */
  findActorBySession(tokenHash: string, now: number): Promise<Actor | null>;
  /** Those of `ids` that exist. */
  readActors(ids: readonly ActorId[]): Promise<Actor[]>;

  /** A small fact of this installation, such as the id of its example plan. */
  readSetting(key: string): Promise<string | null>;
  writeSetting(key: string, value: string): Promise<void>;

  /** Really writes and reads back. @throws StoreFailed */
  probe(): Promise<void>;
  close(): Promise<void>;
}

export class PlanNotFound extends Error {
  override name = 'PlanNotFound';
}

/** The disk or the database refused; nothing of the call was written. */
export class StoreFailed extends Error {
  override name = 'StoreFailed';
}
