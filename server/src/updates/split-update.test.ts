/** What a page splits, a room takes part by part. */
import { addElement, initialisePlan, setElementField } from '@longtable/shared/plan/edits';
import { type PartLimits, partLimits, splitUpdate } from '@longtable/shared/updates/split-update';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { admit, readUpdate } from '../room/admission.ts';
import { KnownState } from '../room/known-state.ts';

function planBy(client: number, ...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = client;
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

function start(): { update: Uint8Array; vector: Uint8Array; known: KnownState } {
  const doc = planBy(9);
  initialisePlan(doc, { title: 'Ghent' });
  return {
    update: Y.encodeStateAsUpdate(doc),
    vector: Y.encodeStateVector(doc),
    known: KnownState.ofDocument(doc),
  };
}

const title = (doc: Y.Doc) => doc.getMap('plan').get('title') as Y.Text;

/** Takes `parts` in as a room does; nothing of them may be refused. */
function takeAll(parts: readonly Uint8Array[], known: KnownState): void {
  for (const part of parts) {
    const read = readUpdate(part);
    const admitted = read.ok ? admit(read, known) : read;
    expect(admitted).toMatchObject({ ok: true });
    if (admitted.ok) known.grow(admitted);
  }
}

test('[S1] what two people wrote offline, however much it is, is taken in parts, also from the middle on', () => {
  const step = fc.record({
    who: fc.nat(2),
    does: fc.constantFrom('write', 'delete', 'add', 'set', 'meet'),
    at: fc.nat(50),
    words: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  });
  const limits: PartLimits = { bytes: 300, structs: 20, writers: 2, placements: 10 };
  fc.assert(
    fc.property(fc.array(step, { minLength: 8, maxLength: 60 }), (steps) => {
      const { update, vector, known } = start();
      const docs = [4, 2, 6].map((client) => planBy(client, update));
      for (const { who, does, at, words } of steps) {
        const doc = docs[who] as Y.Doc;
        const length = title(doc).length;
        if (does === 'write') title(doc).insert(at % (length + 1), words);
        else if (does === 'delete') title(doc).delete(at % (length + 1), Math.min(2, length - (at % (length + 1))));
        else if (does === 'meet') Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[at % 3] as Y.Doc));
        else {
          const id = addElement(doc, { kind: 'idea', title: words });
          if (does === 'set') setElementField(doc, id, 'horizonTo', '2030');
        }
      }
      const whole = planBy(1, ...docs.map((doc) => Y.encodeStateAsUpdate(doc)));
      const parts = splitUpdate(Y.encodeStateAsUpdate(whole, vector), limits);
      takeAll(parts, known);
      expect(known.clocks).toEqual(Y.decodeStateVector(Y.encodeStateVector(whole)));
      expect(known.deletions.isEmpty).toBe(Y.createDeleteSetFromStructStore(whole.store).clients.size === 0);
      takeAll([...parts.slice(parts.length >> 1), ...parts], known);
    }),
    { numRuns: 150 },
  );
});

test('[S1] megabytes in one text and in many elements are taken in parts, each within the limits', () => {
  const { update, vector, known } = start();
  const doc = planBy(3, update);
  title(doc).insert(0, 'Ghent, on water. '.repeat(200_000));
  for (let count = 0; count < 1_500; count++) addElement(doc, { kind: 'idea', title: `Element ${count}` });
  const whole = Y.encodeStateAsUpdate(doc, vector);
  expect(readUpdate(whole)).toMatchObject({ ok: false });
  const parts = splitUpdate(whole);
  for (const part of parts) expect(part.byteLength).toBeLessThanOrEqual(partLimits.bytes);
  takeAll(parts, known);
  expect(known.clocks).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)));
});
