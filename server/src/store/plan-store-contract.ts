/** What every PlanStore must do, as tests; each engine runs them on a real database. */
import { createActorId, createPlanId, type PlanId, randomId } from '@longtable/shared/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Actor, type LogRow, type NewLogRow, PlanNotFound, type PlanStore, StoreFailed } from './plan-store.ts';

export interface StoreUnderTest {
  store: PlanStore;
  /** Closes the store and opens the same data again. */
  reopen(): Promise<PlanStore>;
  remove(): Promise<void>;
}

export function describePlanStore(engine: string, open: () => Promise<StoreUnderTest>): void {
  describe(`PlanStore on ${engine}`, () => {
    let subject: StoreUnderTest;
    let store: PlanStore;
    const actor: Actor = { id: createActorId(), name: 'Ada', organisation: 'Ghent' };
    const row = (plan: PlanId, seq: number, extra: Partial<NewLogRow> = {}): NewLogRow => ({
      plan,
      seq,
      actor: actor.id,
      onBehalfOf: 'Ghent',
      session: 's1',
      at: 1_800_000_000_000 + seq,
      intent: null,
      update: emptyText(seq),
      ...extra,
    });

    /** The last appended seq of each session, by settling everything. */
    const seqsOf = async (plan: PlanId) => (await store.loadPlan(plan)).rows.map(({ seq }) => seq);

    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.remove());

    test('a plan comes back with its rows, in order, after a restart', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1), row(plan, 2, { intent: 'import' })], [7]);
      await store.append([row(plan, 3)]);
      store = await subject.reopen();
      const { rows, checkpoint } = await store.loadPlan(plan);
      expect(checkpoint).toBeFalsy();
      expect(rows.map(({ seq, boundary }) => [seq, boundary])).toEqual([
        [1, 2],
        [2, 2],
        [3, 3],
      ]);
      expect(rows.map(({ seq, intent, onBehalfOf }) => ({ seq, intent, onBehalfOf }))).toEqual([
        { seq: 1, intent: null, onBehalfOf: 'Ghent' },
        { seq: 2, intent: 'import', onBehalfOf: 'Ghent' },
        { seq: 3, intent: null, onBehalfOf: 'Ghent' },
      ]);
      expect(rows[2]?.update).toEqual(emptyText(3));
      expect(await store.bindClients(plan, createActorId(), [7])).toEqual(new Map([[7, actor.id]]));
    });

    test('a plan that is not there is said to be so', async () => {
      const plan = createPlanId();
      expect(await store.hasPlan(plan)).toBe(false);
      await expect(store.loadPlan(plan)).rejects.toThrow(PlanNotFound);
      expect(await store.readRows(plan, 0, 10)).toEqual([]);
    });

    test('a row that leaves a gap or repeats a seq is refused, and nothing of its group is written', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1)], []);
      await expect(store.append([row(plan, 2), row(plan, 4)])).rejects.toThrow(StoreFailed);
      await expect(store.append([row(plan, 1, { session: 'other' })])).rejects.toThrow(StoreFailed);
      expect(await seqsOf(plan)).toEqual([1]);
    });

    test('[S3] appends that share a commit stand or fall alone', async () => {
      const [good, bad] = [createPlanId(), createPlanId()];
      await store.createPlan(good, [row(good, 1)], []);
      const results = await Promise.allSettled([
        store.append([row(good, 2)]),
        store.append([row(bad, 1)]),
        store.append([row(good, 3, { session: 's2' })]),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      store = await subject.reopen();
      expect(await seqsOf(good)).toEqual([1, 2, 3]);
    });

    test('[S3] rows that are there already, since an attempt only seemed to fail, count as written', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1)], []);
      await store.append([row(plan, 2)]);
      await store.append([row(plan, 2), row(plan, 3)]);
      await expect(store.append([row(plan, 3, { session: 'other' })])).rejects.toThrow(StoreFailed);
      expect(await seqsOf(plan)).toEqual([1, 3]);
    });

    test('[S2] a client id belongs to its first actor for ever', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1)], [7]);
      const other = createActorId();
      const owners = new Map([
        [7, actor.id],
        [8, other],
      ]);
      expect(await store.bindClients(plan, other, [7, 8])).toEqual(new Map([[7, actor.id]]));
      expect(await store.bindClients(plan, other, [8])).toEqual(new Map([[8, other]]));
      store = await subject.reopen();
      expect(await store.bindClients(plan, actor.id, [7, 8, 9])).toEqual(owners);
      expect(await store.bindClients(createPlanId(), other, [7]).catch(() => 'refused')).toBe('refused');
    });

    test('[H3] what a session appended is settled as one row; others keep theirs, and all are whole at one seq', async () => {
      const plan = createPlanId();
      const letters = lettersBy(5, 'abc');
      const others = lettersBy(6, 'x');
      await store.createPlan(plan, [row(plan, 1)], []);
      await store.append([
        row(plan, 2, { update: letters[0] as Uint8Array }),
        row(plan, 3, { update: others[0] as Uint8Array, session: 's2' }),
      ]);
      await store.append([row(plan, 4, { update: letters[1] as Uint8Array })]);
      await store.append([row(plan, 5, { update: letters[2] as Uint8Array })]);
      expect(await store.readRows(plan, 1, 10)).toEqual([]);
      await store.settle([{ plan, upTo: 4 }]);
      const settled = await store.readRows(plan, 1, 10);
      expect(settled.map(({ seq, boundary, session }) => ({ seq, boundary, session }))).toEqual([
        { seq: 3, boundary: 4, session: 's2' },
        { seq: 4, boundary: 4, session: 's1' },
      ]);
      const doc = new Y.Doc();
      for (const { update } of settled) Y.applyUpdate(doc, update);
      expect(doc.getText('five').toJSON()).toBe('ab');
      expect(Y.decodeUpdate((settled[1] as LogRow).update).structs).toHaveLength(1);
      store = await subject.reopen();
      expect(await seqsOf(plan)).toEqual([1, 3, 4, 5]);
    });

    test('[H3] settling what is settled changes nothing', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1)], []);
      await store.append([row(plan, 2, { update: lettersBy(5, 'a')[0] as Uint8Array })]);
      await store.settle([{ plan, upTo: 2 }]);
      const before = await store.readRows(plan, 0, 10);
      await store.settle([{ plan, upTo: 2 }]);
      expect(await store.readRows(plan, 0, 10)).toEqual(before);
    });

    test('a checkpoint stands for the rows before it, and an older one never replaces it', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1), row(plan, 2), row(plan, 3)], []);
      await store.saveCheckpoint(plan, { seq: 2, update: new Uint8Array([2, 2]), known: new Uint8Array([3]) });
      await store.saveCheckpoint(plan, { seq: 1, update: new Uint8Array([1]), known: new Uint8Array() });
      const loaded = await store.loadPlan(plan);
      expect(loaded.checkpoint).toEqual({ seq: 2, update: new Uint8Array([2, 2]), known: new Uint8Array([3]) });
      expect(loaded.rows.map(({ seq }) => seq)).toEqual([3]);
      expect((await store.readRows(plan, 0, 2)).map(({ seq }) => seq)).toEqual([1, 2]);
    });

    test('[H1] a checkpoint of history is kept as it was saved last', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1)], []);
      expect(await store.loadHistoryCheckpoint(plan)).toBeNull();
      await store.saveHistoryCheckpoint(plan, { seq: 9, bytes: new Uint8Array([1, 2]) });
      await store.saveHistoryCheckpoint(plan, { seq: 4, bytes: new Uint8Array([3]) });
      store = await subject.reopen();
      expect(await store.loadHistoryCheckpoint(plan)).toEqual({ seq: 4, bytes: new Uint8Array([3]) });
      expect(await store.loadHistoryCheckpoint(createPlanId())).toBeNull();
    });

    test('[H5] what a restore brought back stays with its row, before it is settled and after', async () => {
      const plan = createPlanId();
      const restored = new Uint8Array([5, 6]);
      await store.createPlan(plan, [row(plan, 1)], []);
      await store.append([row(plan, 2, { session: 'restore-1', intent: 'restore', restored }), row(plan, 3)]);
      store = await subject.reopen();
      await store.settle([{ plan, upTo: 3 }]);
      const rows = await store.readRows(plan, 0, 10);
      expect(rows.map((one) => [one.seq, one.restored])).toEqual([
        [1, undefined],
        [2, restored],
        [3, undefined],
      ]);
    });

    test('an actor is found by session until it expires or ends; a renewed one lasts longer', async () => {
      const token = randomId();
      await store.createActor(actor, token, 1000);
      expect(await store.findSession(token, 999)).toEqual({ actor, expiresAt: 1000 });
      expect(await store.findSession(token, 1000)).toBeNull();
      expect(await store.findSession(randomId(), 0)).toBeNull();
      await store.renewSession(token, 2000);
      expect(await store.findSession(token, 1999)).toEqual({ actor, expiresAt: 2000 });
      await store.endSession(token);
      expect(await store.findSession(token, 0)).toBeNull();
      expect(await store.readActors([actor.id, createActorId()])).toEqual([actor]);
    });

    test('settings are kept and replaced', async () => {
      expect(await store.readSetting('a')).toBeNull();
      await store.writeSetting('a', '1');
      await store.writeSetting('a', '2');
      store = await subject.reopen();
      expect(await store.readSetting('a')).toBe('2');
    });
  });
}

/** The updates of somebody who types `text` into a text of their own. */
function lettersBy(client: number, text: string): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const target = doc.getText(client === 5 ? 'five' : 'other');
  for (const letter of text) target.insert(target.length, letter);
  return updates;
}

/** An update that differs by `seq`. */
const emptyText = (seq: number) => lettersBy(1000 + seq, 'a')[0] as Uint8Array;
