import type { ChangeNote } from '@longtable/shared/history/change-note';
import type { PlanId } from '@longtable/shared/ids';
import { planText } from '@longtable/shared/plan/document';
import { initialisePlan } from '@longtable/shared/plan/edits';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { encodeUpdate } from '@longtable/shared/updates/update-codec';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { SeqRange } from '../store/mark-store.ts';
import type { Actor, HistoryCheckpoint, LogRow, PlanStore } from '../store/plan-store.ts';
import { type GeneratedLog, generateLog } from './generated-log.ts';
import { HistoryDirectory } from './history-directory.ts';
import type { MarksSource } from './placed-marks.ts';
import { PlanHistory } from './plan-history.ts';

/** What history reads of a store; its answers come late, so that questions about several plans cross each other. */
function storeOf(logs: ReadonlyMap<PlanId, GeneratedLog>, checkpoints = new Map<PlanId, HistoryCheckpoint>()) {
  const reads: { plan: PlanId; after: number }[] = [];
  const store: Pick<PlanStore, 'readRows' | 'readActors' | 'loadHistoryCheckpoint' | 'saveHistoryCheckpoint'> = {
    async readRows(plan, after, limit) {
      reads.push({ plan, after });
      await new Promise(setImmediate);
      return (
        logs
          .get(plan)
          ?.rows.filter(({ seq }) => seq > after)
          .slice(0, limit) ?? []
      );
    },
    readActors: async (ids) => [...logs.values()].flatMap(({ actors }) => actors).filter(({ id }) => ids.includes(id)),
    async loadHistoryCheckpoint(plan) {
      const saved = checkpoints.get(plan);
      return saved ? { seq: saved.seq, bytes: saved.bytes.slice() } : null;
    },
    async saveHistoryCheckpoint(plan, checkpoint) {
      checkpoints.set(plan, checkpoint);
    },
  };
  return { store: store as PlanStore, reads, checkpoints };
}

const read = (bytes: Uint8Array | undefined): { seq: number; elements: unknown[] } =>
  JSON.parse(new TextDecoder().decode(bytes));

describe('[H1] history under questions about many plans at once', () => {
  let directory: HistoryDirectory | undefined;
  afterEach(() => directory?.close());

  test('an answer is for the whole log of its plan, though there is room for none of them', async () => {
    const logs = new Map([1, 2, 3, 4].map((seed) => [`plan-${seed}` as PlanId, generateLog(seed, 60)]));
    const { store, checkpoints } = storeOf(logs);
    const options = { maxBytes: 1, rowsPerRead: 3, rowsPerCheckpoint: 20 };
    directory = new HistoryDirectory(store, async () => undefined, options);
    for (let round = 0; round < 3; round++) {
      const questions = [...logs].map(async ([plan, { rows }]) => {
        const seq = rows.length;
        const [list, diff, whole] = await Promise.all([
          directory?.revisions(plan, { group: 'day' }),
          directory?.diff(plan, { from: 0, to: seq }),
          directory?.exportAt(plan, seq),
        ]);
        expect(list?.revisions).toMatchObject([{ from: 0, to: seq, changes: seq }]);
        expect(diff?.documents.length).toBeGreaterThan(0);
        expect(read(whole).elements.length).toBeGreaterThan(0);
      });
      await Promise.all(questions);
    }
    expect(checkpoints.size).toBe(logs.size);
  });

  test('many questions about one plan do not keep another one waiting', async () => {
    const [busy, other] = ['busy' as PlanId, 'other' as PlanId];
    const log = generateLog(5, 60);
    directory = new HistoryDirectory(
      storeOf(new Map([busy, other].map((plan) => [plan, log]))).store,
      async () => undefined,
    );
    let answered = 0;
    const questions = Array.from({ length: 60 }, async () => {
      await directory?.revisions(busy, {});
      answered++;
    });
    await directory.revisions(other, {});
    expect(answered).toBeLessThan(questions.length / 2);
    await Promise.all(questions);
  });
});

