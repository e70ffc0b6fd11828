import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { isCursor } from './cursors.ts';

describe('where others say they are', () => {
  const doc = new Y.Doc();
  const text = doc.getText('a');
  text.insert(0, 'words');
  const place = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, 2));

  test.each<[string, unknown, boolean]>([
    ['a place in a text', { anchor: place, head: place }, true],
    ['nowhere', null, true],
    ['something else', 'junk', false],
    ['half a place', { anchor: place }, false],
    ['a place without a type', { anchor: {}, head: {} }, false],
    ['a place of a type that is none', { anchor: { type: 5 }, head: place }, false],
    ['numbers for ids', { anchor: { tname: 3, item: 'x' }, head: place }, false],
  ])('%s: %j is taken: %s', (_what, cursor, isTaken) => {
    expect(isCursor(cursor, doc)).toBe(isTaken);
  });
});
