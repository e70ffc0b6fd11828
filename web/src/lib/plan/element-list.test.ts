import { findBody, findTitle, readElements } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, removeElement, setElementField } from '@longtable/shared/plan/edits';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ElementList } from './element-list.ts';

function listen() {
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ghent' });
  const [bench, tram] = ['A bench', 'A tram'].map((title) => addElement(doc, { kind: 'idea', title })) as [
    never,
    never,
  ];
  const list = new ElementList(doc);
  let changes = 0;
  const stop = list.listen(() => changes++);
  return { doc, bench, tram, list, stop, changes: () => changes };
}

test('a letter in a title makes one element new, and leaves the others the same objects', () => {
  const { doc, bench, tram, list, changes } = listen();
  const before = list.read();
  findTitle(doc, bench)?.insert(7, 'es');
  const after = list.read();
  expect(after).toEqual(readElements(doc));
  expect(after.find(({ id }) => id === bench)?.title).toBe('A benches');
  expect(after.find(({ id }) => id === tram)).toBe(before.find(({ id }) => id === tram));
  expect(changes()).toBe(1);
});

test('what comes, goes, is put elsewhere or brought back is in the list as in the document', () => {
  const { doc, bench, tram, list } = listen();
  const undo = new Y.UndoManager(doc.getMap('elements'));
  addElement(doc, { kind: 'vision', title: 'Far' });
  undo.stopCapturing();
  removeElement(doc, bench);
  expect(list.read()).toEqual(readElements(doc));
  undo.undo();
  setElementField(doc, tram, 'rank' as never, 'Zz');
  expect(list.read()).toHaveLength(3);
  expect(list.read()).toEqual(readElements(doc));
});

test('what is written in a body changes no list', () => {
  const { doc, bench, changes } = listen();
  findBody(doc, bench)?.insert(0, [new Y.XmlElement('block')]);
  expect(changes()).toBe(0);
});

test('who does not listen reads the document itself', () => {
  const { doc, bench, list, stop } = listen();
  stop();
  findTitle(doc, bench)?.insert(0, 'Not ');
  expect(list.read()).toEqual(readElements(doc));
});
