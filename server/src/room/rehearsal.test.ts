import { createActorId } from '@longtable/shared/ids';
import { planMap, planText } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, removeElement } from '@longtable/shared/plan/edits';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import {
  combineUpdates,
  decodeUpdate,
  encodeDeletions,
  encodeUpdate,
  type Piece,
  UpdateParts,
} from '@longtable/shared/updates/update-codec';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertsBetweenFarNeighbours } from '../testing/far-neighbours.ts';
import { admit } from './admission.ts';
import { KnownState } from './known-state.ts';
import { maxUnrehearsedWeight, refuseToRehearseMs, rehearsalMs, rehearsalMsPerWeight } from './limits.ts';
import { rehearse } from './plan-documents.ts';
import { RehearsalBudget } from './rehearsal-budget.ts';
import { weighUpdate } from './update-weight.ts';

const attacker = 9;

function planDocument(): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 1;
  initialisePlan(doc, { title: 'Ghent' });
  return doc;
}

function copyOf(doc: Y.Doc, clientID: number): Y.Doc {
  const copy = new Y.Doc();
  copy.clientID = clientID;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

const context = (doc: Y.Doc) => planText(doc, 'context') as Y.Text;

function weightOf(update: Uint8Array, doc: Y.Doc, isWriting = true): number {
  const known = KnownState.ofDocument(doc);
  const admitted = admit(decodeUpdate(update), known);
  if (!admitted.ok) throw new Error(admitted.reason);
  return weighUpdate(admitted, known, () => isWriting);
}

/** As intake asks it. */
function isQuick(doc: Y.Doc, update: Uint8Array): boolean {
  const allowedMs = rehearsalMs + weightOf(update, doc) * rehearsalMsPerWeight;
  return rehearse({ updates: [Y.encodeStateAsUpdate(doc)], since: new Map(), added: update, allowedMs });
}

/** What `edit` changes, as one update. */
function changeBy(doc: Y.Doc, edit: (copy: Y.Doc) => void, clientID = 2): Uint8Array {
  const copy = copyOf(doc, clientID);
  copy.transact(() => edit(copy));
  return Y.encodeStateAsUpdate(copy, Y.encodeStateVector(doc));
}

/** Values in a row that a document joins only later, and inserts that all claim to stand before the last of them. */
function insertsBeforeManyValues(count: number): Uint8Array {
  const parent = Y.createID(attacker, 0);
  const list = new Y.Item(parent, null, null, null, null, 'plan' as never, 'list', new Y.ContentType(new Y.Array()));
  const pieces: Piece[] = [{ struct: list, offset: 0 }];
  for (let clock = 1; clock <= count; clock++) {
    const origin = clock === 1 ? null : Y.createID(attacker, clock - 1);
    const content = new Y.ContentAny([null]);
    const struct = new Y.Item(Y.createID(attacker, clock), null, origin, null, null, parent as never, null, content);
    pieces.push({ struct, offset: 0 });
  }
  for (let clock = count + 1; clock <= count + 2_000; clock++) {
    const [id, before] = [Y.createID(attacker, clock), Y.createID(attacker, count)];
    const struct = new Y.Item(id, null, null, null, before, null as never, null, new Y.ContentString('b'));
    pieces.push({ struct, offset: 0 });
  }
  return encodeUpdate({ pieces: new Map([[attacker, pieces]]), deletions: new IdRanges() });
}

describe('[S1] what an update may take a document', () => {
  test('inserts between far neighbours are found out', () => {
    const doc = planDocument();
    expect(isQuick(doc, combineUpdates(insertsBetweenFarNeighbours(doc, attacker, 2_500)))).toBe(false);
  });

  test('so are those that a document would have joined by the time it is asked', () => {
    expect(isQuick(planDocument(), insertsBeforeManyValues(20_000))).toBe(false);
  });

  test('so are deletions of every second letter with much behind them', () => {
    const doc = planDocument();
    context(doc).insert(0, 'a'.repeat(40_000));
    doc.transact(() => {
      for (let key = 0; key < 60_000; key++) planMap(doc).set(`key ${key}`, 1);
    });
    const deletions = new IdRanges();
    const [letters] = doc.store.clients.get(1)?.filter(({ length }) => length > 1_000) ?? [];
    if (!letters) throw new Error('There are no letters.');
    for (let clock = letters.id.clock; clock < letters.id.clock + 40_000; clock += 2)
      deletions.add(1, clock, clock + 1);
    expect(isQuick(doc, encodeDeletions(deletions))).toBe(false);
  });

  test('what people do is not, however much at once', () => {
    const doc = planDocument();
    for (let index = 0; index < 300; index++) addElement(doc, { kind: 'idea', title: `Idea ${index}` });
    context(doc).insert(0, 'A long text. '.repeat(2_000));
    const edits: ((copy: Y.Doc) => void)[] = [
      (copy) => {
        for (let index = 0; index < 500; index++) addElement(copy, { kind: 'idea', title: `New ${index}`, rank: 'a0' });
      },
      (copy) => {
        for (const id of [...copy.getMap('elements').keys()]) removeElement(copy, id as never);
      },
      (copy) => context(copy).delete(0, context(copy).length),
      (copy) => {
        for (let line = 0; line < 1_500; line++) context(copy).insert(0, `line ${line}\n`);
      },
      (copy) => {
        for (let at = 0; at < 20_000; at += 10) context(copy).format(at, 5, { strong: true });
      },
    ];
    for (const edit of edits) expect(isQuick(doc, changeBy(doc, edit))).toBe(true);
  });

  test('nor is what many wrote at one place while they were apart', () => {
    const doc = planDocument();
    const updates = Array.from({ length: 10 }, (_, index) =>
      changeBy(
        doc,
        (copy) => {
          for (let line = 0; line < 210; line++) context(copy).insert(0, `line ${line}\n`);
        },
        index + 2,
      ),
    );
    for (const update of updates) {
      expect(isQuick(doc, update)).toBe(true);
      Y.applyUpdate(doc, update);
    }
  });
});

describe('[S1] what many small updates take together', () => {
  test('is found out with the one that spends the budget', () => {
    const doc = planDocument();
    const before = Y.encodeStateAsUpdate(doc);
    const small = insertsBetweenFarNeighbours(doc, attacker, 3_000);
    const last = small.pop() as Uint8Array;
    const since = new Map([[attacker, 0]]);
    const rehearsal = { updates: [before, ...small], added: last, allowedMs: 4 * rehearsalMs };
    expect(rehearse({ ...rehearsal, since: new Map() })).toBe(true);
    expect(rehearse({ ...rehearsal, since })).toBe(false);
  });

  test('is what a client wrote from a clock on, also where others built on it', () => {
    const doc = planDocument();
    const ada = copyOf(doc, 2);
    context(ada).insert(0, 'Ada was here. ');
    const ben = copyOf(ada, 3);
    context(ben).insert(4, 'and Ben ');
    const added = changeBy(ben, (copy) => context(copy).insert(0, 'More. '), 2);
    const updates = [Y.encodeStateAsUpdate(ben)];
    expect(rehearse({ updates, since: new Map([[2, 0]]), added, allowedMs: 1_000 })).toBe(true);
  });
});

describe('[S1] how heavy an update is', () => {
  test('typing on weighs next to nothing, a new place more; somebody else’s next letter as much', () => {
    const doc = planDocument();
    const first = changeBy(doc, (copy) => context(copy).insert(0, 'a'));
    expect(weightOf(first, doc)).toBe(100);
    const typing = copyOf(doc, 2);
    context(typing).insert(0, 'a');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(typing));
    const before = Y.encodeStateVector(doc);
    context(typing).insert(1, 'b');
    const next = Y.encodeStateAsUpdate(typing, before);
    expect(weightOf(next, doc)).toBe(1);
    expect(weightOf(next, doc, false)).toBe(100);
  });

  test('what fills a new parent stands alone there', () => {
    const doc = planDocument();
    const added = changeBy(doc, (copy) => addElement(copy, { kind: 'idea', title: 'A bench' }));
    expect(weightOf(added, doc)).toBeLessThan(200);
  });

  test('an actor’s changes are rehearsed once they are much, and not at once again for whom it was too much', () => {
    const [budget, ada] = [new RehearsalBudget(), createActorId()];
    budget.note(ada, maxUnrehearsedWeight, new UpdateParts());
    expect(budget.isSpent(ada, 1)).toBe(true);
    expect(budget.isSpent(createActorId(), 1)).toBe(false);
    budget.noteRehearsed(ada);
    expect(budget.isSpent(ada, 1)).toBe(false);
    expect(budget.isRefused(ada, 0)).toBe(false);
    budget.noteRefused(ada, 0);
    expect(budget.isRefused(ada, refuseToRehearseMs - 1)).toBe(true);
    expect(budget.isRefused(ada, refuseToRehearseMs)).toBe(false);
  });
});
