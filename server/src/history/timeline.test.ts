import type { ElementId } from '@longtable/shared/ids';
import { createActorId } from '@longtable/shared/ids';
import { findTitle, planText } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, linkElements, removeElement, setElementField } from '@longtable/shared/plan/edits';
import { textBlock, writeBlocks } from '@longtable/shared/plan/rich-text';
import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { LogRow } from '../store/plan-store.ts';
import { BadRange } from './history-errors.ts';
import { PlanHistory } from './plan-history.ts';
import { listRevisions } from './revisions.ts';
import { readTimeline, seqAt, type TimelineQuery } from './timeline.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const begun = Date.UTC(2026, 4, 4, 14);

describe('[H3] a timeline', () => {
  let written: WrittenHistory;
  const write = (actor = ada, later = minuteMs) =>
    written.change(actor, later, (doc) => planText(doc, 'context')?.insert(0, 'x'));
  const read = (query: TimelineQuery = {}) => readTimeline(written.history, query);
  const bodyOf = (doc: Y.Doc, id: ElementId) =>
    doc.getMap<Y.Map<unknown>>('elements').get(id)?.get('body') as Y.XmlFragment;

  beforeEach(() => {
    written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
  });

  test('counts changes by organisation in equal stretches, and leaves out those without one', () => {
    write(bo, minuteMs);
    write(ada, dayMs);
    write(ada, dayMs);
    const { buckets, bucketMs, organisations, people, ...rest } = read({ buckets: 4 });
    expect(organisations).toEqual([
      { name: 'City of Ghent', changes: 3, people: 1 },
      { name: null, changes: 1, people: 1 },
    ]);
    expect(people.map(({ author, changes }) => [author.name, changes])).toEqual([
      ['Ada', 3],
      ['Bo', 1],
    ]);
    expect(bucketMs).toBe(Math.ceil((2 * dayMs + minuteMs + 1) / 4));
    expect(buckets.map(({ from, to, counts }) => ({ from, to, counts }))).toEqual([
      { from: 0, to: 2, counts: { 0: 1, 1: 1 } },
      { from: 2, to: 3, counts: { 0: 1 } },
      { from: 3, to: 4, counts: { 0: 1 } },
    ]);
    expect(rest).toEqual({ since: '2026-05-04T14:00:00.000Z', until: '2026-05-06T14:01:00.000Z', first: 0, last: 4 });
  });

  test('of one second, and of a plan of one change', () => {
    expect(read()).toMatchObject({ first: 0, last: 1, bucketMs: 1, buckets: [{ from: 0, to: 1, counts: { 0: 1 } }] });
    written.together([bo, (doc) => planText(doc, 'context')?.insert(0, 'b')], [ada, (doc) => findTitleOfPlan(doc)]);
    const near = read({ from: new Date(begun).toISOString(), to: new Date(begun + 1_000).toISOString(), buckets: 400 });
    expect(near.buckets.reduce((sum, { counts }) => sum + Object.values(counts).reduce((a, b) => a + b), 0)).toBe(3);
    expect(near.bucketMs).toBe(3);
  });

  test('a period says where the plan stood at its beginning and its end, also where nothing happened in it', () => {
    write(ada, dayMs);
    write(ada, dayMs);
    const from = new Date(begun + dayMs / 2).toISOString();
    expect(read({ from, to: new Date(begun + 1.5 * dayMs).toISOString() })).toMatchObject({ first: 1, last: 2 });
    const quiet = read({ from, to: new Date(begun + 0.6 * dayMs).toISOString() });
    expect(quiet).toMatchObject({ first: 1, last: 1, buckets: [], organisations: [], people: [] });
    const later = new Date(begun + 100 * dayMs).toISOString();
    expect(read({ from: later })).toMatchObject({ since: later, until: later, first: 3, last: 3, buckets: [] });
    expect(() => read({ from, to: new Date(begun).toISOString() })).toThrow(BadRange);
  });

  test('filters as the list of revisions does', () => {
    const idea = written.change(bo, minuteMs, (doc) => addElement(doc, { kind: 'idea', title: 'A bench' }));
    write(ada);
    for (const query of [{ by: bo.id }, { organisation: '' }, { organisation: 'City of Ghent' }, { element: idea }]) {
      const listed = listRevisions(written.history, query).revisions.reduce((sum, { changes }) => sum + changes, 0);
      expect(read(query).people.reduce((sum, { changes }) => sum + changes, 0)).toBe(listed);
    }
    expect(read({ organisation: '' }).people.map(({ author }) => author.name)).toEqual(['Bo']);
  });

  test('tells kinds of change apart', () => {
    const seqsOf = (kind: TimelineQuery['kind']) =>
      listRevisions(written.history, { kind, group: 'session' }).revisions.flatMap(({ by, from }) => [by?.name, from]);
    const session = (name: string, edit: (doc: Y.Doc) => unknown) => written.change(bo, minuteMs, edit, name);
    let idea = '' as ElementId;
    session('elements', (doc) => {
      idea = addElement(doc, { kind: 'idea', title: 'A bench', body: [textBlock('In the sun')] });
    });
    session('text', (doc) => findTitle(doc, idea)?.insert(0, 'Not '));
    session('letters', (doc) => ((bodyOf(doc, idea).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Not '));
    session('fields', (doc) => setElementField(doc, idea, 'horizonFrom', '2030'));
    session('structure', (doc) => (bodyOf(doc, idea).get(0) as Y.XmlElement).setAttribute('kind', 'quote'));
    session('both', (doc) => writeBlocks(bodyOf(doc, idea), [textBlock('And in the rain')]));
    const other = written.change(ada, minuteMs, (doc) => addElement(doc, { kind: 'idea', title: 'Rain' }));
    session('links', (doc) => linkElements(doc, { from: idea, to: other, type: 'part-of' }));
    session('gone', (doc) => removeElement(doc, other));
    expect(seqsOf('text')).toEqual(['Bo', 6, 'Bo', 3, 'Bo', 2, 'Ada', 0]);
    expect(seqsOf('fields')).toEqual(['Bo', 4, 'Ada', 0]);
    expect(seqsOf('structure')).toEqual(['Bo', 6, 'Bo', 5]);
    expect(seqsOf('elements')).toEqual(['Bo', 9, 'Ada', 7, 'Bo', 1]);
    expect(seqsOf('links')).toEqual(['Bo', 9, 'Bo', 8]);
    expect(listRevisions(written.history, { element: idea, kind: 'structure' }).revisions[0]?.touched).toContainEqual(
      expect.objectContaining({ element: idea, how: 'changed', fields: ['body'] }),
    );
  });

  test('where the plan stood at a time is told whole, never in the middle of a second', () => {
    written.together([bo, (doc) => planText(doc, 'context')?.insert(0, 'b')], [ada, (doc) => findTitleOfPlan(doc)]);
    expect(seqAt(written.history, begun - 1)).toEqual({ seq: 0, at: null });
    expect(seqAt(written.history, begun)).toEqual({ seq: 1, at: '2026-05-04T14:00:00.000Z' });
    expect(seqAt(written.history, begun + 1).seq).toBe(1);
    expect(seqAt(written.history, begun + dayMs)).toEqual({ seq: 3, at: '2026-05-04T14:00:00.002Z' });
  });

  test('of 260,000 changes is there at once', () => {
    const history = longHistory(260_000);
    readTimeline(history, { buckets: 400 });
    const start = process.threadCpuUsage();
    const { buckets } = readTimeline(history, { buckets: 400 });
    const { user } = process.threadCpuUsage(start);
    expect(buckets).toHaveLength(400);
    // Takes 30 ms on a machine that does nothing else.
    expect(user / 1_000).toBeLessThan(200);
  }, 60_000);
});

const findTitleOfPlan = (doc: Y.Doc) => (doc.getMap('plan').get('title') as Y.Text).insert(0, 'a');

/** Rows that hold nothing: only who stored them, and when, is asked. */
function longHistory(count: number): PlanHistory {
  const people = Array.from({ length: 40 }, (_, index) => ({
    id: createActorId(),
    name: `P${index}`,
    organisation: index % 7 === 0 ? null : `O${index % 9}`,
  }));
  const update = Y.encodeStateAsUpdate(new Y.Doc());
  const rows = Array.from({ length: count }, (_, index): LogRow => {
    const { id, organisation } = people[index % people.length] as (typeof people)[number];
    const who = { actor: id, onBehalfOf: organisation, session: id, intent: null };
    return { ...who, plan: 'p' as LogRow['plan'], seq: index + 1, boundary: index + 1, at: index * minuteMs, update };
  });
  const history = new PlanHistory();
  history.add(rows, people);
  return history;
}
