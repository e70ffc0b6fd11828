import { createBlockId, createElementId, createLinkId } from '@longtable/shared/ids';
import { findBody, findElementMap, findTitle } from '@longtable/shared/plan/document';
import { addElement, initialisePlan } from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { encodeDeletions, encodeUpdate, type Piece, UpdateParts } from '@longtable/shared/updates/update-codec';
import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Attribution } from './attribution.ts';
import { diffPlan } from './diff.ts';
import { listRevisions } from './revisions.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

const giant = 2 ** 30;
/** Far more than any of this takes, far less than a loop over clocks. */
const soonMs = 5_000;

describe('[H1] a row that was made to be slow', () => {
  let written: WrittenHistory;
  const element = createElementId();

  beforeEach(() => {
    written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    written.change(ada, 1_000, (doc) =>
      addElement(doc, { id: element, kind: 'idea', title: 'Hall', body: [textBlock('A roof.')] }),
    );
  });

  /** Every question, of all and of one person. */
  function askAll(): void {
    const { history } = written;
    const start = performance.now();
    for (const by of [undefined, ada.id, bo.id]) {
      listRevisions(history, { by, element });
      for (let from = 0; from <= history.head; from++) diffPlan(history, { from, to: history.head, by });
    }
    listRevisions(history, { group: 'element' });
    expect(performance.now() - start).toBeLessThan(soonMs);
  }

  test.each([
    ['a text', (doc: Y.Doc) => findTitle(doc, element), null],
    ['a body', (doc: Y.Doc) => findBody(doc, element), null],
    ['a block', (doc: Y.Doc) => findBody(doc, element)?.get(0), null],
    ['a field', (doc: Y.Doc) => findElementMap(doc, element), 'state'],
    ['a field that is a text', (doc: Y.Doc) => findElementMap(doc, element), 'title'],
    ['an element', (doc: Y.Doc) => doc.getMap('elements'), element as string],
    ['a new element', (doc: Y.Doc) => doc.getMap('elements'), createElementId() as string],
    ['a link', (doc: Y.Doc) => doc.getMap('links'), createLinkId() as string],
  ])('a deletion of 2^30 in %s', (_what, parentOf, key) => {
    const update = written.offline(bo, (doc) => {
      const parent = parentOf(doc) as Y.AbstractType<unknown>;
      doc.transact((transaction) => insertGiant(transaction, parent, key));
    });
    written.store(bo, update);
    const { id } = Y.decodeUpdate(update).structs[0] as Y.Item;
    written.store(ada, deletion(id.client, id.clock, giant));
    askAll();
  });

  test('a key that was given thousands of values without saying that the old ones went', () => {
    const update = written.offline(bo, (doc) => {
      for (let value = 0; value < 4_000; value++) findElementMap(doc, element)?.set('title', new Y.Text(`${value}`));
    });
    const parts = new UpdateParts();
    const { structs } = Y.decodeUpdate(update);
    const pieces = structs.map((struct): Piece => ({ struct: struct as Y.Item, offset: 0 }));
    parts.pieces.set(structs[0]?.id.client ?? 0, pieces);
    written.store(bo, encodeUpdate(parts));
    askAll();
  });

  test('values that JSON can’t hold, and objects that can’t be made a text', () => {
    written.change(bo, 1_000, (doc) => {
      findElementMap(doc, element)?.set('state', 7n);
      findElementMap(doc, element)?.set('kind', { toString: 1, parts: [7n] });
      const block = findBody(doc, element)?.get(0) as unknown as Y.XmlElement<Record<string, object>>;
      for (const name of ['id', 'kind', 'level', 'indent']) block.setAttribute(name, { toString: 1, valueOf: 1 });
    });
    askAll();
    const { changes } = diffPlan(written.history, { from: 2, to: 3 });
    expect(changes.find(({ field }) => field === 'state')?.after).toBe('7');
    expect(() => JSON.stringify(changes)).not.toThrow();
  });

  test('tens of thousands of equal blocks, taken away while another one comes', { timeout: 120_000 }, () => {
    const count = 60_000;
    const blocks = (words: string, length: number) => Array.from({ length }, () => blockWith(new Y.XmlText(words)));
    written.change(ada, 1_000, (doc) => findBody(doc, element)?.push(blocks('x', count)));
    const update = written.offline(bo, (doc) =>
      doc.transact(() => {
        findBody(doc, element)?.delete(1, count);
        findBody(doc, element)?.push(blocks('z', 1));
      }),
    );
    const start = performance.now();
    written.store(bo, update);
    expect(performance.now() - start).toBeLessThan(soonMs);
  });

  test('pages that are written over with others, which have just a letter here and there in common', () => {
    const page = (filler: string) => Array.from({ length: 900 }, (_, at) => filler + String.fromCharCode(0x4e00 + at));
    const blocks = (filler: string) =>
      Array.from({ length: 30 }, (_, at) => blockWith(new Y.XmlText(`${filler}${at}${page(filler).join('')}`)));
    written.change(ada, 1_000, (doc) => findBody(doc, element)?.push(blocks('a')));
    const start = performance.now();
    written.change(bo, 1_000, (doc) =>
      doc.transact(() => {
        const body = findBody(doc, element) as Y.XmlFragment;
        body.delete(1, 30);
        body.push(blocks('b'));
      }),
    );
    expect(performance.now() - start).toBeLessThan(soonMs);
  });

  test('one by one, a hundred thousand deletions from the last to the first', { timeout: 20_000 }, () => {
    const attribution = new Attribution();
    const count = 100_000;
    const start = performance.now();
    for (let clock = count * 2; clock > 0; clock -= 2) attribution.add(2 * count - clock, deletion(1, clock, 1));
    expect(performance.now() - start).toBeLessThan(soonMs);
  });
});

function blockWith(words: Y.XmlText): Y.XmlElement {
  const block = new Y.XmlElement('block');
  block.setAttribute('id', createBlockId());
  block.setAttribute('kind', 'paragraph');
  block.insert(0, [words]);
  return block;
}

function insertGiant(transaction: Y.Transaction, parent: Y.AbstractType<unknown>, key: string | null): void {
  const { doc } = transaction;
  const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
  const left = key === null ? null : (parent._map.get(key) ?? null);
  const content = new Y.ContentDeleted(giant);
  new Y.Item(id, left, left?.lastId ?? null, null, null, parent, key, content).integrate(transaction, 0);
}

function deletion(client: number, start: number, length: number): Uint8Array {
  const deletions = new IdRanges();
  deletions.add(client, start, start + length);
  return encodeDeletions(deletions);
}
