import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createElementId, createObservationId, type ElementId } from '../ids.ts';
import { planText, readPlan } from './document.ts';
import {
  addElement,
  initialisePlan,
  linkElements,
  type NewElement,
  setElementField,
  writeObservation,
} from './edits.ts';
import type { LinkType } from './link.ts';
import { findSignals, type Signal } from './signals.ts';

const today = Date.UTC(2026, 10, 25);

function plan() {
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ghent' });
  const add = (kind: string, more: Partial<NewElement> = {}) => addElement(doc, { kind, title: kind, ...more });
  const link = (from: ElementId, type: LinkType, to: ElementId, more = {}) =>
    linkElements(doc, { from, to, type, ...more });
  const all = (): Signal[] => Object.values(findSignals(readPlan(doc), today)).flat();
  const find = (type: Signal['type']) => all().filter((signal) => signal.type === type);
  const behind = (type: Signal['type']) => find(type).flatMap(({ elements }) => elements);
  return { doc, add, link, all, find, behind };
}

describe('signals of an empty plan', () => {
  test('say what is not there yet, and nothing else', () => {
    expect(
      plan()
        .all()
        .map(({ type }) => type),
    ).toEqual([
      'serves-one',
      'looks-nowhere',
      'no-definition',
      'no-reviews',
      'capability-missing',
      'capability-missing',
      'capability-missing',
      'no-networks',
      'no-governance',
    ]);
  });
});

describe('flexibility', () => {
  test('what serves more than one end, and who uses what is there', () => {
    const { add, link, behind, find } = plan();
    const [one, two, three] = [add('deliberation'), add('deliberation'), add('deliberation')];
    const [hall, register] = [add('governance'), add('governance')];
    link(one, 'builds', hall);
    link(two, 'uses', hall);
    link(one, 'leads-to', register);
    link(one, 'builds', register);
    expect(behind('serves-several')).toEqual([hall]);
    expect(find('serves-one')).toEqual([]);
    expect(behind('reuses')).toEqual([two]);
    expect(behind('reuses-nothing')).toEqual([one, three]);
  });

  test('what hangs on one actor, and what nobody keeps; parts are kept with their whole', () => {
    const { add, link, behind, find } = plan();
    const [city, school] = [add('actor'), add('actor')];
    const [alone, shared, left, part, done] = [
      add('commitment'),
      add('capability'),
      add('network'),
      add('commitment'),
      add('commitment', { state: 'done' }),
    ];
    link(alone, 'kept-by', city);
    link(alone, 'kept-by', school, { until: '2020' });
    link(shared, 'kept-by', city);
    link(shared, 'kept-by', school);
    link(part, 'part-of', alone);
    expect(find('hangs-on-one')).toEqual([{ type: 'hangs-on-one', actor: city, elements: [alone] }]);
    expect(behind('kept-by-nobody')).toEqual([left]);
    expect(behind('kept-by-nobody')).not.toContain(done);
  });
});

describe('the longer term', () => {
  test('how far the plan looks, and what has no end', () => {
    const { add, find, behind } = plan();
    const near = add('commitment', { horizonTo: '2027' });
    const far = add('vision', { horizonFrom: '2030', horizonTo: '205X' });
    const endless = add('governance', { horizonFrom: '2027', horizonTo: '..' });
    const silent = add('vision');
    add('vision', { horizonTo: 'some day' });
    expect(find('looks-until')).toEqual([{ type: 'looks-until', until: '205X', elements: [far] }]);
    expect(behind('open-ended')).toEqual([endless]);
    expect(behind('no-horizon')).toContain(silent);
    expect(behind('no-horizon')).toHaveLength(2);
    expect(behind('no-horizon')).not.toContain(near);
  });

  test('a plan whose last date is over looks ahead no more', () => {
    const { add, find } = plan();
    add('commitment', { horizonTo: '2024' });
    expect(find('looked-until')).toMatchObject([{ until: '2024' }]);
  });

  test('deliberations that lead nowhere, also when they lead to nothing that is there', () => {
    const { add, link, behind } = plan();
    const [meal, kitchen, lost] = [add('deliberation'), add('deliberation'), add('deliberation')];
    link(kitchen, 'leads-to', add('commitment'));
    link(lost, 'leads-to', createElementId());
    expect(behind('leads-nowhere')).toEqual([meal, lost]);
  });

  test('keepers whose time has ended, unless somebody came after', () => {
    const { add, link, behind } = plan();
    const [city, left, handed] = [add('actor'), add('commitment'), add('commitment')];
    link(left, 'kept-by', city, { until: '2025-12' });
    link(handed, 'kept-by', city, { until: '2025-12' });
    link(handed, 'kept-by', add('actor'), { since: '2026' });
    for (const state of ['done', 'dropped']) {
      link(add('commitment', { state }), 'kept-by', city, { until: '2025-12' });
    }
    link(add('governance', { state: 'lapsed' }), 'kept-by', city, { until: '2025-12' });
    expect(behind('keeper-gone')).toEqual([left]);
    expect(behind('kept-by-nobody')).toEqual([left]);
  });
});

