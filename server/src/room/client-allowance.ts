/** How many client ids each actor has taken today, in all plans together (rule S2): their owners are kept for ever. */
import type { ActorId } from '@longtable/shared/ids';
import { maxNewClientsPerDay } from './limits.ts';

const dayMs = 24 * 60 * 60_000;

export class ClientAllowance {
  readonly #taken = new Map<ActorId, number>();
  #day = 0;

  /** @param now milliseconds since 1970 @returns false when that is more than any number of tabs has */
  take(actor: ActorId, count: number, now = Date.now()): boolean {
    const day = Math.floor(now / dayMs);
    if (day !== this.#day) this.#taken.clear();
    this.#day = day;
    const taken = (this.#taken.get(actor) ?? 0) + count;
    if (taken > maxNewClientsPerDay) return false;
    this.#taken.set(actor, taken);
    return true;
  }
}
