/**
 * How much each actor has inserted of which nobody knows yet what placing it takes (rule S1). Few people ever come to
 * the end of it within the time in which they write two hundred sentences; then a worker looks, and it begins anew.
 */
import type { ActorId } from '@longtable/shared/ids';
import { maxUnmeasuredPlacements, refuseToMeasureMs } from './limits.ts';
import type { Placements } from './placements.ts';

export class PlacementBudget {
  readonly #unmeasured = new Map<ActorId, number[]>();
  readonly #refusedAt = new Map<ActorId, number>();

  /** What has to be measured before `added` may come in, or null when it may as it is. */
  toMeasure(actor: ActorId, added: Placements): Placements | null {
    const before = this.#unmeasured.get(actor) ?? [];
    if (added.length === 0 || before.length + added.length <= 2 * maxUnmeasuredPlacements) return null;
    return [...before, ...added];
  }

  note(actor: ActorId, added: Placements): void {
    if (added.length === 0) return;
    const before = this.#unmeasured.get(actor);
    if (before) before.push(...added);
    else this.#unmeasured.set(actor, [...added]);
  }

  /** All that this actor has inserted so far is quickly placed. */
  noteMeasured(actor: ActorId): void {
    this.#unmeasured.delete(actor);
  }

  /** @param now milliseconds */
  noteRefused(actor: ActorId, now: number): void {
    this.#refusedAt.set(actor, now);
  }

  /** Whether this actor was refused a moment ago: measuring is work, too. */
  isRefused(actor: ActorId, now: number): boolean {
    const at = this.#refusedAt.get(actor);
    if (at === undefined) return false;
    if (now - at < refuseToMeasureMs) return true;
    this.#refusedAt.delete(actor);
    return false;
  }
}
