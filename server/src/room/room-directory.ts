/**
 * The rooms that are open, one per plan (rule S10): opening and closing share one promise, so that a plan never
 * has two rooms. Empty rooms stay until many others were used since, since readers come back. One timer looks after
 * all of them: presence, slow readers, and rows that are to be settled.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { closeCode, type Marked } from '@longtable/shared/protocol';
import type { AccessPolicy } from '../access/access.ts';
import { type PlanStore, StoreFailed } from '../store/plan-store.ts';
import { ClientAllowance } from './client-allowance.ts';
import { CommitQueue } from './commit-queue.ts';
import { maxIdleRooms, settleAfterMs, tickMs } from './limits.ts';
import type { PlanWorker } from './plan-worker-client.ts';
import { Room } from './room.ts';
import type { Session } from './session.ts';

export class RoomDirectory {
  readonly #store: PlanStore;
  readonly #worker: PlanWorker;
  readonly #access: AccessPolicy;
  readonly #commits: CommitQueue;
  readonly #allowance = new ClientAllowance();
  readonly #run = crypto.getRandomValues(new Uint32Array(1))[0] as number;
  /** Least recently used first. */
  readonly #rooms = new Map<PlanId, Promise<Room>>();
  /** Those of them that are loaded. */
  readonly #loaded = new Map<PlanId, Room>();
  readonly #uses = new Map<PlanId, number>();
  readonly #timer: NodeJS.Timeout;
  #settledAt = 0;
  #settling: Promise<void> | null = null;
  #isStopping = false;

  constructor(store: PlanStore, worker: PlanWorker, access: AccessPolicy) {
    this.#store = store;
    this.#worker = worker;
    this.#access = access;
    this.#commits = new CommitQueue(store, (isFailing) => {
      for (const room of this.#loaded.values()) room.tellStorage(isFailing);
    });
    this.#timer = setInterval(() => this.#tick(), tickMs);
  }

  /** Does `work` with the room of a plan, loaded, which does not close meanwhile. @throws PlanNotFound */
  async use<T>(plan: PlanId, work: (room: Room) => T | Promise<T>): Promise<T> {
    this.#uses.set(plan, (this.#uses.get(plan) ?? 0) + 1);
    try {
      return await work(await this.#open(plan));
    } finally {
      const left = (this.#uses.get(plan) ?? 1) - 1;
      if (left > 0) this.#uses.set(plan, left);
      else this.#uses.delete(plan);
    }
  }

  /** Settles what is on disk of a plan, so that its seq can be compared with others for ever (rule H3). */
  async settle(plan: PlanId): Promise<void> {
    const room = this.#loaded.get(plan);
    if (room && room.unsettledSeq === null) return;
    // While storage fails the plan can be read all the same; this is settled when it works again.
    if (this.#commits.isFailing) return;
    const upTo = room?.seq ?? Number.MAX_SAFE_INTEGER;
    try {
      await this.#store.settle([{ plan, upTo }]);
      room?.noteSettled(upTo);
    } catch (error) {
      if (!(error instanceof StoreFailed)) throw error;
      this.#commits.noteFailure();
    }
  }

  /** Tells everyone who has the plan open that something was said of its history. */
  tellMarked(plan: PlanId, marked: Marked): void {
    this.#loaded.get(plan)?.tellMarked(marked);
  }

  /** Looks again at what everyone may do, after something about it has changed (rules S8, S14). */
  reviewAccess(): void {
    for (const session of this.#sessions()) {
      const role = this.#access.roleOf(session.actor, session.plan);
      if (role === null) session.close(closeCode.notAllowed, 'You no longer have access to this plan.');
      else session.role = role;
    }
  }

  /** Closes every socket of an actor whose session has ended (rule S14). */
  expel(actor: ActorId): void {
    for (const session of this.#sessions()) {
      if (session.actor.id === actor) session.close(closeCode.noSession, 'You have left.');
    }
  }

  /** Saves what is on its way, and sends everyone off to come back later (rule S12). */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await this.#readSockets();
    for (const room of await Promise.allSettled(this.#rooms.values())) {
      if (room.status !== 'fulfilled') continue;
      await room.value.idle();
      room.value.closeAll(closeCode.restarting, 'The server is restarting.');
    }
    await this.#settling;
  }

  /** How many plans are loaded. */
  get size(): number {
    return this.#rooms.size;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Takes in what has already come in on the sockets, but was not read: those that wait for storage are paused. */
  async #readSockets(): Promise<void> {
    let working: unknown[];
    do {
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      working = [...this.#sessions()].map((session) => session.idle).filter((work) => work !== null);
      await Promise.all(working);
    } while (working.length > 0);
  }

  #tick(): void {
    const now = performance.now();
    this.#commits.tick();
    for (const room of this.#loaded.values()) room.tick(now);
    if (now - this.#settledAt < settleAfterMs || this.#settling || this.#commits.isFailing) return;
    this.#settledAt = now;
    this.#settling = this.#settleAll().finally(() => {
      this.#settling = null;
    });
  }

  async #settleAll(): Promise<void> {
    const unsettled = [...this.#loaded.values()].flatMap((room) => {
      const upTo = room.unsettledSeq;
      return upTo === null ? [] : [{ room, plan: room.plan, upTo }];
    });
    if (unsettled.length === 0) return;
    try {
      await this.#store.settle(unsettled.map(({ plan, upTo }) => ({ plan, upTo })));
      for (const { room, upTo } of unsettled) room.noteSettled(upTo);
    } catch {
      this.#commits.noteFailure();
    }
  }

  *#sessions(): Iterable<Session> {
    for (const room of this.#loaded.values()) yield* room.sessions;
  }

  #open(plan: PlanId): Promise<Room> {
    if (this.#loaded.get(plan)?.isBroken) this.#forget(plan);
    const opening = this.#rooms.get(plan) ?? this.#load(plan);
    this.#rooms.delete(plan);
    this.#rooms.set(plan, opening);
    void this.#closeIdle();
    return opening;
  }

  #load(plan: PlanId): Promise<Room> {
    const opening = Room.open(plan, {
      store: this.#store,
      worker: this.#worker,
      commits: this.#commits,
      allowance: this.#allowance,
      run: this.#run,
    });
    opening.then(
      (room) => this.#loaded.set(plan, room),
      () => this.#rooms.delete(plan),
    );
    return opening;
  }

  async #closeIdle(): Promise<void> {
    if (this.#rooms.size <= maxIdleRooms) return;
    for (const [plan, opening] of [...this.#rooms]) {
      if (this.#rooms.size <= maxIdleRooms) return;
      const room = await opening.catch(() => null);
      if (!room?.isEmpty) continue;
      await room.idle();
      await room.saveCheckpoint();
      // Somebody may have come in, or asked for it, meanwhile.
      if (!room.isEmpty || this.#uses.has(plan) || this.#rooms.get(plan) !== opening) continue;
      this.#forget(plan);
    }
  }

  #forget(plan: PlanId): void {
    this.#rooms.delete(plan);
    this.#loaded.delete(plan);
  }
}
