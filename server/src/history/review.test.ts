import type { ElementId } from '@longtable/shared/ids';
import { findTitle, planText } from '@longtable/shared/plan/document';
import { addElement, initialisePlan, removeElement, setElementField } from '@longtable/shared/plan/edits';
import { beforeEach, describe, expect, test } from 'vitest';
import { UnknownSeq } from './history-errors.ts';
import { findChange, lastChangeBy, type ReviewQuery, reviewChanges } from './review.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

describe('[H6] since somebody last looked', () => {
  let written: WrittenHistory;
  let hall: ElementId;
  const review = (query: Partial<ReviewQuery> = {}) =>
    reviewChanges(written.history, { actor: ada.id, since: 2, elements: [], ...query });

  beforeEach(() => {
    written = new WrittenHistory();
    written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
    hall = written.change(ada, 1_000, (doc) => addElement(doc, { kind: 'commitment', title: 'A hall' }));
  });

  test('changes of others are gathered by element, the largest first, with who made them', () => {
    written.change(bo, 1_000, (doc) => planText(doc, 'context')?.insert(0, 'b'));
    const bench = written.change(bo, 60_000, (doc) => addElement(doc, { kind: 'idea', title: 'A bench' }));
    for (const state of ['on-track', 'done']) {
      written.change(bo, 60_000, (doc) => setElementField(doc, hall, 'state', state));
    }
    written.change(ada, 1_000, (doc) => findTitle(doc, hall)?.insert(0, 'Not '));
    written.change(bo, 1_000, (doc) => removeElement(doc, bench));
    const { clusters, ...rest } = review();
    expect(rest).toEqual({ head: 8, changes: 5, people: 1, organisations: [] });
    expect(clusters).toMatchObject([
      { element: bench, title: 'A bench', kind: 'idea', how: 'added-and-removed', from: 3, to: 8, changes: 2 },
      { element: hall, title: 'A hall', kind: 'commitment', how: 'changed', fields: ['state'], from: 4, to: 6 },
      { element: null, title: 'Ghent', kind: null, how: 'changed', fields: ['context'], from: 2, to: 3, changes: 1 },
    ]);
    expect(clusters[1]).toMatchObject({
      since: '2026-05-04T14:02:02.000Z',
      until: '2026-05-04T14:03:02.000Z',
      authors: [{ name: 'Bo' }],
      isReviewed: false,
    });
    expect(reviewChanges(written.history, { actor: bo.id, since: 2, elements: [] })).toMatchObject({
      changes: 1,
      organisations: ['City of Ghent'],
    });
  });

  test('what was looked at is so until somebody changes it again, and then only that is new', () => {
    const write = () => written.change(bo, 1_000, (doc) => findTitle(doc, hall)?.insert(0, 'x'));
    write();
    write();
    const clusterOf = (seq: number) => review({ elements: [{ element: hall, seq }] }).clusters[0];
    expect(clusterOf(3)).toMatchObject({ from: 3, to: 4, changes: 1, isReviewed: false });
    expect(clusterOf(4)).toMatchObject({ from: 2, to: 4, changes: 2, isReviewed: true });
    write();
    expect(clusterOf(4)).toMatchObject({ from: 4, to: 5, changes: 1, isReviewed: false });
    expect(review({ since: 5 }).clusters).toEqual([]);
  });

  test('a plan that is behind what somebody saw of it has nothing new', () => {
    expect(review({ since: 99 })).toMatchObject({ head: 2, changes: 0, clusters: [] });
  });

  test('a change is known by who made it, with all of its second', () => {
    written.together(
      [bo, (doc) => planText(doc, 'context')?.insert(0, 'b')],
      [ada, (doc) => findTitle(doc, hall)?.insert(0, 'a')],
    );
    const at = Date.UTC(2026, 4, 4, 14, 0, 1);
    expect(findChange(written.history, 2)).toEqual({ seq: 2, at, authors: [ada] });
    for (const seq of [3, 4, undefined]) {
      expect(findChange(written.history, seq)).toEqual({ seq: 4, at: at + 2, authors: [bo, ada] });
    }
    expect(findChange(written.history, 0)).toEqual({ seq: 0, at: 0, authors: [] });
    expect(() => findChange(written.history, 5)).toThrow(UnknownSeq);
    expect(lastChangeBy(written.history, bo.id)).toEqual({ seq: 4, at: at + 1 });
  });
});
