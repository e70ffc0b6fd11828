import { findBody, findTitle } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, setElementField } from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { unsentElements, wordsOf } from './unsent-elements.ts';

/** A plan as the server has it, and as a device does. */
function planOfTwo() {
  const server = new Y.Doc();
  initialisePlan(server, { title: 'Ghent' });
  const [bench, tram] = ['A bench', 'A tram'].map((title) =>
    addElement(server, { kind: 'commitment', title, body: [textBlock('By the river.')] }),
  ) as [never, never];
  const device = new Y.Doc();
  Y.applyUpdate(device, Y.encodeStateAsUpdate(server));
  const unsent = () => unsentElements(device, Y.encodeStateVector(server));
  return { server, device, bench, tram, unsent };
}

test('what the server lacks is found by the element it was written in, however deep', () => {
  const { server, device, bench, tram, unsent } = planOfTwo();
  expect(unsent()).toEqual([]);
  const block = findBody(device, bench)?.firstChild;
  if (block instanceof Y.XmlElement) block.insert(0, [new Y.XmlText('Of oak.')]);
  expect(unsent().map(({ id }) => id)).toEqual([bench]);
  setElementField(device, tram, 'worth', 'People met.');
  expect(new Set(unsent().map(({ id }) => id))).toEqual(new Set([bench, tram]));
  Y.applyUpdate(server, Y.encodeStateAsUpdate(device));
  findTitle(server, tram)?.insert(0, 'Not ');
  expect(unsent()).toEqual([]);
});

test('an element’s words are its text and what is written beside it; its title where there is nothing else', () => {
  const { device, tram, unsent } = planOfTwo();
  setElementField(device, tram, 'worth', 'People met.');
  expect(unsent().map(wordsOf)).toEqual(['By the river.\nPeople met.']);
  const bare = addElement(device, { kind: 'idea', title: 'A kiosk' });
  expect(
    unsent()
      .filter(({ id }) => id === bare)
      .map(wordsOf),
  ).toEqual(['A kiosk']);
});
