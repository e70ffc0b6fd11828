/** Restoring as the rest of the server asks for it (rule H5): history says what has to change, the room stores it. */
import { type PlanId, randomId } from '@longtable/shared/ids';
import { ClientTaken } from '../room/room.ts';
import type { RoomDirectory } from '../room/room-directory.ts';
import type { Actor } from '../store/plan-store.ts';
import type { HistoryDirectory } from './history-directory.ts';
import type { RestoreTarget } from './restored.ts';

/** How often it is made again when its client id turns out to be somebody's. */
const attempts = 3;

export class Restorer {
  readonly #history: HistoryDirectory;
  readonly #rooms: RoomDirectory;
  /** The last restore of each plan: two at once would both bring the same words back. */
  readonly #restoring = new Map<PlanId, Promise<unknown>>();

  constructor(history: HistoryDirectory, rooms: RoomDirectory) {
    this.#history = history;
    this.#rooms = rooms;
  }

  /**
   * @returns the seq of the new change, settled; the plan's last one when nothing had to change
   * @throws UnknownSeq, NotThere, NoPlaceFor, StoreFailed
   */
  restore(plan: PlanId, target: RestoreTarget, actor: Actor): Promise<number> {
    const before = this.#restoring.get(plan) ?? Promise.resolve();
    const done = before.catch(() => undefined).then(() => this.#restore(plan, target, actor));
    this.#restoring.set(plan, done);
    const forget = () => {
      if (this.#restoring.get(plan) === done) this.#restoring.delete(plan);
    };
    done.then(forget, forget);
    return done;
  }

  async #restore(plan: PlanId, target: RestoreTarget, actor: Actor): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const { head, ready } = await this.#history.restore(plan, target, actor);
      if (!ready) return head;
      const session = `restore-${randomId()}`;
      const { update, restored } = ready;
      const writer = { actor: actor.id, onBehalfOf: actor.organisation, session, intent: 'restore', restored };
      try {
        const seq = await this.#rooms.use(plan, (room) => room.write(writer, update));
        await this.#rooms.settle(plan);
        return seq;
      } catch (error) {
        if (!(error instanceof ClientTaken) || attempt === attempts) throw error;
      }
    }
  }
}
