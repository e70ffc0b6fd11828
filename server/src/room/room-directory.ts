/**
 * The rooms that are open, one per plan (rule S10): opening and closing share one promise, so that a plan never
 * has two rooms. Empty rooms stay until many others were used since, since readers come back.
 */
import type { PlanId } from '@longtable/shared/ids';
import { closeCode } from '@longtable/shared/protocol';
import type { PlanStore } from '../store/plan-store.ts';
import type { PlanWorker } from './plan-worker-client.ts';
import { Room } from './room.ts';

/** Rooms without people that are kept open. */
const maxIdleRooms = 64;

export class RoomDirectory {
  readonly #store: PlanStore;
  readonly #worker: PlanWorker;
  /** Least recently used first. */
  readonly #rooms = new Map<PlanId, Promise<Room>>();
  readonly #uses = new Map<PlanId, number>();
  #isStopping = false;

  constructor(store: PlanStore, worker: PlanWorker) {
    this.#store = store;
    this.#worker = worker;
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

  #open(plan: PlanId): Promise<Room> {
    const known = this.#rooms.get(plan);
    this.#rooms.delete(plan);
    const opening = this.#reopen(plan, known);
    this.#rooms.set(plan, opening);
    opening.catch(() => {
      if (this.#rooms.get(plan) === opening) this.#rooms.delete(plan);
    });
    void this.#closeIdle();
    return opening;
  }

  /** Saves what is on its way, and sends everyone off to come back later (rule S12). */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const rooms = await Promise.allSettled(this.#rooms.values());
    for (const room of rooms) {
      if (room.status !== 'fulfilled') continue;
      await room.value.settle();
      room.value.closeAll(closeCode.restarting, 'The server is restarting.');
    }
  }

  /** How many plans are loaded. */
  get size(): number {
    return this.#rooms.size;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  async #reopen(plan: PlanId, known: Promise<Room> | undefined): Promise<Room> {
    const room = await known?.catch(() => undefined);
    if (room && !room.hasFailed) return room;
    await room?.settle();
    return Room.open(plan, this.#store, this.#worker);
  }

  async #closeIdle(): Promise<void> {
    if (this.#rooms.size <= maxIdleRooms) return;
    for (const [plan, opening] of [...this.#rooms]) {
      if (this.#rooms.size <= maxIdleRooms) return;
      const room = await opening.catch(() => null);
      if (!room?.isEmpty) continue;
      await room.settle();
      // Somebody may have come in, or asked for it, while it settled.
      if (room.isEmpty && !this.#uses.has(plan) && this.#rooms.get(plan) === opening) this.#rooms.delete(plan);
    }
  }
}
