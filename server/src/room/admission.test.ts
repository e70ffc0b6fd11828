import { type ActorId, createActorId } from '@longtable/shared/ids';
import { addElement, initialisePlan, removeElement } from '@longtable/shared/plan/edits';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { splitUpdate } from '@longtable/shared/updates/split-update';
import { encodeDeletions, encodeUpdate } from '@longtable/shared/updates/update-codec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { admit, type Refused, readUpdate } from './admission.ts';
import { KnownState } from './known-state.ts';
import { maxNewDeletedRanges, maxPlanDeletedRanges } from './limits.ts';

const [ada, ben] = [createActorId(), createActorId()];

interface Taken {
  ok: true;
  /** Only what was new; null when nothing was. */
  update: Uint8Array | null;
  newClients: number[];
}

/** What a room keeps of a plan, fed in the same way. */
class Known {
  readonly state = new KnownState();
  readonly owners = new Map<number, ActorId>();

  take(update: Uint8Array, actor: ActorId): Taken | Refused {
    const read = readUpdate(update);
    if (!read.ok) return read;
    const admitted = admit(read, this.state);
    if (!admitted.ok) return admitted;
    const writers = [...admitted.clocks.keys()];
    const newClients = writers.filter((client) => !this.owners.has(client));
    for (const client of newClients) this.owners.set(client, actor);
    if (writers.some((client) => this.owners.get(client) !== actor)) return { ok: false, reason: '', resync: false };
    this.state.grow(admitted);
    return { ok: true, update: admitted.parts.isEmpty ? null : encodeUpdate(admitted.parts), newClients };
  }
}

function planBy(clientId: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  initialisePlan(doc, { title: 'Ghent' });
  return doc;
}

