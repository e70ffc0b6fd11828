import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type PartLimits, partLimits, splitUpdate } from './split-update.ts';
import { decodeUpdate } from './update-codec.ts';

const small: PartLimits = { bytes: 160, structs: 8, writers: 2, placements: 4 };

function docBy(client: number, ...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = client;
  // Only a type that somebody looks at tidies up its formats.
  doc.getText('t');
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** Reads parts one after the other; each must find all that it builds on. */
function readInOrder(doc: Y.Doc, parts: readonly Uint8Array[]): Y.Doc {
  for (const part of parts) {
    Y.applyUpdate(doc, part);
    expect(doc.store.pendingStructs).toBeNull();
    expect(doc.store.pendingDs).toBeNull();
  }
  return doc;
}

function expectWithin(parts: readonly Uint8Array[], limits: PartLimits): void {
  for (const part of parts) {
    const { structs } = decodeUpdate(part);
    const placements = structs.filter(
      (struct) =>
        struct instanceof Y.Item &&
        !(struct.origin?.client === struct.id.client && struct.origin.clock === struct.id.clock - 1),
    );
    expect(new Set(structs.map(({ id }) => id.client)).size).toBeLessThanOrEqual(limits.writers);
    expect(structs.length).toBeLessThanOrEqual(limits.structs);
    expect(placements.length).toBeLessThanOrEqual(limits.placements);
  }
}

const text = (doc: Y.Doc) => doc.getText('t');
const stateOf = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc);

