import { createBlockId, createElementId, type ElementId } from '@longtable/shared/ids';
import { findBody, findElementMap, findTitle, readElementWithBody } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, linkElements, removeElement, setElementField } from '@longtable/shared/plan/edits';
import { plainText, type Span, textBlock, writeBlocks } from '@longtable/shared/plan/rich-text';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type PlanWithBodies, readPlanDocument } from '../room/plan-documents.ts';
import type { Actor, LogRow } from '../store/plan-store.ts';
import { authorshipOf } from './authorship.ts';
import { diffPlan } from './diff.ts';
import { type GeneratedLog, generateLog } from './generated-log.ts';
import { NoPlaceFor, NotThere, UnknownSeq } from './history-errors.ts';
import type { PlanHistory } from './plan-history.ts';
import { historyOf, livesByReplay, propertyRuns, propertyTimeout, replay } from './replayed-log.ts';
import { makeRestore } from './restore.ts';
import { encodeRestored, type RestoreTarget } from './restored.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

const client = 4_000_000_000;
/** Far more than it takes, milliseconds. */
const soonMs = 5_000;

/** The plan before and after a restore, as somebody reads it whose document drops what is deleted. */
function restoredPlan(
  log: GeneratedLog,
  history: PlanHistory,
  target: RestoreTarget,
): { before: PlanWithBodies; after: PlanWithBodies } {
  const live = new Y.Doc();
  for (const { update } of log.rows) Y.applyUpdate(live, update);
  const before = withWholeSpans(readPlanDocument(live));
  const change = makeRestore(history, target, client);
  if (change) Y.applyUpdate(live, change.update);
  const after = withWholeSpans(readPlanDocument(live));
  if (change) expect(partOf(withWholeSpans(readPlanDocument(change.doc)), target)).toEqual(partOf(after, target));
  return { before, after };
}

/**
 * What a restore is to make read as it did. Elsewhere marks that were set at the same time may read differently in a document
 * that tidied up in between, restored or not.
 */
function partOf(plan: PlanWithBodies, { element, block }: RestoreTarget): unknown {
  if (element === null) return plan;
  const found = plan.elements.find(({ id }) => id === element);
  return block === null ? found : found?.body.filter(({ id }) => id === block);
}

/** Marks that mark nothing are tidied up by some documents only: letters that look alike are one span. */
function withWholeSpans(plan: PlanWithBodies): PlanWithBodies {
  const join = (spans: readonly Span[]) =>
    spans.reduce<Span[]>((joined, { text, ...marks }) => {
      const last = joined.at(-1);
      const { text: _text, ...lastMarks } = last ?? { text: '' };
      if (last && JSON.stringify(lastMarks) === JSON.stringify(marks)) last.text += text;
      else joined.push({ text, ...marks });
      return joined;
    }, []);
  const elements = plan.elements.map((element) => ({
    ...element,
    body: element.body.map((block) => ({ ...block, text: join(block.text) })),
  }));
  return { ...plan, elements };
}

const planAt = (log: GeneratedLog, seq: number) => withWholeSpans(replay(log.rows, seq));

/** A seed, and two numbers that choose something in its log. */
const chosen = fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.nat(), fc.nat());

