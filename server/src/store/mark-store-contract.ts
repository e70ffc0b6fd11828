/** What every MarkStore must do, as tests; each engine runs them on a real database. */
import {
  createActorId,
  createElementId,
  createNoteId,
  createPlanId,
  createVersionId,
  type PlanId,
} from '@longtable/shared/ids';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Act, MarkStore, StoredNote, StoredVersion } from './mark-store.ts';
import { type PlanStore, StoreFailed } from './plan-store.ts';
import type { StoreUnderTest } from './plan-store-contract.ts';

export function describeMarkStore(engine: string, open: () => Promise<StoreUnderTest>): void {
  describe(`MarkStore on ${engine}`, () => {
    let subject: StoreUnderTest;
    let store: PlanStore;
    let marks: MarkStore;
    let plan: PlanId;
    const ada = createActorId();
    const bo = createActorId();
    const act = (at: number, actor = ada): Act => ({ actor, onBehalfOf: 'Ghent', at });

    const version = (seq: number, extra: Partial<StoredVersion> = {}): StoredVersion => ({
      id: createVersionId(),
      plan,
      seq,
      planAt: 500 + seq,
      name: `Version ${seq}`,
      note: '',
      isProtected: false,
      made: act(1_000 + seq),
      changed: null,
      ...extra,
    });
    const note = (seq: number, extra: Partial<StoredNote> = {}): StoredNote => ({
      id: createNoteId(),
      plan,
      seq,
      kind: 'flag',
      text: 'Is this right?',
      answers: null,
      made: act(1_000 + seq),
      resolved: null,
      replacedBy: null,
      ...extra,
    });
    const all = { from: 0, to: 1_000, limit: 100 };

    async function startPlan(): Promise<PlanId> {
      const id = createPlanId();
      const update = Y.encodeStateAsUpdate(new Y.Doc());
      const row = { plan: id, seq: 1, actor: ada, onBehalfOf: null, session: 's', at: 1, intent: null, update };
      await store.createPlan(id, [row], []);
      return id;
    }

    const reopen = async () => {
      store = await subject.reopen();
      ({ marks } = store);
    };

    beforeEach(async () => {
      subject = await open();
      ({ store } = subject);
      ({ marks } = store);
      plan = await startPlan();
    });
    afterEach(() => subject.remove());

    test('[H6] versions come back after a restart, the last seq first, each in its plan', async () => {
      const [early, late] = [version(2, { note: 'As read aloud' }), version(7, { isProtected: true })];
      const again = version(2, { made: act(5_000, bo) });
      for (const one of [early, late, again]) await marks.addVersion(one);
      await reopen();
      expect(await marks.readVersions(plan)).toEqual([late, again, early]);
      expect(await marks.readVersions(plan, { from: 2, to: 7 })).toEqual([late]);
      expect(await marks.readVersions(plan, { from: 1, to: 6 })).toEqual([again, early]);
      expect(await marks.readVersionSeqs(plan)).toEqual([2, 7]);
      expect(await marks.readVersions(await startPlan())).toEqual([]);
      await expect(marks.addVersion(version(1, { plan: createPlanId() }))).rejects.toThrow(StoreFailed);
    });

    test('[H6] a version is renamed by whoever does it, and keeps who named it', async () => {
      const one = version(2);
      await marks.addVersion(one);
      const renamed = { ...one, name: 'Adopted', changed: act(9_000, bo) };
      expect(await marks.changeVersion(plan, one.id, { name: 'Adopted' }, act(9_000, bo))).toEqual(renamed);
      expect(await marks.readVersions(plan)).toEqual([renamed]);
      expect(await marks.changeVersion(await startPlan(), one.id, { name: 'x' }, act(1))).toBe('unknown');
      expect(await marks.changeVersion(plan, createVersionId(), { name: 'x' }, act(1))).toBe('unknown');
    });

    test('[H6] a protected version is neither renamed nor removed until its protection is lifted', async () => {
      const one = version(2);
      await marks.addVersion(one);
      expect(await marks.changeVersion(plan, one.id, { isProtected: true }, act(1))).toMatchObject({
        isProtected: true,
      });
      expect(await marks.changeVersion(plan, one.id, { name: 'x' }, act(2))).toBe('protected');
      expect(await marks.changeVersion(plan, one.id, { note: 'x' }, act(2))).toBe('protected');
      expect(await marks.removeVersion(plan, one.id, act(2))).toBe('protected');
      expect(await marks.readVersions(plan)).toMatchObject([{ name: 'Version 2', note: '', changed: act(1) }]);
      const lifted = await marks.changeVersion(plan, one.id, { isProtected: false, name: 'y' }, act(3));
      expect(lifted).toMatchObject({ isProtected: false, name: 'y' });
      expect(await marks.removeVersion(plan, one.id, act(4))).toBe('removed');
    });

    test('[H6] a version that was removed is gone for everyone, once', async () => {
      const one = version(2);
      await marks.addVersion(one);
      expect(await marks.removeVersion(plan, one.id, act(9))).toBe('removed');
      expect(await marks.removeVersion(plan, one.id, act(9))).toBe('unknown');
      expect(await marks.changeVersion(plan, one.id, { name: 'x' }, act(9))).toBe('unknown');
      await reopen();
      expect(await marks.readVersions(plan)).toEqual([]);
      expect(await marks.readVersionSeqs(plan)).toEqual([]);
    });

    test('notes come back by seq, and of one seq as they were written', async () => {
      const [first, second, third] = [note(3), note(3, { made: act(1_003, bo) }), note(5)];
      for (const one of [third, first, second]) await marks.addNote(one);
      await reopen();
      expect(await marks.readNotes(plan, all)).toEqual([first, second, third]);
      expect(await marks.readNotes(plan, { from: 3, to: 5, limit: 9 })).toEqual([third]);
      expect(await marks.readNotes(plan, { from: 0, to: 3, limit: 1 })).toEqual([second]);
      expect(await marks.findNote(plan, third.id)).toEqual(third);
      expect(await marks.findNote(await startPlan(), third.id)).toBeNull();
    });

    test('a second reason of one person for one change replaces the first, which is kept', async () => {
      const reason = (seq: number, actor = ada) => note(seq, { kind: 'reason', made: act(1_000 + seq, actor) });
      const [first, elsewhere, others, second] = [reason(3), reason(4), reason(3, bo), reason(3)];
      const flag = note(3);
      for (const one of [first, elsewhere, others, flag, second]) await marks.addNote(one);
      const replacing = new Map((await marks.readNotes(plan, all)).map(({ id, replacedBy }) => [id, replacedBy]));
      expect(replacing.get(first.id)).toBe(second.id);
      for (const { id } of [elsewhere, others, flag, second]) expect(replacing.get(id)).toBeNull();
    });

    test('the first who resolves a note has resolved it', async () => {
      const flag = note(3);
      await marks.addNote(flag);
      const resolved = { ...flag, resolved: act(7, bo) };
      expect(await marks.resolveNote(plan, flag.id, act(7, bo))).toEqual(resolved);
      expect(await marks.resolveNote(plan, flag.id, act(8))).toEqual(resolved);
      expect(await marks.resolveNote(plan, createNoteId(), act(8))).toBeNull();
      await reopen();
      expect(await marks.findNote(plan, flag.id)).toEqual(resolved);
    });

    test('[H6] how far somebody has looked is theirs, in this plan, and begins once', async () => {
      expect(await marks.readLook(plan, ada)).toBeNull();
      await marks.beginLook(plan, ada, 4, 100);
      await marks.beginLook(plan, ada, 9, 900);
      expect(await marks.readLook(plan, ada)).toEqual({ seq: 4, at: 100, elements: [] });
      expect(await marks.readLook(plan, bo)).toBeNull();
      expect(await marks.readLook(await startPlan(), ada)).toBeNull();
      await marks.saveLook(plan, ada, 8, 200);
      await reopen();
      expect(await marks.readLook(plan, ada)).toEqual({ seq: 8, at: 200, elements: [] });
    });

    test('[H6] elements are looked at on their own, never backwards, until all is looked at', async () => {
      const [hall, bench] = [createElementId(), createElementId()];
      await marks.beginLook(plan, ada, 1, 100);
      for (const seq of [5, 3]) await marks.saveElementLook(plan, ada, hall, seq);
      await marks.saveElementLook(plan, ada, bench, 9);
      await marks.saveElementLook(plan, ada, null, 2);
      await marks.saveElementLook(plan, bo, hall, 8);
      const look = await marks.readLook(plan, ada);
      expect(new Map(look?.elements.map(({ element, seq }) => [element, seq]))).toEqual(
        new Map([
          [hall, 5],
          [bench, 9],
          [null, 2],
        ]),
      );
      await marks.saveLook(plan, ada, 5, 200);
      expect((await marks.readLook(plan, ada))?.elements).toEqual([{ element: bench, seq: 9 }]);
    });
  });
}
