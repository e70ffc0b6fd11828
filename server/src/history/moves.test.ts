import type { Change, Diff } from '@longtable/shared/history';
import { createBlockId, type ElementId } from '@longtable/shared/ids';
import { findBody } from '@longtable/shared/plan/document';
import { addElement, initialisePlan } from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { authorshipOf } from './authorship.ts';
import { diffPlan } from './diff.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

describe('[H4] blocks that were moved, split and joined', () => {
  let written: WrittenHistory;
  let element: ElementId;
  let other: ElementId;
  let from: number;
  let ids: string[];

  beforeEach(() => {
    written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const add = (words: string[]) =>
      written.change(ada, 1_000, (doc) =>
        addElement(doc, { kind: 'idea', title: 'Hall', body: words.map((text) => textBlock(text)) }),
      );
    element = add(['One two.', 'Three.', 'Four.']);
    other = add(['Elsewhere.']);
    from = written.history.head;
    ids = bodyOf(written.history.doc, element)
      .toArray()
      .map((block) => String((block as Y.XmlElement).getAttribute('id')));
  });

  const diff = (by?: typeof ada) => diffPlan(written.history, { from, to: written.history.head, by: by?.id });
  const change = (edit: (body: Y.XmlFragment, doc: Y.Doc) => void) =>
    written.change(bo, 1_000, (doc) => doc.transact(() => edit(bodyOf(doc, element), doc)));
  const authors = (of: ElementId) =>
    authorshipOf(written.history, { element: of }).blocks.flatMap(({ runs }) =>
      runs.map(({ text, by }) => `${by.name}: ${text}`),
    );

  test('equal words that came and went with one change are not taken for each other’s', () => {
    written.together(
      [bo, (doc) => bodyOf(doc, element).push(['Twice.', 'Twice.'].map((text) => blockOf(createBlockId(), text)))],
      [bo, (doc) => bodyOf(doc, element).delete(3, 2)],
    );
    expect(written.history.origins.isEmpty).toBe(true);
    expect(diff()).toMatchObject({ changes: [], documents: [] });
    expect(diff(bo).changes).toEqual([]);
  });

  test('a block that is written anew elsewhere in its body was moved; its words stay their author’s', () => {
    change((body) => {
      body.delete(0, 1);
      body.push([blockOf(ids[0] as string, 'One two.')]);
    });
    for (const told of [diff(), diff(bo)]) {
      expect(told.changes).toMatchObject([
        {
          type: 'move',
          block: ids[0],
          before: { index: 0, after: null },
          after: { index: 2, after: ids[2] },
          by: { name: 'Bo' },
        },
      ]);
      expect(blocksOf(told)).toContainEqual(['moved', '=One two.']);
    }
    expect(authors(element)).toEqual(['Ada: Three.', 'Ada: Four.', 'Ada: One two.']);
  });

  test('so was one that the editor wrote into the blocks between', () => {
    change((body) => {
      const held = ['Three.', 'Four.', 'One two.'];
      body.toArray().forEach((block, index) => {
        (block as Y.XmlElement).setAttribute('id', ids[(index + 1) % 3] as string);
        const words = (block as Y.XmlElement).get(0) as Y.XmlText;
        words.delete(0, words.length);
        words.insert(0, held[index] as string);
      });
    });
    expect(diff().changes).toMatchObject([{ type: 'move', block: ids[0], by: { name: 'Bo' } }]);
    expect(authors(element)).toEqual(['Ada: Three.', 'Ada: Four.', 'Ada: One two.']);
  });

  test('a block of another element is one that was moved there, if it has the same id', () => {
    change((body, doc) => {
      body.delete(1, 1);
      bodyOf(doc, other).insert(0, [blockOf(ids[1] as string, 'Three.')]);
    });
    expect(diff().changes).toMatchObject([
      { element: other, type: 'move', before: { element, index: 1 }, after: { element: other, index: 0 } },
    ]);
    const one = diffPlan(written.history, { from, to: written.history.head, element });
    expect(one.changes).toMatchObject([{ element, type: 'move', after: { element: other } }]);
    expect(authors(other)).toEqual(['Ada: Three.', 'Ada: Elsewhere.']);
  });

  test('words that are cut and pasted are new words, unless the id says otherwise', () => {
    change((body) => body.delete(1, 1));
    change((body) => body.push([blockOf(createBlockId(), 'Three.')]));
    expect(diff().changes.map(({ type }) => type)).toEqual(['remove', 'delete', 'add', 'insert']);
  });

  test('a block that is split, with its words and what is typed then', () => {
    const id = createBlockId();
    change((body) => {
      wordsIn(body, 0).delete(4, 4);
      body.insert(1, [blockOf(id, 'two.')]);
    });
    change((body) => wordsIn(body, 1).insert(0, 'And '));
    for (const told of [diff(), diff(bo)]) {
      expect(summary(told)).toEqual(['split body', 'insert And ']);
      expect(told.changes[0]).toMatchObject({ block: id, before: ids[0], after: 'paragraph' });
      expect(blocksOf(told)).toContainEqual(['inserted', '+And =two.']);
    }
    expect(authors(element).slice(0, 3)).toEqual(['Ada: One ', 'Bo: And ', 'Ada: two.']);
  });

  test('blocks that are joined', () => {
    change((body) => {
      wordsIn(body, 0).insert(8, 'Three.');
      body.delete(1, 1);
    });
    for (const told of [diff(), diff(bo)]) {
      expect(summary(told)).toEqual(['join body']);
      expect(told.changes[0]).toMatchObject({ block: ids[1], before: 'paragraph', after: ids[0] });
    }
    expect(authors(element)).toEqual(['Ada: One two.Three.', 'Ada: Four.']);
  });

  test('what is written in a block before it moves on is still its author’s', () => {
    written.change(bo, 1_000, (doc) => wordsIn(bodyOf(doc, element), 0).insert(0, 'Not '));
    written.change(ada, 1_000, (doc) =>
      doc.transact(() => {
        const body = bodyOf(doc, element);
        body.delete(0, 1);
        body.insert(1, [blockOf(ids[0] as string, 'Not One two.')]);
      }),
    );
    expect(summary(diff())).toEqual(['move body', 'insert Not ']);
    expect(diff().changes.map(({ by }) => by.name)).toEqual(['Ada', 'Bo']);
    expect(summary(diff(bo))).toEqual(['insert Not ']);
    expect(summary(diff(ada))).toEqual(['move body']);
  });
});

const bodyOf = (doc: Y.Doc, element: ElementId) => findBody(doc, element) as Y.XmlFragment;
const wordsIn = (body: Y.XmlFragment, index: number) => (body.get(index) as Y.XmlElement).get(0) as Y.XmlText;

function blockOf(id: string, text: string): Y.XmlElement {
  const block = new Y.XmlElement('block');
  block.setAttribute('id', id);
  block.setAttribute('kind', 'paragraph');
  block.insert(0, [new Y.XmlText(text)]);
  return block;
}

const summary = ({ changes }: Diff) => changes.map(({ type, text, field }: Change) => `${type} ${text ?? field}`);

function blocksOf({ documents }: Diff): [string, string][] {
  const signs = { inserted: '+', deleted: '-', kept: '=', formatted: '~' };
  return documents.flatMap(({ blocks }) =>
    blocks.flatMap((block): [string, string][] =>
      block ? [[block.state, block.runs.map(({ state, text }) => signs[state] + text).join('')]] : [],
    ),
  );
}
