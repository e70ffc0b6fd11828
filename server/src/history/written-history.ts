/** For tests: a history of two people, written by hand, one stored change at a time. */
import { createActorId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import type { Actor, NewLogRow } from '../store/plan-store.ts';
import { settleRows } from '../store/settling.ts';
import { PlanHistory } from './plan-history.ts';

export const ada: Actor = { id: createActorId(), name: 'Ada', organisation: 'City of Ghent' };
export const bo: Actor = { id: createActorId(), name: 'Bo', organisation: null };

export class WrittenHistory {
  readonly history = new PlanHistory();
  readonly #docs = new Map([ada, bo].map((actor) => [actor.id, new Y.Doc()]));
  #now = Date.UTC(2026, 4, 4, 14);
  #seq = 0;

  /** One stored change of `actor`, `later` milliseconds after the last, made with all that was stored before. */
  change<T>(actor: Actor, later: number, edit: (doc: Y.Doc) => T, session = actor.name): T {
    const { row, result } = this.#edit(actor, later, edit, session);
    this.history.add(settleRows([row]), [ada, bo]);
    return result;
  }

  /** Changes within the same second, in this order: settled as one row of each person. */
  together(...edits: [Actor, (doc: Y.Doc) => unknown][]): void {
    const rows = edits.map(([actor, edit]) => this.#edit(actor, 1, edit, actor.name).row);
    this.history.add(settleRows(rows), [ada, bo]);
  }

  /** A change as it came over the wire. */
  store(actor: Actor, update: Uint8Array): void {
    this.history.add(settleRows([this.#row(actor, 1_000, update, actor.name)]), [ada, bo]);
  }

  /** An edit of somebody who is away: nobody hears of it until it is stored. */
  offline(actor: Actor, edit: (doc: Y.Doc) => unknown): Uint8Array {
    return recordEdit(this.#docs.get(actor.id) as Y.Doc, edit).update;
  }

  #edit<T>(actor: Actor, later: number, edit: (doc: Y.Doc) => T, session: string): { row: NewLogRow; result: T } {
    const { update, result } = recordEdit(this.#docs.get(actor.id) as Y.Doc, edit);
    for (const doc of this.#docs.values()) Y.applyUpdate(doc, update);
    return { row: this.#row(actor, later, update, session), result };
  }

  #row(actor: Actor, later: number, update: Uint8Array, session: string): NewLogRow {
    this.#now += later;
    const who = { actor: actor.id, onBehalfOf: actor.organisation, session };
    return { ...who, plan: 'p' as NewLogRow['plan'], seq: ++this.#seq, at: this.#now, intent: null, update };
  }
}

function recordEdit<T>(doc: Y.Doc, edit: (doc: Y.Doc) => T): { update: Uint8Array; result: T } {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array) => updates.push(update);
  doc.on('update', listen);
  const result = edit(doc);
  doc.off('update', listen);
  return { update: Y.mergeUpdates(updates), result };
}
