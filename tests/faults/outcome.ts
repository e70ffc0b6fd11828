/** What must hold of a plan whatever happened to it: nothing lost, the same for all, and every author right. */
import type { PlanId } from '@longtable/shared/ids';
import type { IdRanges } from '@longtable/shared/updates/id-ranges';
import { decodeUpdate } from '@longtable/shared/updates/update-codec';
import * as Y from 'yjs';
import { diffPlan } from '../../server/src/history/diff.ts';
import { PlanHistory } from '../../server/src/history/plan-history.ts';
import { KnownState } from '../../server/src/room/known-state.ts';
import type { LogRow, PlanStore } from '../../server/src/store/plan-store.ts';
import { contentOf, documentOf } from './content.ts';
import type { Person, Tab } from './tab.ts';

export interface Evidence {
  plan: PlanId;
  store: PlanStore;
  tabs: readonly Tab[];
  people: readonly Person[];
  /** How many letters each person has to themselves, from 0x4e00 on. */
  alphabet: number;
}

/** Right after a kill: what anybody was told is saved, or has from others, is on disk (rule S3). @throws */
export async function requireKept(plan: PlanId, store: PlanStore, tabs: readonly Tab[]): Promise<void> {
  const { checkpoint, rows } = await store.loadPlan(plan);
  const stored = [...(checkpoint ? [checkpoint.update] : []), ...rows.map(({ update }) => update)];
  const kept = KnownState.ofDocument(documentOf(stored));
  for (const { doc, person, saved } of tabs) {
    for (const [client, clock] of saved.clocks) {
      if (clock > kept.clockOf(client)) throw new Error(`What ${person.actor.name} was told is saved is lost.`);
    }
    // What a reader's document deletes by itself is formatting without effect, and is not kept.
    if (person.role === 'editor' && !covers(kept.deletions, saved.deletions))
      throw new Error(`${person.actor.name}'s saved deletion is lost.`);
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
      if (person.clients.has(client) || clock <= kept.clockOf(client)) continue;
      throw new Error(`What ${person.actor.name} has seen of somebody else is lost.`);
    }
  }
}

function covers(all: IdRanges, some: IdRanges): boolean {
  for (const [client, ranges] of some.entries()) {
    for (const { start, end } of ranges) if (all.missing(client, start, end).length > 0) return false;
  }
  return true;
}

/** At the end: everyone reads the same, and so do the log and its checkpoint; every author is right. @throws */
export async function requireEqual({ plan, store, tabs, people, alphabet }: Evidence): Promise<void> {
  const { checkpoint, rows } = await store.loadPlan(plan);
  const log = await store.readRows(plan, 0, Number.MAX_SAFE_INTEGER);
  const updates = log.map(({ update }) => update);
  const content = contentOf(documentOf(updates));
  if (!checkpoint) throw new Error('A plan that was opened has no checkpoint.');
  const restored = documentOf([checkpoint.update, ...rows.map(({ update }) => update)]);
  if (contentOf(restored) !== content) throw new Error('The checkpoint and its rows differ from the log.');
  for (const { doc, person } of tabs) {
    if (doc.store.pendingStructs) throw new Error(`${person.actor.name} waits for something that never comes.`);
    if (contentOf(doc) !== content) throw new Error(`What ${person.actor.name} reads differs from the log.`);
  }
  requireAuthors(log, people);
  requireHistory(log, people, alphabet);
}

/** Each row adds and deletes only what the person who is named for it did (rule H2). */
function requireAuthors(log: readonly LogRow[], people: readonly Person[]): void {
  const whole = documentOf(
    log.map(({ update }) => update),
    { gc: false },
  );
  for (const { seq, actor, update } of log) {
    const person = people.find((one) => one.actor.id === actor);
    if (!person) throw new Error(`Row ${seq} is by nobody.`);
    const { structs, deletions } = decodeUpdate(update);
    if (structs.some(({ id }) => !person.clients.has(id.client))) {
      throw new Error(`Row ${seq} blames ${person.actor.name} for what somebody else wrote.`);
    }
    for (const [client, ranges] of deletions.entries()) {
      for (const { start, end } of ranges) {
        for (const missing of person.deletions.missing(client, start, end)) {
          for (let clock = missing.start; clock < missing.end; clock++) {
            if (followsFrom(Y.createID(client, clock), whole, person)) continue;
            throw new Error(`Row ${seq} blames ${person.actor.name} for what somebody else deleted.`);
          }
        }
      }
    }
  }
}

/** Whether an id was deleted because the person wrote over it, or deleted what it stood in. */
function followsFrom(id: Y.ID, whole: Y.Doc, person: Person): boolean {
  const item = Y.getItem(whole.store, id);
  // Collected by its writer's own tab before it was sent: nobody else has ever seen it.
  if (!(item instanceof Y.Item)) return true;
  if (item.parentSub !== null) {
    for (let later = item.right; later; later = later.right) if (person.clients.has(later.id.client)) return true;
  }
  const parent = (item.parent as Y.AbstractType<unknown>)._item;
  if (!parent) return false;
  const isOwn = person.deletions.missing(parent.id.client, parent.id.clock, parent.id.clock + 1).length === 0;
  return isOwn || followsFrom(parent.id, whole, person);
}

/** Every letter that history shows is said to be by the one whose alphabet it is from. */
function requireHistory(log: readonly LogRow[], people: readonly Person[], alphabet: number): void {
  const history = new PlanHistory();
  history.add(
    log,
    people.map(({ actor }) => actor),
  );
  for (const change of diffPlan(history, { from: 0, to: history.head }).changes) {
    if (change.type !== 'insert') continue;
    for (const letter of change.text ?? '') {
      const writer = people[Math.floor((letter.charCodeAt(0) - 0x4e00) / alphabet)];
      if (writer?.actor.id === change.by.id) continue;
      throw new Error(`History says that ${change.by.name} wrote a letter of ${writer?.actor.name}.`);
    }
  }
}
