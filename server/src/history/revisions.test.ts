import type { ChangeNote } from '@longtable/shared/history/change-note';
import type { Version } from '@longtable/shared/history/version';
import { createElementId, createNoteId, createVersionId } from '@longtable/shared/ids';
import { findTitle, planText } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, linkElements, removeElement, setElementField } from '@longtable/shared/plan/edits';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type * as Y from 'yjs';
import type { Actor } from '../store/plan-store.ts';
import { UnknownCursor } from './history-errors.ts';
import type { PlanHistory } from './plan-history.ts';
import { listRevisions, pauseMs } from './revisions.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

describe('[H3] revisions', () => {
  let written: WrittenHistory;
  let history: PlanHistory;

  beforeEach(() => {
    written = new WrittenHistory();
    history = written.history;
  });

  const change = <T>(actor: Actor, later: number, edit: (doc: Y.Doc) => T, session?: string) =>
    written.change(actor, later, edit, session);

  const write = (actor: Actor, later: number, words: string, session?: string) =>
    change(actor, later, (doc) => planText(doc, 'context')?.insert(0, words), session);

  test('a pause of more than five minutes starts a new one, newest first', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    write(ada, pauseMs, 'a');
    write(ada, pauseMs + 1, 'b');
    const { revisions, next } = listRevisions(history, {});
    expect(revisions.map(({ from, to, changes }) => ({ from, to, changes }))).toEqual([
      { from: 2, to: 3, changes: 1 },
      { from: 0, to: 2, changes: 2 },
    ]);
    expect(revisions[1]).toMatchObject({
      since: '2026-05-04T14:00:00.000Z',
      until: '2026-05-04T14:05:00.000Z',
      by: { id: ada.id, name: 'Ada', organisation: 'City of Ghent' },
    });
    expect(next).toBeNull();
  });

  test('two who write at once make one revision each', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    for (let turn = 0; turn < 5; turn++) {
      write(ada, 1_000, 'a');
      write(bo, 1_000, 'b');
    }
    const { revisions } = listRevisions(history, {});
    expect(revisions.map(({ by, from, to, changes }) => [by?.name, from, to, changes])).toEqual([
      ['Bo', 2, 11, 5],
      ['Ada', 0, 10, 6],
    ]);
  });

  test('a revision says in the words of the plan what it touched', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const vision = change(bo, 1_000, (doc) => addElement(doc, { kind: 'vision', title: 'Clean water' }));
    const work = change(bo, 1_000, (doc) => addElement(doc, { kind: 'commitment', title: 'Mend the pipes' }));
    change(ada, 1_000, (doc) => setElementField(doc, work, 'state', 'done'));
    change(ada, 1_000, (doc) => linkElements(doc, { from: work, to: vision, type: 'leads-to' }));
    change(bo, pauseMs * 2, (doc) => removeElement(doc, vision));
    const [removal, adas, bos] = listRevisions(history, {}).revisions;
    expect(bos?.summary).toBe('Added “Clean water”, “Mend the pipes”');
    expect(adas?.touched).toContainEqual({
      element: work,
      title: 'Mend the pipes',
      how: 'changed',
      fields: ['state', 'links'],
    });
    expect(removal?.touched).toContainEqual(
      expect.objectContaining({ element: vision, title: 'Clean water', how: 'removed' }),
    );
  });

  test('what came and went within one revision is said, by the title it last had', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const idea = change(bo, 1_000, (doc) => addElement(doc, { kind: 'idea', title: 'Oops' }));
    change(bo, 1_000, (doc) => findTitle(doc, idea)?.insert(4, ' again'));
    change(bo, 1_000, (doc) => removeElement(doc, idea));
    const [bos] = listRevisions(history, { by: bo.id }).revisions;
    expect(bos?.touched).toMatchObject([{ element: idea, title: 'Oops again', how: 'added-and-removed' }]);
    expect(bos?.summary).toBe('Added and removed again “Oops again”');
  });

  test('what one added and another removed in the same minutes is said of both, by the title it last had', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const idea = change(bo, 1_000, (doc) => addElement(doc, { kind: 'challenge', title: '' }));
    change(bo, 1_000, (doc) => findTitle(doc, idea)?.insert(0, 'Bo wrote this'));
    change(ada, 1_000, (doc) => removeElement(doc, idea));
    change(bo, 1_000, (doc) => planText(doc, 'context')?.insert(0, 'b'));
    const [bos, adas] = listRevisions(history, {}).revisions;
    expect(adas?.touched).toContainEqual(expect.objectContaining({ title: 'Bo wrote this', how: 'removed' }));
    expect(bos?.touched).toContainEqual(expect.objectContaining({ title: 'Bo wrote this', how: 'added' }));
  });

  test('edits in what somebody else added and removed name it by its last title', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const idea = change(ada, 1_000, (doc) => addElement(doc, { kind: 'idea', title: 'Fleeting' }));
    change(bo, 1_000, (doc) => findTitle(doc, idea)?.insert(8, '!'));
    change(ada, 1_000, (doc) => removeElement(doc, idea));
    change(bo, 1_000, (doc) => planText(doc, 'context')?.insert(0, 'b'));
    const [bos, adas] = listRevisions(history, {}).revisions;
    expect(bos?.touched).toContainEqual({ element: idea, title: 'Fleeting!', how: 'changed', fields: ['title'] });
    expect(adas?.touched).toContainEqual(expect.objectContaining({ title: 'Fleeting!', how: 'added-and-removed' }));
  });

  test('within one second, who removed it is told and not who wrote on in it', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const id = createElementId();
    written.together(
      [bo, (doc) => addElement(doc, { id, kind: 'idea', title: 'Quick' })],
      [ada, (doc) => removeElement(doc, id)],
      [bo, (doc) => planText(doc, 'context')?.insert(0, 'b')],
    );
    const [bos, adas] = listRevisions(history, {}).revisions;
    expect(bos?.touched).toContainEqual(expect.objectContaining({ title: 'Quick', how: 'added' }));
    expect(adas?.touched).toContainEqual(expect.objectContaining({ title: 'Quick', how: 'removed' }));
  });

  test('where a row happened is looked up once, and then known', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const idea = change(bo, 1_000, (doc) => addElement(doc, { kind: 'idea', title: 'A bench' }));
    const first = listRevisions(history, { element: idea, group: 'element' });
    const look = vi.spyOn(history, 'itemsIn');
    expect(listRevisions(history, { element: idea, group: 'element' })).toEqual(first);
    expect(look).not.toHaveBeenCalled();
    change(bo, 1_000, (doc) => removeElement(doc, idea));
    expect(listRevisions(history, { element: idea }).revisions[0]?.changes).toBe(2);
    expect(look).toHaveBeenCalled();
  });

  test('a page after what was never on one is refused', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    expect(() => listRevisions(history, { after: 'elsewhere' })).toThrow(UnknownCursor);
  });

  test('a version ends everybody’s revisions, and stands at those that end with it', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    for (const actor of [ada, bo, ada, bo]) write(actor, 1_000, 'x');
    const named = (seq: number, name: string): Version => ({
      id: createVersionId(),
      seq,
      name,
      note: '',
      isProtected: false,
      by: ada,
      at: '2026-05-04T15:00:00.000Z',
      planAt: '2026-05-04T14:00:00.000Z',
    });
    const versions = [named(3, 'Named last'), named(3, 'Named first')];
    const { revisions } = listRevisions(history, {}, { cuts: [3], versions, notes: [] });
    expect(revisions.map(({ by, from, to, version }) => [by?.name, from, to, version?.name])).toEqual([
      ['Bo', 4, 5, undefined],
      ['Ada', 3, 4, undefined],
      ['Bo', 2, 3, 'Named last'],
      ['Ada', 0, 2, undefined],
    ]);
  });

  test('a note stands at the changes that it is about: a reason, and what answers it, at those of its author', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    written.together(
      [bo, (doc) => planText(doc, 'context')?.insert(0, 'b')],
      [ada, (doc) => planText(doc, 'improvement')?.insert(0, 'a')],
    );
    const note = (kind: ChangeNote['kind'], by: Actor, extra: Partial<ChangeNote> = {}): ChangeNote => ({
      id: createNoteId(),
      seq: 3,
      kind,
      text: kind,
      by,
      at: '2026-05-04T15:00:00.000Z',
      answers: null,
      resolvedAt: null,
      resolvedBy: null,
      replacedBy: null,
      ...extra,
    });
    const reason = note('reason', bo);
    const notes = [
      note('reason', bo, { text: 'replaced', replacedBy: reason.id }),
      reason,
      note('reply', ada, { answers: reason.id }),
      note('flag', ada),
      note('flag', ada, { seq: 1, text: 'the first' }),
    ];
    const textsOf = (group: 'pause' | 'day') =>
      listRevisions(history, { group }, { cuts: [], versions: [], notes }).revisions.map((revision) =>
        revision.notes.map(({ text }) => text),
      );
    expect(textsOf('pause')).toEqual([
      ['the first', 'flag'],
      ['reason', 'reply', 'flag'],
    ]);
    expect(textsOf('day')).toEqual([['the first', 'reason', 'reply', 'flag']]);
  });

  test('filters by person, organisation, element and period', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const idea = change(bo, 60_000, (doc) => addElement(doc, { kind: 'idea', title: 'A bench' }));
    change(ada, 60_000, (doc) => setElementField(doc, idea, 'horizonFrom', '2027'));
    const count = (query: Parameters<typeof listRevisions>[1]) =>
      listRevisions(history, query).revisions.reduce((sum, { changes }) => sum + changes, 0);
    expect(count({ by: ada.id })).toBe(2);
    expect(count({ organisation: 'City of Ghent' })).toBe(2);
    expect(count({ organisation: 'Nobody' })).toBe(0);
    expect(count({ element: idea })).toBe(2);
    expect(count({ from: '2026-05-04T14:01:00Z' })).toBe(2);
    expect(count({ to: '2026-05-04T14:01:00Z' })).toBe(1);
  });

  test('the same changes grouped by person, organisation, session, day and element', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    const idea = change(bo, 1_000, (doc) => addElement(doc, { kind: 'idea', title: 'A bench' }), 'phone');
    write(bo, 24 * 3600 * 1_000, 'c', 'laptop');
    const groups = (group: 'person' | 'organisation' | 'session' | 'day' | 'element') =>
      listRevisions(history, { group }).revisions;
    expect(groups('person').map(({ by, changes }) => [by?.name, changes])).toEqual([
      ['Bo', 2],
      ['Ada', 1],
    ]);
    expect(groups('organisation').map(({ changes }) => changes)).toEqual([2, 1]);
    expect(groups('session')).toHaveLength(3);
    expect(groups('day').map(({ by, authors }) => [by?.name, authors.length])).toEqual([
      ['Bo', 1],
      [undefined, 2],
    ]);
    const byElement = groups('element').map(({ touched }) => touched.map(({ element }) => element));
    expect(byElement).toEqual([[null], [idea]]);
  });

  test('pages follow each other without gap or repeat', () => {
    change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    for (let turn = 0; turn < 9; turn++) write(turn % 2 ? ada : bo, pauseMs + 1, 'x');
    const seen: number[] = [];
    let after: string | undefined;
    for (let page = 0; page < 4; page++) {
      const { revisions, next } = listRevisions(history, { limit: 3, after });
      seen.push(...revisions.map(({ to }) => to));
      after = next ?? undefined;
    }
    expect(seen).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(after).toBeUndefined();
  });
});
