import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { caretAfter, editBetween, liveText } from './live-text.ts';

describe('a text field over a shared text', () => {
  test('what was typed becomes one edit that makes the same text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁', '🄀'), maxLength: 12 });
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const edit = editBetween(before, after);
        const made = edit ? before.slice(0, edit.at) + edit.inserted + before.slice(edit.at + edit.removed) : before;
        expect(made).toBe(after);
        expect(edit?.inserted.isWellFormed() ?? true).toBe(true);
        expect(edit ? before.slice(edit.at, edit.at + edit.removed).isWellFormed() : true).toBe(true);
      }),
    );
  });

  test('the caret stays at its letter when others write before, over and after it', () => {
    expect(caretAfter(5, { at: 0, removed: 0, inserted: 'ab' })).toBe(7);
    expect(caretAfter(5, { at: 8, removed: 2, inserted: '' })).toBe(5);
    expect(caretAfter(5, { at: 5, removed: 0, inserted: 'ab' })).toBe(5);
    expect(caretAfter(5, { at: 3, removed: 4, inserted: '' })).toBe(3);
  });

  test('edits of others are heard in order, one’s own are not', () => {
    const doc = new Y.Doc();
    const shared = doc.getText('t');
    const mine = {};
    const history = { undo: () => undefined, redo: () => undefined };
    const text = liveText(shared, mine, history);
    text.apply({ at: 0, removed: 0, inserted: 'Clean water' });
    let copy = text.value;
    const stop = text.listen((edits) => {
      for (const { at, removed, inserted } of edits) copy = copy.slice(0, at) + inserted + copy.slice(at + removed);
    });
    text.apply({ at: 0, removed: 0, inserted: '!' });
    expect(copy).toBe('Clean water');
    copy = text.value;
    doc.transact(() => {
      shared.insert(1, 'Very ');
      shared.delete(shared.length - 5, 5);
      shared.insert(shared.length, 'air');
    });
    expect(copy).toBe(text.value);
    stop();
  });

  test('a text is gone with what it belongs to', () => {
    const doc = new Y.Doc();
    const links = doc.getMap<Y.Map<Y.Text>>('links');
    const note = links.set('a', new Y.Map<Y.Text>()).set('note', new Y.Text('Why'));
    const text = liveText(note, {}, { undo: () => undefined, redo: () => undefined });
    expect(text.isGone).toBe(false);
    links.delete('a');
    expect(text.isGone).toBe(true);
  });
});
