import { findBody, planText } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, setElementField } from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { authorshipOf } from './authorship.ts';
import { generateLog } from './generated-log.ts';
import { NotThere, UnknownSeq } from './history-errors.ts';
import { historyOf, livesByReplay, propertyRuns, propertyTimeout, replay } from './replayed-log.ts';
import { wordingsOf } from './wordings.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

const chosen = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.nat());
const textOf = (runs: readonly { text: string }[]) => runs.map(({ text }) => text).join('');

describe('[H2] who wrote this', () => {
  test('all words of an element at any point, each with who was first seen to write it', {
    timeout: propertyTimeout,
  }, () => {
    const property = fc.property(chosen, ([seed, choice]) => {
      const log = generateLog(seed, 300);
      const history = historyOf(log);
      const lives = livesByReplay(log.rows);
      const at = 1 + (choice % log.rows.length);
      for (const { id, title, body } of replay(log.rows, at).elements) {
        const { seq, texts, blocks } = authorshipOf(history, { element: id, at });
        expect(seq).toBe(at);
        expect(textOf(texts.find(({ field }) => field === 'title')?.runs ?? [])).toBe(title);
        expect(blocks.map((block) => [block.id, block.kind, textOf(block.runs)])).toEqual(
          body.map((block) => [block.id, block.kind, textOf(block.text)]),
        );
        for (const run of [...texts, ...blocks].flatMap(({ runs }) => runs)) {
          for (const character of run.text) {
            const born = lives.get(character)?.born;
            if (born === undefined) continue;
            expect([run.by.id, run.seq]).toEqual([log.rows[born - 1]?.actor, born]);
          }
        }
      }
    });
    fc.assert(property, propertyRuns(25));
  });

  test('the plan’s own texts; what was not there is said to be so', () => {
    const written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent', context: 'A port' }));
    written.change(bo, 1_000, (doc) => planText(doc, 'context')?.insert(2, 'small '));
    const { texts } = authorshipOf(written.history, { element: null });
    const runs = texts.find(({ field }) => field === 'context')?.runs.map(({ text, by }) => [by.name, text]);
    expect(runs).toEqual([
      ['Ada', 'A '],
      ['Bo', 'small '],
      ['Ada', 'port'],
    ]);
    expect(() => authorshipOf(written.history, { element: null, at: 9 })).toThrow(UnknownSeq);
    const element = written.change(ada, 1_000, (doc) => addElement(doc, { kind: 'idea', title: 'Hall' }));
    expect(() => authorshipOf(written.history, { element, at: 1 })).toThrow(NotThere);
  });
});

describe('[H3] how something was worded', () => {
  test('each wording of a block at any point is what it read then', { timeout: propertyTimeout }, () => {
    const property = fc.property(chosen, ([seed, choice]) => {
      const log = generateLog(seed, 200);
      const history = historyOf(log);
      const plan = replay(log.rows, log.rows.length);
      const element = plan.elements[choice % plan.elements.length];
      const block = element?.body[choice % element.body.length];
      if (!element || !block || block.id === '') return;
      const wordings = wordingsOf(history, { element: element.id, of: { block: block.id } });
      expect(wordings.length).toBeLessThanOrEqual(100);
      wordings.forEach(({ text, to, from, by }, index) => {
        const read = replay(log.rows, to).elements.find(({ id }) => id === element.id);
        const blocks = read?.body.filter(({ id }) => id === block.id) ?? [];
        if (blocks.length === 1) expect(text).toBe(textOf(blocks[0]?.text ?? []));
        expect(log.rows[to - 1]?.actor).toBe(by.id);
        expect(from).toBeLessThan(to);
        expect(to).toBeLessThanOrEqual(wordings[index - 1]?.from ?? log.rows.length);
      });
    });
    fc.assert(property, propertyRuns(25));
  });

  test('typing without a pause is one wording, newest first; a field’s values are wordings too', () => {
    const written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const element = written.change(ada, 1_000, (doc) =>
      addElement(doc, { kind: 'idea', title: 'Hall', body: [textBlock('A')], state: null }),
    );
    const words = (doc: Y.Doc) =>
      ((findBody(doc, element) as Y.XmlFragment).get(0) as Y.XmlElement).get(0) as Y.XmlText;
    const block = String(
      ((findBody(written.history.doc, element) as Y.XmlFragment).get(0) as Y.XmlElement).getAttribute('id'),
    );
    written.change(ada, 1_000, (doc) => words(doc).insert(1, ' roof'));
    written.change(bo, 1_000, (doc) => words(doc).delete(0, 2));
    written.change(bo, 6 * 60_000, (doc) => words(doc).insert(4, '!'));
    written.change(ada, 1_000, (doc) => setElementField(doc, element, 'state', 'done'));
    written.change(bo, 1_000, (doc) => setElementField(doc, element, 'state', null));
    const told = (of: Parameters<typeof wordingsOf>[1]['of']) =>
      wordingsOf(written.history, { element, of }).map(({ text, by, from, to }) => [text, by.name, from, to]);
    expect(told({ block })).toEqual([
      ['roof!', 'Bo', 4, 5],
      ['roof', 'Bo', 3, 4],
      ['A roof', 'Ada', 1, 3],
    ]);
    expect(told({ field: 'title' })).toEqual([['Hall', 'Ada', 1, 2]]);
    expect(told({ field: 'state' })).toEqual([['done', 'Ada', 5, 6]]);
    expect(told({ field: 'none' })).toEqual([]);
    expect(told({ block: 'none' })).toEqual([]);
  });
});
