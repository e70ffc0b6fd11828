import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createElementId, createObservationId, type ElementId } from '../ids.ts';
import {
  elementsMap,
  findNote,
  planMap,
  planText,
  readElement,
  readElements,
  readElementWithBody,
  readLinks,
  readPlan,
  readPlanHead,
} from './document.ts';
import {
  addElement,
  addTie,
  growElement,
  initialisePlan,
  linkElements,
  linkOnce,
  nameLocalForm,
  nameLocalKind,
  putElementBack,
  removeElement,
  removeObservation,
  setElementState,
  setLinkField,
  startElement,
  startElementOfNewKind,
  startLinkedElement,
  writeObservation,
} from './edits.ts';
import { textBlock } from './rich-text.ts';

function plan(): Y.Doc {
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ghent' });
  return doc;
}

/** What changed, as somebody else's document receives it. */
function changesOf(doc: Y.Doc): { count: number } {
  const changes = { count: 0 };
  doc.on('update', () => changes.count++);
  return changes;
}

function copyOf(doc: Y.Doc, client: number): Y.Doc {
  const copy = new Y.Doc();
  copy.clientID = client;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

const read = (doc: Y.Doc, id: ElementId) => readElement(id, elementsMap(doc).get(id) as Y.Map<unknown>);

describe('edits', () => {
  test('a state and its reason go together, and the reason goes with the state', () => {
    const doc = plan();
    const id = addElement(doc, { kind: 'commitment', title: 'A bench' });
    const changes = changesOf(doc);
    setElementState(doc, id, 'dropped', 'The square is gone.');
    expect(changes.count).toBe(1);
    expect(read(doc, id)).toMatchObject({ state: 'dropped', details: { stateReason: 'The square is gone.' } });
    setElementState(doc, id, 'proposed', null);
    expect(read(doc, id).details).toEqual({});
    setElementState(doc, id, 'proposed', null);
    expect(changes.count).toBe(2);
  });

  test.each([
    [1, 2],
    [2, 1],
  ])('of two states that are set at once, one is kept with its own reason (clients %i and %i)', (mine, others) => {
    const doc = plan();
    const id = addElement(doc, { kind: 'commitment', title: 'A bench', state: 'dropped' });
    setElementState(doc, id, 'dropped', 'No square.');
    for (const [first, second] of [
      [
        (each: Y.Doc) => setElementState(each, id, 'changed', 'A chair.'),
        (each: Y.Doc) => setElementState(each, id, 'done', null),
      ],
      [
        (each: Y.Doc) => setElementState(each, id, 'dropped', 'No money.'),
        (each: Y.Doc) => setElementState(each, id, 'done', null),
      ],
      [(each: Y.Doc) => growElement(each, id, 'deliberation'), (each: Y.Doc) => growElement(each, id, 'governance')],
    ] as const) {
      const [a, b] = [copyOf(doc, mine), copyOf(doc, others)];
      first(a);
      second(b);
      const possible = [read(a, id), read(b, id)];
      Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
      expect(possible).toContainEqual(read(a, id));
    }
  });

  test('a link that the plan has is not made again, unless it has ended, or says something else', () => {
    const doc = plan();
    const [a, b] = ['A', 'B'].map((title) => addElement(doc, { kind: 'actor', title })) as [ElementId, ElementId];
    const tie = { from: a, to: b, type: 'works-with' } as const;
    const first = linkOnce(doc, tie);
    expect(first.isNew).toBe(true);
    const changes = changesOf(doc);
    expect(linkOnce(doc, tie)).toEqual({ id: first.id, isNew: false });
    expect(linkOnce(doc, { ...tie, from: b, to: a })).toEqual({ id: first.id, isNew: false });
    expect(changes.count).toBe(0);
    expect(linkOnce(doc, { ...tie, details: { topic: 'Floods' } }).isNew).toBe(true);
    setLinkField(doc, first.id, 'until', '2999');
    expect(linkOnce(doc, tie).isNew).toBe(false);
    setLinkField(doc, first.id, 'until', '2004');
    expect(linkOnce(doc, tie).isNew).toBe(true);
    expect(linkOnce(doc, { from: a, to: b, type: 'part-of' }).isNew).toBe(true);
    expect(linkOnce(doc, { from: b, to: a, type: 'part-of' }).isNew).toBe(true);
  });

  test('a tie comes in one change with those who were not in the plan', () => {
    const doc = plan();
    const changes = changesOf(doc);
    const { id } = addTie(doc, { actor: { title: 'The city' }, to: { kind: 'network', title: 'Fund' }, since: '2019' });
    expect(changes.count).toBe(1);
    const [city, fund] = readElements(doc).map(({ id }) => id) as [ElementId, ElementId];
    expect(addTie(doc, { actor: { id: city }, to: { kind: 'network', id: fund } })).toEqual({ id, isNew: false });
    // Of those with one title, who is meant is said by whoever ties them.
    addTie(doc, { actor: { id: city }, to: { kind: 'actor', title: 'The city' } });
    expect(changes.count).toBe(2);
    expect(readElements(doc).map(({ title }) => title)).toEqual(['The city', 'Fund', 'The city']);
    expect(
      readLinks(doc)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['member-of', 'works-with']);
  });

  test('observations come in the order in which they were made, those without a date first', () => {
    const doc = plan();
    const id = addElement(doc, { kind: 'capability', title: 'Learning how to learn' });
    const dates = ['', '199X', '[2030..2033]', '2030-05', '2031-05-04'];
    for (const on of [...dates].reverse())
      writeObservation(doc, id, { id: createObservationId(), on, text: 'Seen.', evidence: '' });
    expect(read(doc, id).observations.map(({ on }) => on)).toEqual(dates);
  });

  test('an idea that grows keeps its text, its links and what it was', () => {
    const doc = plan();
    const [idea, other] = [
      addElement(doc, { kind: 'idea', title: 'Benches' }),
      addElement(doc, { kind: 'idea', title: '' }),
    ];
    linkElements(doc, { from: idea, to: other, type: 'part-of' });
    growElement(doc, idea, 'deliberation');
    expect(read(doc, idea)).toMatchObject({ kind: 'deliberation', title: 'Benches', state: 'idea' });
    expect(read(doc, idea).details.grewFrom).toBe('idea');
    expect(readLinks(doc)).toHaveLength(1);
  });

  test('two people who observe something at once both do', () => {
    const doc = plan();
    const id = addElement(doc, { kind: 'capability', title: 'Learning how to learn' });
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    const observe = (to: Y.Doc, on: string) =>
      writeObservation(to, id, { id: createObservationId(), on, text: 'Seen.', evidence: '' });
    observe(doc, '2027');
    observe(copy, '2026');
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(copy));
    const { observations } = read(doc, id);
    expect(observations.map(({ on }) => on)).toEqual(['2026', '2027']);
    for (const observation of observations) removeObservation(doc, id, observation.id);
    expect(read(doc, id).observations).toEqual([]);
  });

  test('a link’s fields can be changed, and a link that is gone stays gone', () => {
    const doc = plan();
    const [from, to] = [
      addElement(doc, { kind: 'vision', title: 'A' }),
      addElement(doc, { kind: 'vision', title: 'B' }),
    ];
    const id = linkElements(doc, { from, to, type: 'competes-with', details: { saidBy: 'The council' } });
    expect(setLinkField(doc, id, 'since', '2026')).toBe(true);
    findNote(doc, id)?.insert(0, 'Both need the square.');
    const [link] = readLinks(doc);
    expect(link).toMatchObject({ since: '2026', note: 'Both need the square.', details: { saidBy: 'The council' } });
    setLinkField(doc, id, 'saidBy', null);
    expect(readLinks(doc)[0]?.details).toEqual({});
    doc.getMap('links').delete(id);
    const changes = changesOf(doc);
    expect(setLinkField(doc, id, 'since', null)).toBe(false);
    expect(findNote(doc, id)).toBeNull();
    expect(changes.count).toBe(0);
  });

  test('a plan names kinds and forms of its own', () => {
    const doc = plan();
    const kind = nameLocalKind(doc, 'Kitchen');
    const form = nameLocalForm(doc, 'Kitchen-table talk');
    nameLocalKind(doc, 'Shared kitchen', kind);
    expect(readPlanHead(doc)).toMatchObject({
      localKinds: [{ id: kind, name: 'Shared kitchen' }],
      localForms: [{ id: form, name: 'Kitchen-table talk' }],
    });
    expect(read(doc, addElement(doc, { kind, title: 'Ours' }))).toMatchObject({ kind, state: null });
  });
});

