/** Whose each Yjs client id is in one plan: the first actor's who used it, for ever (rule S2). */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { type PlanStore, StoreFailed } from '../store/plan-store.ts';
import type { ClientAllowance } from './client-allowance.ts';
import { maxOwnersInMemory } from './limits.ts';

export class ClientOwners {
  readonly #plan: PlanId;
  readonly #store: Pick<PlanStore, 'bindClients'>;
  readonly #allowance: ClientAllowance;
  readonly #onFailure: () => void;
  /** Those that were asked for lately; the store knows all of them. */
  readonly #known = new Map<number, ActorId>();

  /** @param onFailure is told when the store refuses */
  constructor(plan: PlanId, store: Pick<PlanStore, 'bindClients'>, allowance: ClientAllowance, onFailure: () => void) {
    this.#plan = plan;
    this.#store = store;
    this.#allowance = allowance;
    this.#onFailure = onFailure;
  }

  /** The owner of a client id, where that is known without asking the store. */
  of(client: number): ActorId | undefined {
    return this.#known.get(client);
  }

  /** Whether `actor` may ask for so many more. */
  allows(actor: ActorId, clients: readonly number[]): boolean {
    return this.#allowance.take(actor, clients.length);
  }

  /** Learns whose these are, and takes those that are free for `actor`. @returns false when the store refused */
  async bind(actor: ActorId, clients: readonly number[]): Promise<boolean> {
    try {
      const owners = await this.#store.bindClients(this.#plan, actor, clients);
      if (this.#known.size > maxOwnersInMemory) this.#known.clear();
      for (const [client, owner] of owners) this.#known.set(client, owner);
      return true;
    } catch (error) {
      if (!(error instanceof StoreFailed)) throw error;
      this.#onFailure();
      return false;
    }
  }
}
