/**
 * How much each actor has written since a worker last tried out what it takes a document (rule S1). Few people ever
 * come to the end of it within the time in which they write two hundred sentences; then a worker looks, and it begins
 * anew.
 */
import type { ActorId } from '@longtable/shared/ids';
import type { UpdateParts } from '@longtable/shared/updates/update-codec';
import { maxUnrehearsedWeight, refuseToRehearseMs } from './limits.ts';

/** What an actor has written since: how heavy it is, and the first clock of each client id that they wrote under. */
export interface Unrehearsed {
  weight: number;
  since: ReadonlyMap<number, number>;
}

const nothing: Unrehearsed = { weight: 0, since: new Map() };

export class RehearsalBudget {
  readonly #unrehearsed = new Map<ActorId, Unrehearsed>();
  readonly #refusedAt = new Map<ActorId, number>();

  isSpent(actor: ActorId, weight: number): boolean {
    return this.of(actor).weight + weight > maxUnrehearsedWeight;
  }

  of(actor: ActorId): Unrehearsed {
    return this.#unrehearsed.get(actor) ?? nothing;
  }

  note(actor: ActorId, weight: number, { pieces }: UpdateParts): void {
    const before = this.of(actor);
    const since = new Map(before.since);
    for (const [client, [first]] of pieces) {
      if (first && !since.has(client)) since.set(client, first.struct.id.clock + first.offset);
    }
    this.#unrehearsed.set(actor, { weight: before.weight + weight, since });
  }

  /** What this actor has just sent was tried out. */
  noteRehearsed(actor: ActorId): void {
    this.#unrehearsed.delete(actor);
  }

  /** @param now milliseconds */
  noteRefused(actor: ActorId, now: number): void {
    this.#refusedAt.set(actor, now);
  }

  /** Whether this actor was refused a moment ago: trying out is work, too. */
  isRefused(actor: ActorId, now: number): boolean {
    const at = this.#refusedAt.get(actor);
    if (at === undefined) return false;
    if (now - at < refuseToRehearseMs) return true;
    this.#refusedAt.delete(actor);
    return false;
  }
}