test('[H6] of all that is written beside changes, only what stands on the page is read', async () => {
  const plan = 'plan' as PlanId;
  const log = generateLog(16, 60);
  const { length } = log.rows;
  const { store } = storeOf(new Map([[plan, log]]));
  const directory = new HistoryDirectory(store, async () => undefined);
  const read: SeqRange[] = [];
  const note = { seq: length, kind: 'flag', text: 'Why?', answers: null, replacedBy: null } as ChangeNote;
  const source: MarksSource = {
    readCuts: async () => [length - 2],
    async readBetween(range) {
      read.push(range);
      return { versions: [], notes: [note] };
    },
  };
  try {
    const { revisions } = await directory.revisions(plan, { limit: 1 }, source);
    expect(read).toEqual([
      { from: Math.min(...revisions.map(({ from }) => from)), to: Math.max(...revisions.map(({ to }) => to)) },
    ]);
    expect(read[0]?.from).toBeGreaterThanOrEqual(length - 2);
    expect(revisions.flatMap(({ notes }) => notes.map(({ text }) => text))).toEqual(['Why?']);
  } finally {
    await directory.close();
  }
});

test('[H3] the plan at a seq says which seq it was whole at', async () => {
  const plan = 'plan' as PlanId;
  const log = generateLog(15, 20);
  // The first two were stored within the same second.
  const rows = log.rows.map((row) => (row.seq === 1 ? { ...row, boundary: 2 } : row));
  const directory = new HistoryDirectory(storeOf(new Map([[plan, { ...log, rows }]])).store, async () => undefined);
  try {
    const [first, second] = [await directory.exportAt(plan, 1), await directory.exportAt(plan, 2)];
    expect(read(first).seq).toBe(2);
    expect(first).toEqual(second);
  } finally {
    await directory.close();
  }
});

describe('[H1] the checkpoint of a history', () => {
  const plan = 'plan' as PlanId;
  const directories: HistoryDirectory[] = [];
  afterEach(async () => void (await Promise.all(directories.splice(0).map((directory) => directory.close()))));

  const open = (store: PlanStore) => {
    const directory = new HistoryDirectory(store, async () => undefined, { rowsPerCheckpoint: 5 });
    directories.push(directory);
    return directory;
  };
  const askAll = async (directory: HistoryDirectory, log: GeneratedLog) => {
    const to = log.rows.length;
    const from = Math.floor(to / 2);
    const diff = await directory.diff(plan, { from, to });
    const { revisions } = await directory.revisions(plan, { group: 'element' });
    const element = diff.documents.find((one) => one.element !== null && one.state !== 'deleted')?.element ?? null;
    const authorship = await directory.authorship(plan, { element });
    return { diff, revisions, authorship, whole: read(await directory.exportAt(plan, from)) };
  };

  test('answers the same as the log, and only what came since is read', async () => {
    const log = generateLog(11, 300);
    const young = { ...log, rows: log.rows.slice(0, -10) };
    const logs = new Map([[plan, young]]);
    const { store, reads, checkpoints } = storeOf(logs);
    await askAll(open(store), young);
    await expect.poll(() => checkpoints.get(plan)?.seq).toBe(young.rows.length);
    logs.set(plan, log);
    const expected = await askAll(open(storeOf(logs).store), log);
    reads.length = 0;
    expect(await askAll(open(store), log)).toEqual(expected);
    expect(reads[0]).toEqual({ plan, after: young.rows.length });
  });

  test('one that is damaged is named, and made again from the log', async () => {
    const log = generateLog(12, 120);
    const { store, checkpoints } = storeOf(new Map([[plan, log]]));
    const expected = await askAll(open(store), log);
    await expect.poll(() => checkpoints.get(plan)?.seq).toBe(log.rows.length);
    const { bytes } = checkpoints.get(plan) as HistoryCheckpoint;
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    checkpoints.set(plan, { seq: log.rows.length, bytes });
    const answers = await askAll(open(store), log);
    expect(answers.diff.damage).toEqual({ rows: [], checkpoint: true });
    const { damage: _damage, ...diff } = answers.diff;
    expect({ ...answers, diff }).toEqual(expected);
  });
});

