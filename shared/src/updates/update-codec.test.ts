import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { ClockGap, combineUpdates, decodeUpdate, encodeUpdate, UpdateParts } from './update-codec.ts';

/** The updates of somebody who types `text` letter by letter. */
function typed(text: string, client = 7): Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const letter of text) doc.getText('t').insert(doc.getText('t').length, letter);
  return updates;
}

function read(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getText('t').toJSON();
}

describe('updates as one', () => {
  test('letters typed after each other are one item, and read the same in any order', () => {
    const updates = typed('A long table');
    const whole = combineUpdates(updates);
    expect(Y.decodeUpdate(whole).structs).toHaveLength(1);
    expect(read([whole])).toBe('A long table');
    expect(combineUpdates([...updates].reverse())).toEqual(whole);
  });

  test('what overlaps is taken once, and what is missing is said', () => {
    const updates = typed('abcd');
    const [first, second, , last] = updates as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const start = combineUpdates([first, second]);
    expect(read([combineUpdates([start, ...updates])])).toBe('abcd');
    expect(() => combineUpdates([start, last])).toThrow(ClockGap);
  });

  test('a batch may hold more pieces than a call has room for arguments', () => {
    const { structs } = decodeUpdate(typed('a')[0] as Uint8Array);
    const [struct] = structs as Y.Item[];
    const parts = () => {
      const made = new UpdateParts();
      made.pieces.set(
        7,
        Array.from({ length: 200_000 }, () => ({ struct: struct as Y.Item, offset: 0 })),
      );
      return made;
    };
    const whole = parts();
    whole.append(parts());
    expect(whole.pieces.get(7)).toHaveLength(400_000);
    expect(encodeUpdate(new UpdateParts())).toEqual(new Uint8Array([0, 0]));
  });
});
