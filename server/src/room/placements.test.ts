import { createActorId } from '@longtable/shared/ids';
import { planText } from '@longtable/shared/plan/document';
import { initialisePlan } from '@longtable/shared/plan/edits';
import { combineUpdates, decodeUpdate, type Piece } from '@longtable/shared/updates/update-codec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertsBetweenFarNeighbours } from '../testing/far-neighbours.ts';
import { countConflictSteps } from '../updates/conflict-steps.ts';
import { KnownState } from './known-state.ts';
import { maxStepsPerPlacement, maxUnmeasuredPlacements, refuseToMeasureMs } from './limits.ts';
import { PlacementBudget } from './placement-budget.ts';
import { findPlacements, type Placements } from './placements.ts';

const attacker = 9;

function planDocument(): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = 1;
  initialisePlan(doc, { title: 'Ghent' });
  return doc;
}

const context = (doc: Y.Doc) => planText(doc, 'context') as Y.Text;

function placementsOf(update: Uint8Array, doc: Y.Doc): Placements {
  const pieces = new Map<number, Piece[]>();
  for (const struct of decodeUpdate(update).structs) {
    if (struct instanceof Y.Skip) continue;
    const { client } = struct.id;
    pieces.set(client, [...(pieces.get(client) ?? []), { struct, offset: 0 }]);
  }
  return findPlacements(pieces, KnownState.ofDocument(doc));
}

/** The steps that placing takes, counted by watching what the loop in Yjs puts into its sets. */
function watchSteps(work: () => void): number {
  const add = Set.prototype.add;
  let steps = 0;
  Set.prototype.add = function (value: unknown) {
    if (value instanceof Y.Item) steps++;
    return add.call(this, value);
  };
  try {
    work();
  } finally {
    Set.prototype.add = add;
  }
  // Each item is put into two sets: those before the origin, and those in conflict.
  return steps / 2;
}

describe('[S1] a bound on conflicts', () => {
  test('inserts between far neighbours take as many steps as there are pairs of them', () => {
    const doc = planDocument();
    const update = combineUpdates(insertsBetweenFarNeighbours(doc, attacker, 300));
    const placements = placementsOf(update, doc);
    expect(placements.length / 2).toBeGreaterThanOrEqual(300);
    Y.applyUpdate(doc, update);
    const steps = countConflictSteps(doc, placements, 1e9);
    expect(steps).toBeGreaterThan((300 * 300) / 2);
    expect(countConflictSteps(doc, placements, 1000)).toBe(1000);
  });

  test('counting finds no fewer steps than Yjs takes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat(), by: fc.nat(2), sync: fc.boolean() }), { maxLength: 120 }),
        (edits) => {
          const doc = planDocument();
          const known = Y.encodeStateVector(doc);
          const writers = [2, 3, 4].map((clientId) => {
            const copy = new Y.Doc();
            copy.clientID = clientId;
            Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
            return copy;
          });
          for (const { at, by, sync } of edits) {
            const writer = writers[by] as Y.Doc;
            if (sync) for (const other of writers) Y.applyUpdate(writer, Y.encodeStateAsUpdate(other));
            context(writer).insert(at % (context(writer).length + 1), 'x');
          }
          const all = Y.mergeUpdates(writers.map((writer) => Y.encodeStateAsUpdate(writer, known)));
          const placements = placementsOf(all, doc);
          const taken = watchSteps(() => Y.applyUpdate(doc, all));
          expect(countConflictSteps(doc, placements, 1e9)).toBeGreaterThanOrEqual(taken);
        },
      ),
    );
  });

  test('people who write at once, apart and together, come nowhere near it', () => {
    const doc = planDocument();
    const offline = [2, 3].map((clientId) => {
      const copy = new Y.Doc();
      copy.clientID = clientId;
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
      // Always at the beginning: nothing takes more steps that a person could do.
      for (let line = 0; line < 300; line++) context(copy).insert(0, `line ${line}\n`);
      return copy;
    });
    const known = Y.encodeStateVector(doc);
    const updates = offline.map((copy) => Y.encodeStateAsUpdate(copy, known));
    const placements = updates.flatMap((update) => placementsOf(update, doc));
    for (const update of updates) Y.applyUpdate(doc, update);
    const steps = countConflictSteps(doc, placements, 1e9);
    expect(steps / (placements.length / 2)).toBeLessThan(maxStepsPerPlacement / 2);
  });

  test('typing on is no placement, nor is what fills a new parent', () => {
    const doc = planDocument();
    let placements: Placements = [];
    doc.on('update', (update: Uint8Array, _origin, _doc, { beforeState }) => {
      placements = findPlacements(
        new Map([[1, decodeUpdate(update).structs.map((struct): Piece => ({ struct: struct as Y.Item, offset: 0 }))]]),
        new KnownState(beforeState),
      );
    });
    context(doc).insert(0, 'a');
    expect(placements).toHaveLength(2);
    context(doc).insert(1, 'b');
    expect(placements).toHaveLength(0);
    const element = new Y.Map<unknown>([
      ['kind', 'idea'],
      ['title', new Y.Text('A bench')],
      ['body', new Y.XmlFragment()],
    ]);
    doc.getMap('elements').set('one', element);
    expect(placements).toHaveLength(2);
  });
});

describe('[S1] what was not measured yet', () => {
  const ada = createActorId();
  const some = (count: number): Placements => Array.from({ length: 2 * count }, (_, index) => index);

  test('is measured once it is much, with all that came before', () => {
    const budget = new PlacementBudget();
    for (let count = 0; count < maxUnmeasuredPlacements; count++) {
      expect(budget.toMeasure(ada, some(1))).toBeNull();
      budget.note(ada, some(1));
    }
    expect(budget.toMeasure(ada, some(0))).toBeNull();
    expect(budget.toMeasure(createActorId(), some(1))).toBeNull();
    expect(budget.toMeasure(ada, some(1))).toHaveLength(2 * maxUnmeasuredPlacements + 2);
    budget.noteMeasured(ada);
    expect(budget.toMeasure(ada, some(1))).toBeNull();
  });

  test('is not measured again at once for whom it was too much', () => {
    const budget = new PlacementBudget();
    expect(budget.isRefused(ada, 0)).toBe(false);
    budget.noteRefused(ada, 0);
    expect(budget.isRefused(ada, refuseToMeasureMs - 1)).toBe(true);
    expect(budget.isRefused(ada, refuseToMeasureMs)).toBe(false);
  });
});
