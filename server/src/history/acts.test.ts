import type { Change, Diff, DiffDocument } from '@longtable/shared/history';
import { createElementId, type ElementId } from '@longtable/shared/ids';
import { findBody, findElementMap, findTitle, planText } from '@longtable/shared/plan/document';
import {
  addElement,
  initialisePlan,
  linkElements,
  removeElement,
  removeLink,
  setElementField,
} from '@longtable/shared/plan/edits';
import { textBlock, writeBlocks } from '@longtable/shared/plan/rich-text';
import { beforeEach, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import type { Actor } from '../store/plan-store.ts';
import { diffPlan } from './diff.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

describe('[H4] what one person did', () => {
  let written: WrittenHistory;
  let from: number;

  beforeEach(() => {
    written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    from = written.history.head;
  });

  const change = <T>(actor: Actor, edit: (doc: Y.Doc) => T) => written.change(actor, 1_000, edit);
  const add = (actor: Actor, title: string, words: string) =>
    change(actor, (doc) => addElement(doc, { kind: 'challenge', title, body: [textBlock(words)], state: null }));
  const write = (actor: Actor, element: ElementId, words: string) =>
    change(actor, (doc) => textOf(doc, element)?.insert(0, words));
  const actsOf = (actor: Actor) => diffPlan(written.history, { from, to: written.history.head, by: actor.id });

  test('what one added and another removed reads as added by the one and removed by the other, with its words', () => {
    const element = add(bo, 'Bo wrote this', 'A challenge.');
    write(bo, element, 'Quite ');
    change(ada, (doc) => removeElement(doc, element));
    const [bos, adas] = [actsOf(bo), actsOf(ada)];
    expect(summaryOf(bos)).toEqual(['inserted Bo wrote this', '+Quite A challenge.']);
    expect(summaryOf(adas)).toEqual(['deleted Bo wrote this', '-Quite A challenge.']);
    expect(typesOf(bos.changes)).toContain('add Bo wrote this');
    expect(typesOf(adas.changes)).toContain('remove Bo wrote this');
    expectOnlyBy(bos, bo);
    expectOnlyBy(adas, ada);
    expect(diffPlan(written.history, { from, to: written.history.head }).changes).toEqual([]);
  });

  test('what one added and removed again is said, with the words of others that went with it', () => {
    const element = add(ada, 'Fleeting', 'Hers. ');
    write(bo, element, 'His. ');
    change(ada, (doc) => removeElement(doc, element));
    expect(summaryOf(actsOf(ada))).toEqual(['inserted-and-deleted Fleeting', '-His. ']);
    expect(typesOf(actsOf(ada).changes).slice(0, 2)).toEqual(['add Fleeting', 'remove Fleeting']);
    expect(summaryOf(actsOf(bo))).toEqual(['kept Fleeting', '+His. ', '=Hers. ']);
    expectOnlyBy(actsOf(ada), ada);
    expectOnlyBy(actsOf(bo), bo);
  });

  test('an element of somebody else reads as changed, though it came within the range', () => {
    const element = add(ada, 'A market hall', 'A roof.');
    change(bo, (doc) => findTitle(doc, element)?.insert(0, 'Not '));
    write(bo, element, 'No ');
    const { documents, changes } = actsOf(bo);
    expect(documents).toMatchObject([{ element, state: 'kept', title: 'Not A market hall' }]);
    expect(changes.map(({ type, field, text }) => [type, field, text])).toEqual([
      ['insert', 'title', 'Not '],
      ['insert', 'body', 'No '],
    ]);
  });

  test('a block, and characters, that one wrote and another took away', () => {
    const element = add(ada, 'Hall', 'Kept.');
    change(bo, (doc) => writeBlocks(findBody(doc, element) as Y.XmlFragment, [textBlock('Passing.')]));
    write(bo, element, 'gone ');
    change(ada, (doc) => {
      textOf(doc, element)?.delete(0, 5);
      findBody(doc, element)?.delete(1, 1);
    });
    expect(summaryOf(actsOf(bo))).toEqual(['kept Hall', '+gone ', '=Kept.', '+Passing.']);
    from = written.history.head - 3;
    expect(summaryOf(actsOf(ada))).toEqual(['kept Hall', '-gone ', '=Kept.', '-Passing.']);
    expect(actsOf(ada).documents[0]?.blocks.map((block) => block?.state)).toEqual(['changed', 'deleted']);
  });

  test('what one typed and took back oneself is left out', () => {
    const element = add(bo, 'Hall', 'Kept.');
    from = written.history.head;
    write(ada, element, 'typo');
    change(ada, (doc) => textOf(doc, element)?.delete(0, 4));
    expect(actsOf(ada)).toMatchObject({ changes: [], documents: [] });
  });

  test('words in what had been removed before they came', () => {
    const element = createElementId();
    written.together(
      [ada, (doc) => addElement(doc, { id: element, kind: 'idea', title: 'Hall', body: [textBlock('Old.')] })],
      [ada, (doc) => void (findElementMap(doc, element) as Y.Map<unknown>).set('state', 'done')],
    );
    from = written.history.head;
    const late = written.offline(bo, (doc) => textOf(doc, element)?.insert(0, 'Late. '));
    change(ada, (doc) => removeElement(doc, element));
    const removedAt = written.history.head;
    written.store(bo, late);
    expect(summaryOf(actsOf(bo))).toEqual(['kept Hall', '+Late. ', '=Old.']);
    from = removedAt;
    expect(summaryOf(actsOf(bo))).toEqual(['kept Hall', '+Late. ', '=Old.']);
    expectOnlyBy(actsOf(bo), bo);
  });

  test('a field is told from what each person found to what they left', () => {
    const element = add(ada, 'Hall', '');
    const set = (actor: Actor, value: string | null) =>
      change(actor, (doc) => setElementField(doc, element, 'state', value));
    from = written.history.head;
    set(ada, 'proposed');
    set(ada, 'committed');
    set(bo, 'done');
    set(bo, null);
    set(ada, 'late');
    const setsOf = (actor: Actor) => actsOf(actor).changes.map(({ before, after }) => [before, after]);
    expect(setsOf(ada)).toEqual([
      [null, 'committed'],
      [null, 'late'],
    ]);
    expect(setsOf(bo)).toEqual([['committed', null]]);
    set(bo, 'at-risk');
    set(bo, 'late');
    expect(setsOf(bo)).toEqual([['committed', null]]);
  });

  test('a link that one made and another removed, and one that came and went by the same hand', () => {
    const [work, goal] = [add(ada, 'Work', ''), add(ada, 'Goal', '')];
    from = written.history.head;
    const link = change(bo, (doc) => linkElements(doc, { from: work, to: goal, type: 'answers' }));
    change(ada, (doc) => removeLink(doc, link));
    const own = change(bo, (doc) => linkElements(doc, { from: goal, to: work, type: 'part-of' }));
    change(bo, (doc) => removeLink(doc, own));
    const linksOf = (diff: Diff) =>
      diff.changes.map(({ type, before, after }) => [type, ((after ?? before) as { type: string }).type]);
    expect(linksOf(actsOf(ada))).toEqual([['remove', 'answers']]);
    expect(linksOf(actsOf(bo))).toEqual([
      ['add', 'answers'],
      ['add', 'part-of'],
      ['remove', 'part-of'],
    ]);
    expect(actsOf(ada).documents.map(({ title }) => title)).toEqual(['Work']);
    expect(diffPlan(written.history, { from, to: from + 4, element: goal, by: ada.id }).documents).toMatchObject([
      { element: goal, state: 'kept' },
    ]);
  });

  test('within one second, a removal is of who removed', () => {
    const element = createElementId();
    written.together(
      [bo, (doc) => addElement(doc, { id: element, kind: 'idea', title: 'Quick', body: [textBlock('His.')] })],
      [ada, (doc) => removeElement(doc, element)],
      [bo, (doc) => planText(doc, 'context')?.insert(0, 'b')],
    );
    expect(summaryOf(actsOf(ada))).toEqual(['deleted Quick', '-His.']);
    expect(summaryOf(actsOf(bo)).slice(-2)).toEqual(['inserted Quick', '+His.']);
    expectOnlyBy(actsOf(ada), ada);
  });
});

describe('[H4] what reads the same', () => {
  test('nothing, an empty text and an empty list are no change from each other', () => {
    const written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const id = written.change(bo, 1_000, (doc) => addElement(doc, { kind: 'idea', title: 'Hall', state: null }));
    written.change(bo, 1_000, (doc) => setElementField(doc, id, 'state', ''));
    for (const by of [undefined, ada.id, bo.id]) {
      const { changes } = diffPlan(written.history, { from: 0, to: written.history.head, by });
      const fields = changes.filter(({ type }) => type === 'set').map(({ field }) => field);
      expect(fields).not.toContain('languages');
      expect(fields).not.toContain('state');
    }
  });
});

describe('[H4] how text looks', () => {
  test('bold, italic and links are told of all runs, and how they looked before of those that look different', () => {
    const written = new WrittenHistory();
    const body = [textBlock('All are welcome at the table.')];
    const element = written.change(ada, 0, (doc) => addElement(doc, { kind: 'idea', title: 'Table', body }));
    const start = written.history.head;
    written.change(bo, 1_000, (doc) => textOf(doc, element).format(0, 3, { strong: {} }));
    written.change(bo, 1_000, (doc) => textOf(doc, element).format(22, 5, { link: { href: 'https://example.org' } }));
    written.change(ada, 1_000, (doc) => textOf(doc, element).insert(8, 'always ', { em: {} }));
    const middle = written.history.head;
    written.change(ada, 1_000, (doc) => textOf(doc, element).format(0, 3, { strong: null }));
    written.change(ada, 1_000, (doc) => textOf(doc, element).format(29, 5, { link: { href: 'javascript:alert(1)' } }));
    const looks = (from: number, to: number) =>
      diffPlan(written.history, { from, to }).documents.flatMap(({ blocks }) =>
        blocks.flatMap((block) => block?.runs.map(({ text, marks, marksBefore }) => [text, marks, marksBefore]) ?? []),
      );
    expect(looks(start, middle)).toEqual([
      ['All', { strong: true }, undefined],
      [' are ', undefined, undefined],
      ['always ', { em: true }, undefined],
      ['welcome at the', undefined, undefined],
      [' tabl', { href: 'https://example.org' }, undefined],
      ['e.', undefined, undefined],
    ]);
    expect(looks(middle, written.history.head)).toEqual([
      ['All', undefined, { strong: true }],
      [' are ', undefined, undefined],
      ['always ', { em: true }, undefined],
      ['welcome at the', undefined, undefined],
      [' tabl', undefined, { href: 'https://example.org' }],
      ['e.', undefined, undefined],
    ]);
  });
});

const textOf = (doc: Y.Doc, element: ElementId) =>
  (findBody(doc, element)?.get(0) as Y.XmlElement)?.get(0) as Y.XmlText;

/** Each document's state and title, then the runs of its blocks: "+" came, "-" went, "=" stayed. */
function summaryOf({ documents }: Diff): string[] {
  const signs = { inserted: '+', deleted: '-', kept: '=', formatted: '~' };
  const runsOf = ({ blocks }: DiffDocument) => blocks.flatMap((block) => block?.runs ?? []);
  return documents.flatMap((document) => [
    `${document.state} ${document.title}`,
    ...runsOf(document).map(({ state, text }) => `${signs[state]}${text}`),
  ]);
}

const typesOf = (changes: readonly Change[]) => changes.map(({ type, before, after }) => `${type} ${after ?? before}`);

function expectOnlyBy(diff: Diff, { id }: Actor): void {
  expect(diff.changes.length).toBeGreaterThan(0);
  expect(diff.changes.every(({ by }) => by.id === id)).toBe(true);
}