describe('reading accepts any content', () => {
  test('what is no plan at all, and values of every wrong type', () => {
    const doc = plan();
    const values = [null, 1, 'text', true, [1], { a: 1 }, new Uint8Array([1])];
    for (const value of values) {
      elementsMap(doc).set(createElementId(), value as never);
      const id = createElementId();
      const map = elementsMap(doc).set(id, new Y.Map<unknown>());
      for (const key of ['kind', 'title', 'body', 'state', 'rank', 'form', 'horizonFrom']) map.set(key, value);
      map.set(`observation:${createObservationId()}`, value);
      map.set('observation:short', value);
      planMap(doc).set('kind:x', value);
      planMap(doc).set('languages', value);
    }
    const { elements, localKinds } = readPlan(doc);
    expect(elements).toHaveLength(values.length);
    expect(elements.map(({ kind }) => kind).filter((kind) => kind !== '')).toEqual(['text']);
    expect(localKinds).toEqual([]);
    expect(readElements(doc).every(({ observations }) => observations.length <= 1)).toBe(true);
  });

  test('a review quotes what improvement means when it is begun, also one that grew', () => {
    const doc = plan();
    planText(doc, 'improvement')?.insert(0, 'More people decide.');
    const begun = startElement(doc, { kind: 'review', title: 'After a year' });
    const idea = startElement(doc, { kind: 'idea', title: 'Look back' });
    planText(doc, 'improvement')?.insert(0, 'Even ');
    growElement(doc, idea, 'review');
    expect(read(doc, begun).details.definition).toBe('More people decide.');
    expect(read(doc, idea).details.definition).toBe('Even More people decide.');
  });

  test('an element, its new kind and its link come in one change each', () => {
    const doc = plan();
    const assembly = startElement(doc, { kind: 'deliberation', title: 'Assembly' });
    const changes = changesOf(doc);
    const vision = startLinkedElement(doc, { kind: 'vision', title: 'A city that listens' }, (to) => ({
      from: assembly,
      to,
      type: 'leads-to',
    }));
    expect(changes.count).toBe(1);
    expect(readLinks(doc)).toMatchObject([{ from: assembly, to: vision, type: 'leads-to' }]);
    const ritual = startElementOfNewKind(doc, 'Ritual', 'The long dinner');
    expect(changes.count).toBe(2);
    expect(readPlanHead(doc).localKinds).toEqual([{ id: read(doc, ritual).kind, name: 'Ritual' }]);
  });

  test('an element is put back as it was, with its observations and the links whose other ends are there', () => {
    const doc = plan();
    const [kept, gone] = [
      addElement(doc, { kind: 'actor', title: 'Kept' }),
      addElement(doc, { kind: 'actor', title: '' }),
    ];
    const id = addElement(doc, { kind: 'capability', title: 'Learning', body: [textBlock('How to learn')] });
    writeObservation(doc, id, { id: createObservationId(), on: '2030', text: 'They asked', evidence: '' });
    for (const to of [kept, gone]) linkElements(doc, { from: id, to, type: 'held-by', note: 'since the start' });
    const before = readElementWithBody(id, elementsMap(doc).get(id) as Y.Map<unknown>);
    const links = readLinks(doc);
    removeElement(doc, id);
    removeElement(doc, gone);
    putElementBack(doc, before, links);
    expect(readElementWithBody(id, elementsMap(doc).get(id) as Y.Map<unknown>)).toEqual(before);
    expect(readLinks(doc)).toEqual(links.filter(({ to }) => to === kept));
    putElementBack(doc, { ...before, title: 'Older' }, links);
    expect(read(doc, id).title).toBe('Learning');
  });
});
