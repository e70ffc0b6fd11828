/**
 * The PlanStore: what must survive. Rooms, history and HTTP know this interface and no database.
 * `plan-store-contract.ts` says in tests what every engine must do.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import type { MarkStore } from './mark-store.ts';

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
  /** Of a restore: what it brought back, and where each character came from; see `history/restored.ts`. */
  restored?: Uint8Array | null;
}

/**
 * A settled row: what one session stored within about a second. The plan is whole at `boundary`, its own seq or
 * one soon after: rows up to there were written at the same time and may build on each other.
 */
export interface LogRow extends NewLogRow {
  boundary: number;
}

/** The whole plan at `seq`, from which a room can start. */
export interface Checkpoint {
  seq: number;
  /** As one Yjs v1 update. */
  update: Uint8Array;
  /** What a room knows of it; see `room/known-state.ts`. */
  known: Uint8Array;
}

/** What history knows of a plan at `seq`, so that it need not be made from the log again; see `history/checkpoint.ts`. */
export interface HistoryCheckpoint {
  seq: number;
  bytes: Uint8Array;
}

export interface Actor {
  id: ActorId;
  name: string;
  organisation: string | null;
}

export interface FoundSession {
  actor: Actor;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface StoredPlan {
  checkpoint: Checkpoint | null;
  /** Rows after the checkpoint, oldest first. */
  rows: LogRow[];
}

export interface PlanStore {
  /** What people say about the history of plans. */
  readonly marks: MarkStore;

  /** Makes a plan with its first rows, settled, and the client ids they use. All or nothing. */
  createPlan(plan: PlanId, rows: readonly NewLogRow[], clients: readonly number[]): Promise<void>;
  hasPlan(plan: PlanId): Promise<boolean>;
  /**
   * Resolves when the rows, all of one plan, are on disk. All or nothing; rows that are there already, because an
   * earlier attempt was thought to have failed, count as written. @throws StoreFailed
   */
  append(rows: readonly NewLogRow[]): Promise<void>;
  /**
   * Binds client ids to `actor` in this plan for ever, where nobody has them yet (rule S2). When one of them is
   * somebody else's, none is bound.
   * @returns who each of them belongs to that belongs to anybody
   */
  bindClients(plan: PlanId, actor: ActorId, clients: readonly number[]): Promise<Map<number, ActorId>>;
  /** Joins what was appended up to `upTo` per session, into rows that never change again (rule H3). */
  settle(plans: readonly { plan: PlanId; upTo: number }[]): Promise<void>;
  /** What a room needs to start; everything that was appended is settled first. @throws PlanNotFound */
  loadPlan(plan: PlanId): Promise<StoredPlan>;
  /** Settled rows with `after < seq`, oldest first, at most `limit`. An unknown plan has none. */
  readRows(plan: PlanId, after: number, limit: number): Promise<LogRow[]>;
  saveCheckpoint(plan: PlanId, checkpoint: Checkpoint): Promise<void>;
  /** The newest one that was saved, or null. */
  loadHistoryCheckpoint(plan: PlanId): Promise<HistoryCheckpoint | null>;
  /** Takes the place of whatever there was. */
  saveHistoryCheckpoint(plan: PlanId, checkpoint: HistoryCheckpoint): Promise<void>;

  createActor(actor: Actor, tokenHash: string, expiresAt: number): Promise<void>;
  /** A session that has not expired at `now`, or null. */
  findSession(tokenHash: string, now: number): Promise<FoundSession | null>;
  renewSession(tokenHash: string, expiresAt: number): Promise<void>;
  endSession(tokenHash: string): Promise<void>;
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
