import { describe, expect, test } from 'vitest';
import { createElementId, createLinkId, type ElementId } from '../ids.ts';
import type { Element } from './element.ts';
import { statesByKind } from './kinds.ts';
import type { Link, LinkType } from './link.ts';
import { needsReason, refuseStep as refuse, type Step } from './transitions.ts';

function elementOf(kind: string, state: string | null, more: Partial<Element> = {}): Element {
  return {
    id: createElementId(),
    kind,
    title: 'A panel',
    state,
    horizonFrom: null,
    horizonTo: null,
    language: null,
    rank: '',
    reference: null,
    details: {},
    observations: [],
    ...more,
  };
}

function linkOf(type: LinkType, ends: Partial<Link>): Link {
  const [from, to] = [createElementId(), createElementId()];
  return { id: createLinkId(), type, from, to, note: '', since: null, until: null, details: {}, ...ends };
}

const today = Date.UTC(2026, 10, 25);
/** As in a plan that has whatever is linked. */
const refuseStep = (step: Omit<Step, 'there' | 'today'> & { there?: ReadonlySet<ElementId> }) =>
  refuse({ there: new Set(step.links.flatMap(({ from, to }) => [from, to])), today, ...step });

describe('from one state to the next', () => {
  test('a deliberation is not planned before it says what future it leads to, or is a one-off and why', () => {
    const element = elementOf('deliberation', 'idea');
    const step = { element, to: 'planned', reason: null };
    expect(refuseStep({ ...step, links: [] })).toBe('leads-nowhere');
    expect(refuseStep({ ...step, links: [linkOf('leads-to', { from: element.id })] })).toBeNull();
    expect(refuseStep({ element, to: 'one-off', reason: ' ', links: [] })).toBe('no-reason');
    expect(refuseStep({ element, to: 'one-off', reason: 'Money for one evening.', links: [] })).toBeNull();
  });

  test('leading to itself, or to what is gone, leads nowhere', () => {
    const element = elementOf('deliberation', 'idea', { horizonFrom: '2027' });
    const loop = linkOf('leads-to', { from: element.id, to: element.id });
    const lost = linkOf('leads-to', { from: element.id });
    for (const to of ['planned', 'running']) {
      const step = { element, to, reason: null, there: new Set([element.id]) };
      expect(refuseStep({ ...step, links: [loop, lost] })).toBe('leads-nowhere');
    }
  });

  test('what comes from a state with a reason does not go back: it is asked like all others', () => {
    const meal = elementOf('deliberation', 'one-off', { horizonFrom: '2027' });
    const from = (element: Element, to: string, links: Link[] = []) => refuseStep({ element, to, reason: null, links });
    expect(from(meal, 'planned')).toBe('leads-nowhere');
    expect(from(meal, 'running')).toBe('leads-nowhere');
    expect(from(meal, 'reported')).toBe('not-running');
    expect(from(meal, 'idea')).toBeNull();
    expect(from(meal, 'planned', [linkOf('leads-to', { from: meal.id })])).toBeNull();
    const dropped = elementOf('commitment', 'dropped');
    const kept = [linkOf('kept-by', { from: dropped.id })];
    expect(from(dropped, 'done')).toBe('no-keeper');
    expect(from(dropped, 'done', kept)).toBe('not-committed');
    expect(from(dropped, 'committed', kept)).toBeNull();
    expect(from(dropped, 'proposed')).toBeNull();
    expect(from(elementOf('governance', 'suspended'), 'trial')).toBe('no-start');
  });

  test('it goes on only when it runs, is reported, is answered, and somebody keeps what it left', () => {
    const element = (state: string) => elementOf('deliberation', state);
    const step = (state: string, to: string, links: (of: Element) => Link[] = () => []) => {
      const at = element(state);
      return refuseStep({ element: at, to, reason: null, links: links(at) });
    };
    expect(step('planned', 'running')).toBe('leads-nowhere');
    expect(step('planned', 'running', ({ id }) => [linkOf('leads-to', { from: id })])).toBe('no-start');
    const begun = elementOf('deliberation', 'planned', { horizonFrom: '2027' });
    const begins = { element: begun, to: 'running', reason: null };
    expect(refuseStep({ ...begins, links: [] })).toBe('leads-nowhere');
    expect(refuseStep({ ...begins, links: [linkOf('leads-to', { from: begun.id })] })).toBeNull();
    expect(step('planned', 'reported')).toBe('not-running');
    expect(step('running', 'reported')).toBeNull();
    expect(step('reported', 'answered')).toBe('not-answered');
    expect(step('reported', 'answered', ({ id }) => [linkOf('answers', { to: id })])).toBeNull();
    expect(step('answered', 'handed-on')).toBe('no-keeper');
    expect(step('answered', 'handed-on', ({ id }) => [linkOf('kept-by', { from: id })])).toBeNull();
    const lastYear = ({ id }: Element) => [linkOf('kept-by', { from: id, until: '2026' })];
    expect(step('answered', 'handed-on', lastYear)).toBeNull();
    const past = ({ id }: Element) => [linkOf('kept-by', { from: id, until: '2025-12' })];
    expect(step('answered', 'handed-on', past)).toBe('no-keeper');
    const gone = elementOf('deliberation', 'answered');
    const links = [linkOf('kept-by', { from: gone.id })];
    expect(refuseStep({ element: gone, to: 'handed-on', reason: null, links, there: new Set([gone.id]) })).toBe(
      'no-keeper',
    );
  });

  test('nobody commits without a keeper, and nothing goes on that nobody committed to', () => {
    const element = elementOf('commitment', 'proposed');
    const kept = [linkOf('kept-by', { from: element.id })];
    expect(refuseStep({ element, to: 'committed', reason: null, links: [] })).toBe('no-keeper');
    expect(refuseStep({ element, to: 'committed', reason: null, links: kept })).toBeNull();
    expect(refuseStep({ element, to: 'done', reason: null, links: kept })).toBe('not-committed');
    expect(refuseStep({ element, to: 'dropped', reason: null, links: [] })).toBe('no-reason');
    expect(refuseStep({ element, to: 'dropped', reason: 'No money.', links: [] })).toBeNull();
  });

  test('a reason is asked for what goes another way than it was meant to, and for nothing else', () => {
    const asked = Object.entries(statesByKind).flatMap(([kind, states]) =>
      states.filter((to) => needsReason(to)).map((to) => `${kind}: ${to}`),
    );
    expect(asked).toEqual([
      'deliberation: one-off',
      'commitment: changed',
      'commitment: dropped',
      'governance: suspended',
      'governance: lapsed',
    ]);
  });

  test('nothing changes that nobody committed to: that would be a way around it', () => {
    const change = (state: string | null) =>
      refuseStep({ element: elementOf('commitment', state), to: 'changed', reason: 'It grew.', links: [] });
    for (const state of [null, 'proposed', 'dropped']) expect(change(state)).toBe('not-committed');
    for (const state of ['committed', 'late', 'done']) expect(change(state)).toBeNull();
  });

  test('a way of governing is tried before it is adopted', () => {
    const proposed = elementOf('governance', 'proposed');
    expect(refuseStep({ element: proposed, to: 'adopted', reason: null, links: [] })).toBe('no-trial');
    expect(refuseStep({ element: proposed, to: 'trial', reason: null, links: [] })).toBe('no-start');
    expect(refuseStep({ element: proposed, to: 'lapsed', reason: 'Forgotten.', links: [] })).toBe('never-adopted');
    const trial = elementOf('governance', 'trial');
    expect(refuseStep({ element: trial, to: 'adopted', reason: null, links: [] })).toBeNull();
    expect(refuseStep({ element: trial, to: 'suspended', reason: 'An election.', links: [] })).toBeNull();
  });

  test('going back is always possible, except to and from what needs a reason; a local kind has any state', () => {
    for (const [kind, states] of Object.entries(statesByKind)) {
      states.forEach((to, index) => {
        for (const state of states.slice(index + 1).filter((each) => !needsReason(each))) {
          const refusal = refuseStep({ element: elementOf(kind, state), to, reason: null, links: [] });
          expect(refusal).toBe(needsReason(to) ? 'no-reason' : null);
        }
      });
    }
    expect(refuseStep({ element: elementOf('kitchen', 'cold'), to: 'warm', reason: null, links: [] })).toBeNull();
    expect(refuseStep({ element: elementOf('governance', null), to: 'warm', reason: null, links: [] })).toBe(
      'unknown-state',
    );
  });
});