describe('[H1] a log in which rows are damaged', () => {
  const plan = 'plan' as PlanId;
  let directory: HistoryDirectory | undefined;
  afterEach(() => directory?.close());

  test('a row that can’t be read is named, and all others are told', async () => {
    const log = generateLog(13, 120);
    const rows = [...log.rows];
    const last = rows.at(-1) as LogRow;
    const at = { seq: last.seq + 1, boundary: last.seq + 1 };
    rows.push({ ...last, ...at, update: new Uint8Array([1, 2, 3]) });
    const { store } = storeOf(new Map([[plan, { ...log, rows }]]));
    directory = new HistoryDirectory(store, async () => undefined);
    const diff = await directory.diff(plan, { from: 0, to: at.seq });
    expect(diff.damage).toEqual({ rows: [at.seq], checkpoint: false });
    const { store: whole } = storeOf(new Map([[plan, log]]));
    const other = new HistoryDirectory(whole, async () => undefined);
    const expected = await other.diff(plan, { from: 0, to: last.seq });
    await other.close();
    expect(diff.changes).toEqual(expected.changes);
    expect((await directory.revisions(plan, {})).damage?.rows).toEqual([at.seq]);
  });

  test('a row that no document takes in is left out like one that can’t be read', () => {
    const log = generateLog(13, 120);
    const history = new PlanHistory();
    history.add(log.rows, log.actors, new Set([log.rows.length]));
    expect(history.damagedRows).toEqual([log.rows.length]);
    expect(history.head).toBe(log.rows.length);
  });

  test('what builds on a row that is lost is named with it', async () => {
    const log = generateLog(14, 120);
    const rows = log.rows.map((row) => (row.seq === 3 ? { ...row, update: new Uint8Array([9]) } : row));
    const { store } = storeOf(new Map([[plan, { ...log, rows }]]));
    directory = new HistoryDirectory(store, async () => undefined);
    const { damage, documents } = await directory.diff(plan, { from: 0, to: rows.length });
    expect(damage?.rows).toContain(3);
    expect(damage?.rows.length).toBeGreaterThan(1);
    expect(documents.length).toBeGreaterThan(0);
  });

  test('a row that takes longer than a question may is named after three tries, and all others are told', async () => {
    const letters = 40_000;
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    initialisePlan(doc, { title: 'x'.repeat(letters) });
    updates.push(manyPlaces(doc, letters));
    planText(doc, 'context')?.insert(0, 'After it.');
    const [ada] = generateLog(1, 1).actors as [Actor];
    const rows = updates.map((update, at): LogRow => {
      const seq = at + 1;
      const who = { actor: ada.id, onBehalfOf: null, session: 's', intent: null };
      return { ...who, plan, seq, boundary: seq, at: seq, update };
    });
    const quick = { plan: 'quick' as PlanId, log: generateLog(17, 40) };
    const logs = new Map([
      [plan, { ...generateLog(1, 1), rows }],
      [quick.plan, quick.log],
    ]);
    const { store } = storeOf(logs);
    directory = new HistoryDirectory(store, async () => undefined, { deadlineMs: 3_000 });
    const slow = directory.diff(plan, { from: 1, to: rows.length });
    const other = directory.revisions(quick.plan, {});
    expect((await other).revisions.length).toBeGreaterThan(0);
    const { damage, changes } = await slow;
    expect(damage).toEqual({ rows: [rows.length - 1], checkpoint: false });
    expect(changes).toMatchObject([{ field: 'context', text: 'After it.' }]);
    expect((await directory.revisions(plan, {})).damage?.rows).toEqual([rows.length - 1]);
  }, 60_000);
});

/** To find the place of each of these letters, Yjs passes all that stands between the two neighbours that it names. */
function manyPlaces(doc: Y.Doc, count: number): Uint8Array {
  const title = (planText(doc, 'title') as Y.Text)._start as Y.Item;
  const [first, client] = [title.id, doc.clientID + 1];
  const pieces = Array.from({ length: count - 1 }, (_, clock) => {
    const right = Y.createID(first.client, first.clock + 1 + clock);
    const content = new Y.ContentString('y');
    const struct = new Y.Item(Y.createID(client, clock), null, first, null, right, null, null, content);
    return { struct, offset: 0 };
  });
  return encodeUpdate({ pieces: new Map([[client, pieces]]), deletions: new IdRanges() });
}