describe('self-improvement', () => {
  test('the definition, and reviews that are held, due and overdue', () => {
    const { doc, add, link, behind, find } = plan();
    planText(doc, 'improvement')?.insert(0, 'More people decide.');
    const held = add('review', { details: { reviewedOn: '2026-03' } });
    const late = add('review', { horizonTo: '2026-06' });
    const due = add('review', { horizonTo: '2027' });
    expect(find('definition')).toHaveLength(1);
    expect([behind('reviews-held'), behind('reviews-overdue'), behind('reviews-due')]).toEqual([[held], [late], [due]]);
    expect(behind('nothing-learned')).toEqual([held]);
    const changed = add('commitment');
    link(changed, 'learns-from', held);
    expect(behind('learned')).toEqual([changed]);
    expect(find('nothing-learned')).toEqual([]);
  });

  test('a review is held once the day has come on which it was: neither “soon” nor a day ahead is one', () => {
    const { add, behind } = plan();
    const reviews = ['soon', '2027'].map((reviewedOn) => add('review', { details: { reviewedOn } }));
    const today = add('review', { details: { reviewedOn: '2026-11-25' } });
    expect([behind('reviews-due'), behind('reviews-held')]).toEqual([reviews, [today]]);
  });

  test('the three capabilities: missing, there, observed lately', () => {
    const { doc, add, find } = plan();
    const learning = add('capability', { title: 'Leren leren', details: { form: 'learning' } });
    add('capability', { title: 'The power grid: using and challenging power' });
    const design = add('capability', { title: 'Ontwerp', details: { form: 'design' } });
    const observe = (on: string) =>
      writeObservation(doc, learning, { id: createObservationId(), on, text: 'Seen', evidence: '' });
    observe('2020');
    observe('2027');
    expect(find('capability-unobserved')).toEqual([
      { type: 'capability-unobserved', capability: 'learning', elements: [learning] },
      { type: 'capability-unobserved', capability: 'design', elements: [design] },
    ]);
    expect(find('capability-missing')).toEqual([{ type: 'capability-missing', capability: 'power', elements: [] }]);
    observe('2026-05');
    expect(find('capability-observed')).toMatchObject([{ capability: 'learning' }]);
  });
});

test('networks that last, are about one topic, or have nobody; governance that is tried and adopted', () => {
  const { doc, add, link, behind, find } = plan();
  const [lasting, topical, empty] = [add('network'), add('network'), add('network')];
  const actor = add('actor');
  link(actor, 'member-of', lasting);
  link(actor, 'member-of', topical, { details: { topic: 'Trams' } });
  link(actor, 'member-of', empty, { until: '2020' });
  expect([behind('networks-lasting'), behind('networks-topical'), behind('networks-empty')]).toEqual([
    [lasting],
    [topical],
    [empty],
  ]);
  const governance = add('governance');
  expect(find('no-governance')).toHaveLength(1);
  setElementField(doc, governance, 'state', 'trial');
  expect(behind('governance-trial')).toEqual([governance]);
  setElementField(doc, governance, 'state', 'adopted');
  expect(behind('governance-adopted')).toEqual([governance]);
  expect(find('no-governance')).toEqual([]);
});
