import type { ElementId } from '@longtable/shared/ids';
import { createElementId } from '@longtable/shared/ids';
import {
  addElement,
  initialisePlan,
  removeElement,
  setElementField,
  setElementState,
} from '@longtable/shared/plan/edits';
import { expect, test } from 'vitest';
import { listStates } from './states.ts';
import { ada, bo, WrittenHistory } from './written-history.ts';

function begin(state?: string | null) {
  const written = new WrittenHistory();
  written.change(ada, 0, (doc) => initialisePlan(doc, { title: 'Ghent' }));
  const id = written.change(ada, 1_000, (doc) => addElement(doc, { kind: 'commitment', title: 'Night buses', state }));
  return { written, id };
}

const told = (written: WrittenHistory, id: ElementId) =>
  listStates(written.history, id).map(({ state, reason, by }) => [state, reason, by.name]);

test('[H2] each state is told with its author, its time and its reason, oldest first', () => {
  const { written, id } = begin();
  written.change(bo, 1_000, (doc) => setElementState(doc, id, 'committed', null));
  written.change(ada, 1_000, (doc) => setElementState(doc, id, 'dropped', 'No money'));
  written.change(bo, 1_000, (doc) => setElementField(doc, id, 'stateReason', 'No drivers'));
  written.change(bo, 1_000, (doc) => setElementState(doc, id, 'committed', null));
  expect(told(written, id)).toEqual([
    ['proposed', null, 'Ada'],
    ['committed', null, 'Bo'],
    ['dropped', 'No money', 'Ada'],
    ['dropped', 'No drivers', 'Bo'],
    ['committed', null, 'Bo'],
  ]);
  expect(listStates(written.history, id).map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]);
  expect(listStates(written.history, id)[0]?.at).toMatch(/^2026-/);
});

test('[H2] a state that was taken away is told, and one that was never there is not', () => {
  const { written, id } = begin(null);
  expect(told(written, id)).toEqual([]);
  written.change(bo, 1_000, (doc) => setElementState(doc, id, 'late', null));
  written.change(ada, 1_000, (doc) => setElementState(doc, id, null, null));
  expect(told(written, id)).toEqual([
    ['late', null, 'Bo'],
    [null, null, 'Ada'],
  ]);
});

test('[H2] the states of an element that was removed, and put back as it was', () => {
  const { written, id } = begin();
  written.change(bo, 1_000, (doc) => removeElement(doc, id));
  expect(told(written, id)).toEqual([['proposed', null, 'Ada']]);
  written.change(bo, 1_000, (doc) => addElement(doc, { id, kind: 'commitment', title: 'Night buses' }));
  written.change(bo, 1_000, (doc) => setElementState(doc, id, 'committed', null));
  expect(told(written, id)).toEqual([
    ['proposed', null, 'Ada'],
    ['committed', null, 'Bo'],
  ]);
});

test('[H2] what was never in the plan has no states', () => {
  expect(told(begin().written, createElementId())).toEqual([]);
});