describe('[H5] a generated plan, restored', () => {
  test('the whole plan reads as it did', { timeout: propertyTimeout }, () => {
    const property = fc.property(chosen, ([seed, choice]) => {
      const log = generateLog(seed, 300);
      const seq = 1 + (choice % log.rows.length);
      const { after } = restoredPlan(log, historyOf(log), { seq, element: null, block: null });
      expect(after).toEqual(planAt(log, seq));
    });
    fc.assert(property, propertyRuns(30));
  });

  test('an element reads as it did, and all else as it does', { timeout: propertyTimeout }, () => {
    const property = fc.property(chosen, ([seed, choice, which]) => {
      const log = generateLog(seed, 300);
      const seq = 1 + (choice % log.rows.length);
      const then = planAt(log, seq);
      const element = then.elements[which % then.elements.length];
      if (!element) return;
      const { before: now, after } = restoredPlan(log, historyOf(log), { seq, element: element.id, block: null });
      const others = (plan: PlanWithBodies) => plan.elements.filter(({ id }) => id !== element.id);
      expect(after.elements.find(({ id }) => id === element.id)).toEqual(element);
      expect(others(after)).toEqual(others(now));
      const isThere = (id: ElementId) => after.elements.some((one) => one.id === id);
      const linksFrom = (plan: PlanWithBodies) => plan.links.filter(({ from }) => from === element.id);
      const expected = linksFrom(then).filter(({ id, to }) => isThere(to) || now.links.some((link) => link.id === id));
      expect(linksFrom(after)).toEqual(expected);
      const linksElsewhere = (plan: PlanWithBodies) =>
        plan.links.filter(({ from, to }) => from !== element.id && to !== element.id);
      expect(linksElsewhere(after)).toEqual(linksElsewhere(now));
    });
    fc.assert(property, propertyRuns(30));
  });

  test('also marks that documents have tidied away since, as they marked nothing', () => {
    const log = generateLog(4309, 300);
    const seq = 128;
    const [element] = planAt(log, seq).elements;
    const target = { seq, element: element?.id ?? null, block: null };
    const { after } = restoredPlan(log, historyOf(log), target);
    expect(after.elements.find(({ id }) => id === element?.id)).toEqual(element);
  });

  test('a block reads as it did, and all others as they do', { timeout: propertyTimeout }, () => {
    const property = fc.property(chosen, ([seed, choice, which]) => {
      const log = generateLog(seed, 300);
      const seq = 1 + (choice % log.rows.length);
      const [then, now] = [planAt(log, seq), planAt(log, log.rows.length)];
      const element = then.elements[which % then.elements.length];
      const block = element?.body[which % element.body.length];
      const there = now.elements.find(({ id }) => id === element?.id);
      const isAlone = ({ body }: { body: { id: string }[] }) => body.filter(({ id }) => id === block?.id).length <= 1;
      if (!element || !block || block.id === '' || !there || !isAlone(element) || !isAlone(there)) return;
      const target = { seq, element: element.id, block: block.id };
      const { before, after } = restoredPlan(log, historyOf(log), target);
      const here = before.elements.find(({ id }) => id === element.id);
      const restored = after.elements.find(({ id }) => id === element.id);
      const others = (body: typeof there.body) => body.filter(({ id }) => id !== block.id);
      expect(restored?.body.filter(({ id }) => id === block.id)).toEqual([block]);
      expect(others(restored?.body ?? [])).toEqual(others(here?.body ?? []));
      expect({ ...restored, body: [] }).toEqual({ ...here, body: [] });
      expect(after.elements.filter(({ id }) => id !== element.id)).toEqual(
        before.elements.filter(({ id }) => id !== element.id),
      );
    });
    fc.assert(property, propertyRuns(40));
  });

  test('[H2] every character keeps its first author', { timeout: propertyTimeout }, () => {
    const property = fc.property(chosen, ([seed, choice]) => {
      const log = generateLog(seed, 300);
      const history = historyOf(log);
      const lives = livesByReplay(log.rows);
      const seq = 1 + (choice % log.rows.length);
      const restored = afterRestore(history, { seq, element: null, block: null }, log.actors[0] as Actor);
      const { elements } = replay(log.rows, seq);
      for (const { id } of elements) {
        const { texts, blocks } = authorshipOf(restored, { element: id });
        for (const run of [...texts, ...blocks].flatMap(({ runs }) => runs)) {
          for (const character of run.text) {
            const life = lives.get(character);
            if (!life) continue;
            expect(run.by.id).toBe(log.rows[life.born - 1]?.actor);
            expect(run.seq).toBe(life.born);
            if (life.died > 0) expect(run.restored?.by.id).toBe(log.actors[0]?.id);
          }
        }
      }
    });
    fc.assert(property, propertyRuns(20));
  });

  test('what is restored twice is not there twice', { timeout: propertyTimeout }, () => {
    const property = fc.property(chosen, ([seed, choice]) => {
      const log = generateLog(seed, 200);
      const seq = 1 + (choice % log.rows.length);
      const target = { seq, element: null, block: null };
      const once = afterRestore(historyOf(log), target, log.actors[0] as Actor);
      const twice = makeRestore(once, target, client + 1);
      expect(withWholeSpans(readPlanDocument(twice?.doc ?? once.copyDocument()))).toEqual(planAt(log, seq));
    });
    fc.assert(property, propertyRuns(15));
  });
});

