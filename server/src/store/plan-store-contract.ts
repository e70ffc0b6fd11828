/** What every PlanStore must do, as tests; each engine runs them on a real database. */
import { createActorId, createPlanId, type PlanId, randomId } from '@longtable/shared/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Actor, type NewLogRow, PlanNotFound, type PlanStore, StoreFailed } from './plan-store.ts';

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
      update: new Uint8Array([seq, 0, 255]),
      newClients: [],
      ...extra,
    });

    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.remove());

    test('a plan comes back with its rows, in order, after a restart', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1, { newClients: [7] }), row(plan, 2, { intent: 'import' })]);
      await store.append([row(plan, 3)]);
      store = await subject.reopen();
      const { rows, checkpoint, owners } = await store.loadPlan(plan);
      expect(checkpoint).toBeFalsy();
      expect(rows.map(({ seq, intent, onBehalfOf }) => ({ seq, intent, onBehalfOf }))).toEqual([
        { seq: 1, intent: null, onBehalfOf: 'Ghent' },
        { seq: 2, intent: 'import', onBehalfOf: 'Ghent' },
        { seq: 3, intent: null, onBehalfOf: 'Ghent' },
      ]);
      expect(rows[2]?.update).toEqual(new Uint8Array([3, 0, 255]));
      expect(owners).toEqual(new Map([[7, actor.id]]));
    });

    test('a plan that is not there is said to be so', async () => {
      const plan = createPlanId();
      expect(await store.hasPlan(plan)).toBe(false);
      await expect(store.loadPlan(plan)).rejects.toThrow(PlanNotFound);
      expect(await store.readRows(plan, 0, 10)).toEqual([]);
    });

    test('a row that leaves a gap or repeats a seq is refused, and nothing of its group is written', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1)]);
      await expect(store.append([row(plan, 2), row(plan, 4)])).rejects.toThrow(StoreFailed);
      await expect(store.append([row(plan, 1)])).rejects.toThrow(StoreFailed);
      expect((await store.readRows(plan, 0, 10)).map(({ seq }) => seq)).toEqual([1]);
    });

    test('[S3] appends that share a commit stand or fall alone', async () => {
      const [good, bad] = [createPlanId(), createPlanId()];
      await store.createPlan(good, [row(good, 1)]);
      const results = await Promise.allSettled([
        store.append([row(good, 2)]),
        store.append([row(bad, 1)]),
        store.append([row(good, 3)]),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((await store.readRows(good, 0, 10)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    test('[S2] a client id belongs to its first actor for ever', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1, { newClients: [7] })]);
      const other = createActorId();
      await expect(store.bindClients(plan, other, [7])).rejects.toThrow(StoreFailed);
      await expect(store.append([row(plan, 2, { actor: other, newClients: [7] })])).rejects.toThrow(StoreFailed);
      await store.bindClients(plan, actor.id, [7]);
      await store.bindClients(plan, other, [8]);
      store = await subject.reopen();
      expect((await store.loadPlan(plan)).owners).toEqual(
        new Map([
          [7, actor.id],
          [8, other],
        ]),
      );
    });

    test('a checkpoint stands for the rows before it, and an older one never replaces it', async () => {
      const plan = createPlanId();
      await store.createPlan(plan, [row(plan, 1), row(plan, 2), row(plan, 3)]);
      await store.saveCheckpoint(plan, { seq: 2, update: new Uint8Array([2, 2]) });
      await store.saveCheckpoint(plan, { seq: 1, update: new Uint8Array([1]) });
      const loaded = await store.loadPlan(plan);
      expect(loaded.checkpoint).toEqual({ seq: 2, update: new Uint8Array([2, 2]) });
      expect(loaded.rows.map(({ seq }) => seq)).toEqual([3]);
      expect((await store.readRows(plan, 0, 2)).map(({ seq }) => seq)).toEqual([1, 2]);
    });

    test('an actor is found by session until it expires', async () => {
      const token = randomId();
      await store.createActor(actor, token, 1000);
      expect(await store.findActorBySession(token, 999)).toEqual(actor);
      expect(await store.findActorBySession(token, 1000)).toBeNull();
      expect(await store.findActorBySession(randomId(), 0)).toBeNull();
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