function copyOf(doc: Y.Doc, clientId: number): Y.Doc {
  const copy = new Y.Doc();
  copy.clientID = clientId;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

const title = (doc: Y.Doc) => doc.getMap('plan').get('title') as Y.Text;

describe('[S1] check first', () => {
  test('a change of one letter enters, and entering twice adds nothing', () => {
    const [known, doc] = [new Known(), planBy(1)];
    known.take(Y.encodeStateAsUpdate(doc), ada);
    const update = capture(doc, () => title(doc).insert(0, 'x'));
    expect(known.take(update, ada)).toMatchObject({
      ok: true,
      newClients: [],
    });
    expect(known.take(update, ada)).toMatchObject({ ok: true, update: null });
  });

  test.each([
    ['random bytes', new Uint8Array([9, 9, 9, 9])],
    ['nothing at all', new Uint8Array()],
    ['a v2 update', Y.encodeStateAsUpdateV2(planBy(1))],
    ['a truncated update', Y.encodeStateAsUpdate(planBy(1)).slice(0, 20)],
    ['more than a mebibyte', new Uint8Array(1024 * 1024 + 1)],
  ])('%s is refused', (_name, bytes) => {
    const admitted = new Known().take(bytes, ada);
    if (admitted.ok) expect(admitted.update).toBeNull();
    else expect(admitted.resync).toBe(false);
  });

  test('a root that no plan has, a prototype key and a document within are refused', () => {
    const edits: ((doc: Y.Doc) => void)[] = [
      (doc) => doc.getText('elsewhere').insert(0, 'x'),
      (doc) => doc.getMap('plan').set('__proto__', 1),
      (doc) => doc.getMap('elements').set('constructor', new Y.Map()),
      (doc) => doc.getMap('plan').set('inner', new Y.Doc()),
    ];
    for (const edit of edits) {
      const doc = new Y.Doc();
      expect(
        new Known().take(
          capture(doc, () => edit(doc)),
          ada,
        ),
      ).toMatchObject({ ok: false, resync: false });
    }
  });

  test('a gap, an unknown origin and a deletion of the future send the client to resync', () => {
    const known = new Known();
    const doc = planBy(1);
    known.take(Y.encodeStateAsUpdate(doc), ada);
    const first = capture(doc, () => title(doc).insert(0, 'a'));
    const second = capture(doc, () => title(doc).insert(1, 'b'));
    expect(known.take(second, ada)).toMatchObject({ ok: false, resync: true });

    const other = copyOf(doc, 2);
    const onUnknown = capture(other, () => title(other).insert(2, 'c'));
    expect(known.take(onUnknown, ben)).toMatchObject({ ok: false, resync: true });

    const deletion = capture(other, () => title(other).delete(0, 1));
    expect(known.take(deletion, ben)).toMatchObject({ ok: false, resync: true });
    expect(known.take(first, ada).ok).toBe(true);
  });
});

describe('[S2] client ids', () => {
  test('a client id of somebody else is refused', () => {
    const [known, doc] = [new Known(), planBy(1)];
    known.take(Y.encodeStateAsUpdate(doc), ada);
    const forged = copyOf(doc, 2);
    forged.clientID = 1;
    const update = capture(forged, () => title(forged).insert(0, 'not Ada'));
    expect(known.take(update, ben)).toMatchObject({ ok: false, resync: false });
  });

  test('the words of two offline tabs of one person come in together', () => {
    const [known, doc] = [new Known(), planBy(1)];
    known.take(Y.encodeStateAsUpdate(doc), ada);
    const tab = copyOf(doc, 2);
    title(tab).insert(0, 'first ');
    const later = copyOf(tab, 3);
    title(later).insert(0, 'second ');
    const admitted = known.take(Y.encodeStateAsUpdate(later, Y.encodeStateVector(doc)), ben);
    expect(admitted).toMatchObject({ ok: true, newClients: expect.arrayContaining([2, 3]) });
  });
});

test('[S1] deletions do not count towards the mebibyte: a returning client repeats all there ever were', () => {
  const [known, doc] = [new Known(), planBy(1)];
  const start = Y.getState(doc.store, 1);
  title(doc).insert(0, 'ab'.repeat(150_000));
  known.take(Y.encodeStateAsUpdate(doc), ada);
  const scattered = new IdRanges();
  for (let clock = start; clock < start + 300_000; clock += 2) scattered.add(1, clock, clock + 1);
  const deletion = encodeDeletions(scattered);
  expect(known.take(deletion, ada)).toMatchObject({ ok: false, resync: false });
  for (let clock = start; clock < start + 300_000; ) {
    const some = new IdRanges();
    for (; some.count < maxNewDeletedRanges && clock < start + 300_000; clock += 2) some.add(1, clock, clock + 1);
    expect(known.take(encodeDeletions(some), ada).ok).toBe(true);
  }
  const returning = copyOf(doc, 2);
  Y.applyUpdate(returning, deletion);
  const before = Y.encodeStateVector(returning);
  title(returning).insert(0, 'Hello '.repeat(100_000));
  const repeated = Y.encodeStateAsUpdate(returning, before);
  expect(repeated.byteLength).toBeGreaterThan(1024 * 1024);
  expect(known.take(repeated, ben)).toMatchObject({ ok: true, newClients: [2] });
});

test('[S1] a plan in which much was deleted can be left and come back to, and takes no more deletions than that', () => {
  const [known, doc] = [new Known(), planBy(1)];
  const start = Y.getState(doc.store, 1);
  title(doc).insert(0, 'ab'.repeat(maxPlanDeletedRanges + 1));
  // As it came in, in parts.
  for (const part of splitUpdate(Y.encodeStateAsUpdate(doc))) known.take(part, ada);
  const all = new IdRanges();
  for (let clock = start; clock < start + 2 * maxPlanDeletedRanges; clock += 2) all.add(1, clock, clock + 1);
  known.state.deletions.addAll(all);
  expect(known.state.deletions.count).toBe(maxPlanDeletedRanges);
  expect(known.take(encodeDeletions(all), ben)).toMatchObject({ ok: true, update: null });
  const more = new IdRanges();
  more.add(1, start + 2 * maxPlanDeletedRanges, start + 2 * maxPlanDeletedRanges + 1);
  expect(known.take(encodeDeletions(more), ada)).toMatchObject({ ok: false, resync: false });
});

test('[S1] keys that reach into what all objects share are refused, also in formats and in JSON', () => {
  const formats: Record<string, unknown>[] = [{ __proto__x: 1 }, { constructor: true }, { strong: { prototype: 1 } }];
  const [own, ...hostile] = formats;
  for (const attributes of [own, ...hostile]) {
    const [known, doc] = [new Known(), planBy(1)];
    known.take(Y.encodeStateAsUpdate(doc), ada);
    const update = capture(doc, () => title(doc).insert(0, 'x', attributes as object));
    expect(known.take(update, ada).ok).toBe(attributes === own);
  }
});

test('[H2] a returning client repeats its whole delete set; only what is new is kept', () => {
  const [known, doc] = [new Known(), planBy(1)];
  const id = addElement(doc, { kind: 'idea', title: 'A bench', rank: 'a0' });
  known.take(Y.encodeStateAsUpdate(doc), ada);
  removeElement(doc, id);
  known.take(Y.encodeStateAsUpdate(doc), ada);

  const returning = copyOf(doc, 2);
  const before = Y.encodeStateVector(returning);
  title(returning).insert(0, 'Hello ');
  const repeated = Y.encodeStateAsUpdate(returning, before);
  expect(Y.decodeUpdate(repeated).ds.clients.size).toBe(1);
  const admitted = known.take(repeated, ben);
  expect(admitted.ok && admitted.update && Y.decodeUpdate(admitted.update).ds.clients.size).toBe(0);
});

test('what is admitted rebuilds the same plan, however messages repeat and overlap', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ who: fc.nat(2), at: fc.nat(40), text: fc.string({ maxLength: 6 }), cut: fc.boolean() }), {
        maxLength: 40,
      }),
      (steps) => {
        const server = planBy(9);
        const known = new Known();
        known.take(Y.encodeStateAsUpdate(server), ada);
        const log = [Y.encodeStateAsUpdate(server)];
        const people = [1, 2, 3].map((client) => ({ actor: createActorId(), doc: copyOf(server, client) }));
        for (const { who, at, text, cut } of steps) {
          const { doc, actor } = people[who] as (typeof people)[number];
          const target = title(doc);
          const position = at % (target.length + 1);
          if (cut && target.length > 0) target.delete(Math.min(position, target.length - 1), 1);
          else target.insert(position, text);
          // As a sync step 2 does: everything the server lacks, and every deletion ever made.
          const rebuilt = rebuild(log);
          const admitted = known.take(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(rebuilt)), actor);
          if (admitted.ok && admitted.update) log.push(admitted.update);
          if (at % 3 === 0) for (const person of people) Y.applyUpdate(person.doc, Y.mergeUpdates(log));
        }
        const expected = rebuild(log);
        for (const { doc } of people) Y.applyUpdate(expected, Y.encodeStateAsUpdate(doc));
        expect(title(rebuild(log)).toJSON()).toBe(title(expected).toJSON());
      },
    ),
    { numRuns: 60 },
  );
});

function rebuild(log: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of log) Y.applyUpdate(doc, update);
  return doc;
}

/** The update of one edit. */
function capture(doc: Y.Doc, edit: () => void): Uint8Array {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array) => updates.push(update);
  doc.on('update', listen);
  doc.transact(edit);
  doc.off('update', listen);
  return Y.mergeUpdates(updates);
}