/** The history with the restore in it. */
function afterRestore(history: PlanHistory, target: RestoreTarget, actor: Actor): PlanHistory {
  const change = makeRestore(history, target, client);
  if (!change) return history;
  const seq = history.head + 1;
  const row: LogRow = {
    plan: 'p' as LogRow['plan'],
    seq,
    boundary: seq,
    actor: actor.id,
    onBehalfOf: actor.organisation,
    session: 'restore',
    at: Date.UTC(2026, 5, 1),
    intent: 'restore',
    update: change.update,
    restored: encodeRestored({ ...change.target, copied: change.copied }),
  };
  return history.withChange(change.doc, row, actor);
}

describe('[H5] a restore', () => {
  function begin() {
    const written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const element = written.change(ada, 1_000, (doc) =>
      addElement(doc, { kind: 'idea', title: 'Hall', body: [textBlock('A roof.'), textBlock('A floor.')] }),
    );
    return { written, element, was: written.history.head };
  }
  const blocksOf = ({ history }: WrittenHistory, element: ElementId) =>
    readElementWithBody(element, findElementMap(history.doc, element) as Y.Map<unknown>).body;

  test('leaves what others write meanwhile in other blocks, and what they wrote since', () => {
    const { written, element, was } = begin();
    const [roof] = blocksOf(written, element);
    written.change(bo, 1_000, (doc) => wordsOf(doc, element, 0).delete(2, 4));
    written.change(bo, 1_000, (doc) => wordsOf(doc, element, 1).insert(0, 'Also: '));
    const change = makeRestore(written.history, { seq: was, element, block: roof?.id ?? '' }, client);
    const late = written.offline(bo, (doc) => wordsOf(doc, element, 1).insert(0, 'Late. '));
    written.store(ada, change?.update as Uint8Array);
    written.store(bo, late);
    expect(plainText(blocksOf(written, element))).toBe('A roof.\nLate. Also: A floor.');
  });

  test('brings back an element with its links, also those to it that went with it', () => {
    const { written, element } = begin();
    const goal = written.change(bo, 1_000, (doc) => addElement(doc, { kind: 'vision', title: 'Goal' }));
    written.change(bo, 1_000, (doc) => linkElements(doc, { from: element, to: goal, type: 'answers' }));
    written.change(bo, 1_000, (doc) => linkElements(doc, { from: goal, to: element, type: 'part-of' }));
    const was = written.history.head;
    written.change(bo, 1_000, (doc) => removeElement(doc, element));
    const change = makeRestore(written.history, { seq: was, element, block: null }, client);
    expect(readPlanDocument(change?.doc as Y.Doc)).toEqual(readPlanDocument(written.history.documentAt(was)));
    const restored = afterRestore(written.history, { seq: was, element, block: null }, bo);
    const { changes } = diffPlan(restored, { from: was, to: restored.head });
    expect(changes).toEqual([]);
    const { texts, blocks } = authorshipOf(restored, { element });
    expect(texts[0]?.runs).toMatchObject([{ text: 'Hall', by: { name: 'Ada' }, restored: { by: { name: 'Bo' } } }]);
    expect(blocks.flatMap(({ runs }) => runs.map(({ by }) => by.name))).toEqual(['Ada', 'Ada']);
  });

  test('of a paragraph puts it back at its place, also where its element was itself restored meanwhile', () => {
    const { written, element } = begin();
    const more = ['A door.', 'A wall.', 'A stair.'].map((text) => textBlock(text));
    written.change(ada, 1_000, (doc) => writeBlocks(findBody(doc, element) as Y.XmlFragment, more));
    const was = written.history.head;
    const body = blocksOf(written, element);
    const restore = (block: string | null) => {
      const change = makeRestore(written.history, { seq: was, element, block }, client + written.history.head);
      written.change(ada, 1_000, (doc) => Y.applyUpdate(doc, change?.update as Uint8Array));
    };
    written.change(bo, 1_000, (doc) => removeElement(doc, element));
    restore(null);
    for (const gone of [[2], [2, 1], [0], [0, 1, 2, 3], [4]]) {
      for (const at of gone) {
        written.change(bo, 1_000, (doc) => {
          const fragment = findBody(doc, element) as Y.XmlFragment;
          const ids = fragment.toArray().map((node) => (node as Y.XmlElement).getAttribute('id'));
          fragment.delete(ids.indexOf(body[at]?.id), 1);
        });
      }
      for (const at of gone) restore(body[at]?.id ?? null);
      expect(plainText(blocksOf(written, element))).toBe(plainText(body));
    }
  });

  describe('of something that went within a second', () => {
    const restored = ({ history }: WrittenHistory, target: RestoreTarget) => {
      const change = makeRestore(history, target, client);
      const { elements } = readPlanDocument(change?.doc as Y.Doc);
      return elements.map(({ title, body }) => [title, plainText(body)]);
    };

    test.each([
      ['somebody else', bo],
      ['whoever removes it', ada],
    ])('brings back what %s had written in it meanwhile, and not what they had taken back', (_who, writer) => {
      const { written, element, was } = begin();
      written.together(
        [writer, (doc) => findTitle(doc, element)?.insert(4, ' of musics')],
        [writer, (doc) => findTitle(doc, element)?.delete(13, 1)],
        [writer, (doc) => findBody(doc, element)?.push([paragraph('A door.')])],
        [ada, (doc) => removeElement(doc, element)],
      );
      const target = { seq: was, element, block: null };
      expect(restored(written, target)).toEqual([['Hall of music', 'A roof.\nA floor.\nA door.']]);
      const { texts } = authorshipOf(afterRestore(written.history, target, bo), { element });
      expect(texts[0]?.runs.at(-1)).toMatchObject({
        text: expect.stringMatching(/ of music$/),
        by: { name: writer.name },
      });
      const once = afterRestore(written.history, target, bo);
      expect(makeRestore(once, target, client + 1)).toBeNull();
    });

    test('brings it back just as it was where somebody had emptied it first', () => {
      const { written, element, was } = begin();
      written.together(
        [ada, (doc) => findTitle(doc, element)?.insert(4, ' of shame')],
        [ada, (doc) => findBody(doc, element)?.delete(0, 2)],
        [ada, (doc) => removeElement(doc, element)],
      );
      expect(restored(written, { seq: was, element, block: null })).toEqual([['Hall', 'A roof.\nA floor.']]);
    });

    test('does so for a paragraph, but not where it only went elsewhere', () => {
      const { written, element, was } = begin();
      const [roof] = blocksOf(written, element);
      const target = { seq: was, element, block: roof?.id ?? '' };
      const write = (doc: Y.Doc) => wordsOf(doc, element, 0).insert(7, ' Green.');
      written.together([bo, write], [ada, (doc) => findBody(doc, element)?.delete(0, 1)]);
      expect(restored(written, target)).toEqual([['Hall', 'A roof. Green.\nA floor.']]);

      const other = begin();
      const [moved] = blocksOf(other.written, other.element);
      const move = (doc: Y.Doc) =>
        doc.transact(() => {
          const body = findBody(doc, other.element) as Y.XmlFragment;
          body.delete(0, 1);
          writeBlocks(body, [{ ...textBlock('A roof. Green.'), id: moved?.id ?? createBlockId() }]);
        });
      other.written.together([bo, (doc) => wordsOf(doc, other.element, 0).insert(7, ' Green.')], [ada, move]);
      expect(restored(other.written, { seq: other.was, element: other.element, block: moved?.id ?? '' })).toEqual([
        ['Hall', 'A floor.\nA roof.'],
      ]);
    });
  });

  test('of a field takes it back, and of what is so already does nothing', () => {
    const { written, element, was } = begin();
    written.change(bo, 1_000, (doc) => setElementField(doc, element, 'state', 'done'));
    const change = makeRestore(written.history, { seq: was, element, block: null }, client);
    expect(readPlanDocument(change?.doc as Y.Doc).elements[0]?.state).not.toBe('done');
    expect(change?.copied).toEqual([]);
    expect(makeRestore(written.history, { seq: written.history.head, element, block: null }, client)).toBeNull();
  });

  test('of an element with a very long text, which was restored before, soon finds that it reads the same', () => {
    const { written, element } = begin();
    written.change(bo, 1_000, (doc) => wordsOf(doc, element, 0).insert(0, 'Long. '.repeat(5_000)));
    const was = written.history.head;
    written.change(bo, 1_000, (doc) => removeElement(doc, element));
    const target = { seq: was, element, block: null };
    const restored = afterRestore(written.history, target, ada);
    const start = performance.now();
    expect(makeRestore(restored, target, client + 1)).toBeNull();
    expect(performance.now() - start).toBeLessThan(soonMs);
  });

  test('of an element in which somebody claims to have deleted 2^30 letters, or with values that JSON can’t hold', () => {
    const { written, element } = begin();
    written.change(bo, 1_000, (doc) => {
      findElementMap(doc, element)?.set('state', 7n);
      doc.transact((transaction) => {
        const id = Y.createID(doc.clientID, Y.getState(doc.store, doc.clientID));
        const body = findBody(doc, element) as unknown as Y.AbstractType<unknown>;
        const content = new Y.ContentDeleted(2 ** 30);
        new Y.Item(id, null, null, null, null, body, null, content).integrate(transaction, 0);
      });
    });
    const was = written.history.head;
    const target = { seq: was, element, block: null };
    expect(makeRestore(written.history, target, client)).toBeNull();
    written.change(bo, 1_000, (doc) => removeElement(doc, element));
    const restored = afterRestore(written.history, target, ada);
    const start = performance.now();
    expect(makeRestore(restored, target, client + 1)).toBeNull();
    expect(performance.now() - start).toBeLessThan(soonMs);
  });

  test('says what can’t be restored, and why', () => {
    const { written, element, was } = begin();
    const [roof] = blocksOf(written, element);
    const restore = (target: Partial<RestoreTarget>) => () =>
      makeRestore(written.history, { seq: was, element: null, block: null, ...target }, client);
    expect(restore({ seq: was + 1 })).toThrow(UnknownSeq);
    expect(restore({ seq: 0 })).toThrow(NotThere);
    expect(restore({ element: createElementId() })).toThrow(NotThere);
    expect(restore({ element, block: 'none' })).toThrow(NotThere);
    written.change(bo, 1_000, (doc) => removeElement(doc, element));
    expect(restore({ block: roof?.id ?? '' })).toThrow(NoPlaceFor);
    expect(restore({ element })()?.target).toEqual({ seq: was, element, block: null });
  });

  test('of a title that two people wrote gives each their words back', () => {
    const { written, element } = begin();
    written.change(bo, 1_000, (doc) => findTitle(doc, element)?.insert(4, ' of all'));
    const was = written.history.head;
    written.change(ada, 1_000, (doc) => {
      const title = findTitle(doc, element) as Y.Text;
      title.delete(0, title.length);
      title.insert(0, 'Shed');
    });
    const restored = afterRestore(written.history, { seq: was, element, block: null }, ada);
    const { texts } = authorshipOf(restored, { element });
    expect(texts[0]?.runs.map(({ text, by }) => [text, by.name])).toEqual([
      ['Hall', 'Ada'],
      [' of all', 'Bo'],
    ]);
  });
});

const wordsOf = (doc: Y.Doc, element: ElementId, block: number) =>
  ((findBody(doc, element) as Y.XmlFragment).get(block) as Y.XmlElement).get(0) as Y.XmlText;

function paragraph(words: string): Y.XmlElement {
  const block = new Y.XmlElement('block');
  block.setAttribute('id', createBlockId());
  block.setAttribute('kind', 'paragraph');
  block.insert(0, [new Y.XmlText(words)]);
  return block;
}