describe('[S1] an update in parts', () => {
  test('what fits stays as it is, and so does what only deletes', () => {
    const doc = docBy(1);
    text(doc).insert(0, 'A long table');
    const update = stateOf(doc);
    expect(splitUpdate(update)).toEqual([update]);
    const before = Y.encodeStateVector(doc);
    text(doc).delete(0, 6);
    const deletion = Y.encodeStateAsUpdate(doc, before);
    expect(splitUpdate(deletion, small)).toEqual([deletion]);
  });

  test('one text of 3 MB is cut, and no character is torn apart', () => {
    const doc = docBy(1);
    const words = `x${'🪑'.repeat(800_000)}`;
    text(doc).insert(0, words);
    const parts = splitUpdate(stateOf(doc));
    expect(parts.length).toBeGreaterThan(6);
    for (const part of parts) expect(part.byteLength).toBeLessThanOrEqual(partLimits.bytes);
    expect(text(readInOrder(docBy(2), parts)).toJSON()).toBe(words);
  });

  test('a text that was put between others stays there', () => {
    const doc = docBy(1);
    text(doc).insert(0, 'Before. After.');
    const known = stateOf(doc);
    const vector = Y.encodeStateVector(doc);
    text(doc).insert(8, 'Meanwhile. '.repeat(100));
    const parts = splitUpdate(Y.encodeStateAsUpdate(doc, vector), small);
    expect(parts.length).toBeGreaterThan(1);
    // Somebody else wrote at the same place.
    const other = docBy(2, known);
    text(other).insert(8, 'Elsewhere. ');
    const whole = text(docBy(3, stateOf(other), stateOf(doc))).toJSON();
    expect(text(readInOrder(docBy(4, stateOf(other)), parts)).toJSON()).toBe(whole);
    expect(whole).toContain('Meanwhile. '.repeat(100));
  });

  test('all deletions come last, when all that they may name is there', () => {
    const doc = docBy(1);
    text(doc).insert(0, 'word '.repeat(200));
    for (let at = 0; at < 100; at++) text(doc).delete(at, 1);
    const parts = splitUpdate(stateOf(doc), small).map(decodeUpdate);
    expect(parts.slice(0, -1).every(({ deletions }) => deletions.isEmpty)).toBe(true);
    expect([...(parts.at(-1)?.deletions.entries() ?? [])]).toEqual([...decodeUpdate(stateOf(doc)).deletions.entries()]);
  });

  test('more writers than fit, each writing on what the one before wrote', () => {
    const updates: Uint8Array[] = [];
    for (let client = 300; client > 0; client--) {
      const doc = docBy(client, ...updates.slice(-1));
      text(doc).insert(text(doc).length, `${client} `);
      updates.push(stateOf(doc));
    }
    const whole = updates.at(-1) as Uint8Array;
    const parts = splitUpdate(whole);
    expect(parts.length).toBeGreaterThan(1);
    expectWithin(parts, partLimits);
    expect(text(readInOrder(docBy(1000), parts)).toJSON()).toBe(text(docBy(1001, whole)).toJSON());
  });

  test('more words between others than fit at once', () => {
    const doc = docBy(1);
    text(doc).insert(0, '.'.repeat(3_000));
    for (let at = 3_000; at > 0; at--) text(doc).insert(at, 'x');
    const parts = splitUpdate(stateOf(doc));
    expect(parts.length).toBeGreaterThan(2);
    expectWithin(parts, partLimits);
    expect(text(readInOrder(docBy(2), parts)).toJSON()).toBe(text(doc).toJSON());
  });

  test('a format stays with the words that it is for: without them, readers would take it for overwritten', () => {
    const doc = docBy(1);
    text(doc).insert(0, 'map', { link: { href: '/map' } });
    const known = stateOf(doc);
    const vector = Y.encodeStateVector(doc);
    for (let time = 0; time < 20; time++) text(doc).insert(0, 'page', { link: { href: `/page/${time}` } });
    for (const structs of [14, 15, 16, 17, 18]) {
      const parts = splitUpdate(Y.encodeStateAsUpdate(doc, vector), { ...partLimits, structs });
      expect(parts.length).toBeGreaterThan(1);
      expect(text(readInOrder(docBy(2, known), parts)).toDelta()).toEqual(text(doc).toDelta());
    }
  });

  test('what could not be placed anyway is left as it is', () => {
    const doc = docBy(1);
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (let count = 0; count < 40; count++) text(doc).insert(0, `word ${count} `);
    const gap = Y.mergeUpdates(updates.filter((_, index) => index !== 3));
    expect(splitUpdate(gap, small)).toEqual([gap]);
  });

  test('whatever people wrote, its parts in order read the same, and none has to wait', () => {
    const step = fc.record({
      who: fc.nat(3),
      at: fc.nat(60),
      does: fc.constantFrom('write', 'write', 'delete', 'set', 'block', 'meet'),
      words: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 80 }), fc.nat(79), (steps, knownUpTo) => {
        const docs = [7, 3, 5, 1].map((client) => docBy(client));
        let known = stateOf(docBy(9));
        steps.forEach(({ who, at, does, words }, index) => {
          const doc = docs[who] as Y.Doc;
          const blocks = doc.getXmlFragment('blocks');
          if (does === 'write') text(doc).insert(at % (text(doc).length + 1), words);
          else if (does === 'delete')
            text(doc).delete(
              Math.min(at, text(doc).length),
              Math.min(3, text(doc).length - Math.min(at, text(doc).length)),
            );
          else if (does === 'set') doc.getMap('fields').set(String(at % 3), words);
          else if (does === 'meet') Y.applyUpdate(doc, stateOf(docs[at % docs.length] as Y.Doc));
          else {
            const block = new Y.XmlElement('block');
            block.insert(0, [new Y.XmlText(words)]);
            block.setAttribute('kind', 'heading');
            blocks.insert(at % (blocks.length + 1), [block]);
          }
          if (index === knownUpTo) known = stateOf(doc);
        });
        const whole = docBy(8, known, ...docs.map(stateOf));
        const update = Y.encodeStateAsUpdate(whole, Y.encodeStateVectorFromUpdate(known));
        const parts = splitUpdate(update, small);
        if (parts.length > 1) expectWithin(parts, small);
        const read = readInOrder(docBy(10, known), parts);
        expect(text(read).toJSON()).toBe(text(whole).toJSON());
        expect(read.getMap('fields').toJSON()).toEqual(whole.getMap('fields').toJSON());
        expect(read.getXmlFragment('blocks').toString()).toBe(whole.getXmlFragment('blocks').toString());
        expect(Y.encodeStateVector(read)).toEqual(Y.encodeStateVector(whole));
        // Once more, and from the middle: those who send it twice change nothing.
        for (const part of [...parts.slice(1), ...parts]) Y.applyUpdate(read, part);
        expect(text(read).toJSON()).toBe(text(whole).toJSON());
      }),
      { numRuns: 300 },
    );
  });
});
