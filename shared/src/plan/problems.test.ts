import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createElementId, createLinkId, createObservationId, type ElementId } from '../ids.ts';
import { elementsMap, linksMap, planMap, readLinks, readPlan } from './document.ts';
import {
  addElement,
  initialisePlan,
  linkElements,
  nameLocalKind,
  removeScrap,
  setUnknownLinkType,
  writeObservation,
} from './edits.ts';
import type { Element } from './element.ts';
import type { Link, LinkDetails, LinkType } from './link.ts';
import { findProblems } from './problems.ts';

function plan() {
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ghent' });
  return { doc, add: (kind: string, more = {}) => addElement(doc, { kind, title: kind, ...more }) };
}

const problemsIn = (doc: Y.Doc) => findProblems(readPlan(doc));

describe('finding problems', () => {
  test('a plan without any has none', () => {
    const { doc, add } = plan();
    const [a, b] = [add('commitment', { horizonFrom: '2030', horizonTo: '203X' }), add('actor')];
    linkElements(doc, { from: a, to: b, type: 'kept-by', since: '2020', until: '2024' });
    linkElements(doc, { from: a, to: b, type: 'kept-by', since: '2028' });
    addElement(doc, { kind: nameLocalKind(doc, 'Ritual'), title: 'Bread', state: 'shared', horizonTo: '..' });
    expect(problemsIn(doc)).toEqual([]);
  });

  test('kinds and states that nobody knows', () => {
    const { doc, add } = plan();
    const [odd, vision, work] = [add('ritual'), add('vision', { state: 'done' }), add('commitment', { state: 'ripe' })];
    expect(problemsIn(doc)).toEqual([
      { type: 'unknown-kind', element: odd, kind: 'ritual' },
      { type: 'unknown-state', element: vision, state: 'done' },
      { type: 'unknown-state', element: work, state: 'ripe' },
    ]);
  });

  test('dates that are none, and those that are turned', () => {
    const { doc, add } = plan();
    const soon = add('commitment', { horizonFrom: 'soon', horizonTo: '2031-02-30' });
    const turned = add('commitment', { horizonFrom: '203X', horizonTo: '2025' });
    const actor = add('actor');
    const link = linkElements(doc, { from: turned, to: actor, type: 'kept-by', since: 'always' });
    expect(problemsIn(doc)).toEqual([
      { type: 'unreadable-date', element: soon, field: 'horizonFrom', value: 'soon' },
      { type: 'unreadable-date', element: soon, field: 'horizonTo', value: '2031-02-30' },
      { type: 'turned-horizon', element: turned },
      { type: 'unreadable-link-date', link, element: turned, value: 'always' },
    ]);
  });

  test('days of reviews, observations and agreements that are none', () => {
    const { doc, add } = plan();
    const [review, vision] = [
      add('review', { details: { reviewedOn: 'soon' } }),
      add('vision', { details: { standingSince: 'long ago' } }),
    ];
    const skill = add('capability');
    for (const on of ['', '2026', 'last week']) {
      writeObservation(doc, skill, { id: createObservationId(), on, text: 'Seen', evidence: '' });
    }
    expect(problemsIn(doc)).toEqual([
      { type: 'unreadable-date', element: review, field: 'reviewedOn', value: 'soon' },
      { type: 'unreadable-date', element: vision, field: 'standingSince', value: 'long ago' },
      { type: 'unreadable-date', element: skill, field: null, value: 'last week' },
    ]);
  });

  test('links that join what they can’t, and one thing with itself', () => {
    const { doc, add } = plan();
    const [work, vision, actor] = [add('commitment'), add('vision'), add('actor')];
    const [odd, own] = [add('ritual'), add(nameLocalKind(doc, 'Bread'))];
    const link = (from: ElementId, type: LinkType, to: ElementId) => linkElements(doc, { from, to, type });
    const misfit = link(work, 'answers', vision);
    const local = link(own, 'leads-to', vision);
    const itself = link(actor, 'works-with', actor);
    link(odd, 'leads-to', vision);
    link(own, 'part-of', work);
    const problems = problemsIn(doc).filter(({ type }) => type !== 'unknown-kind');
    expect(problems).toHaveLength(3);
    expect(problems).toEqual(
      expect.arrayContaining([
        { type: 'misfit-link', link: misfit, linkType: 'answers', from: work, to: vision },
        { type: 'misfit-link', link: local, linkType: 'leads-to', from: own, to: vision },
        { type: 'link-to-itself', link: itself, linkType: 'works-with', element: actor },
      ]),
    );
  });

  test('what a link says with a word that it does not have', () => {
    const { doc, add } = plan();
    const [work, panel] = [add('commitment'), add('deliberation')];
    const answer = linkElements(doc, { from: work, to: panel, type: 'answers', details: { outcome: 'maybe' } });
    linkElements(doc, { from: panel, to: work, type: 'leads-to', details: { chance: 'might' } });
    expect(problemsIn(doc)).toEqual([
      { type: 'unknown-answer', link: answer, linkType: 'answers', element: work, field: 'outcome', value: 'maybe' },
    ]);
  });

  test('links to nothing, from either end or both', () => {
    const { doc, add } = plan();
    const here = add('commitment');
    const out = linkElements(doc, { from: here, to: createElementId(), type: 'builds' });
    const into = linkElements(doc, { from: createElementId(), to: here, type: 'uses' });
    const lost = linkElements(doc, { from: createElementId(), to: createElementId(), type: 'uses' });
    expect(problemsIn(doc)).toHaveLength(3);
    expect(problemsIn(doc)).toEqual(
      expect.arrayContaining([
        { type: 'link-to-nothing', link: out, linkType: 'builds', element: here },
        { type: 'link-to-nothing', link: into, linkType: 'uses', element: here },
        { type: 'link-to-nothing', link: lost, linkType: 'uses', element: null },
      ]),
    );
  });

  test('circles of parts and of what leads where, each once, with the links that make them', () => {
    const { doc, add } = plan();
    const [a, b, c, d] = [add('vision'), add('vision'), add('idea'), add('deliberation')];
    const parts = [
      linkElements(doc, { from: a, to: b, type: 'part-of' }),
      linkElements(doc, { from: b, to: c, type: 'part-of' }),
      linkElements(doc, { from: c, to: a, type: 'part-of' }),
    ];
    linkElements(doc, { from: d, to: a, type: 'part-of' });
    const self = linkElements(doc, { from: d, to: d, type: 'leads-to' });
    linkElements(doc, { from: a, to: b, type: 'complements' });
    linkElements(doc, { from: b, to: a, type: 'complements' });
    const [circle, loop, ...others] = problemsIn(doc);
    expect(others).toEqual([]);
    expect(circle).toMatchObject({ type: 'cycle', linkType: 'part-of' });
    expect(circle?.type === 'cycle' && circle.elements.toSorted()).toEqual([a, b, c].toSorted());
    expect(circle?.type === 'cycle' && circle.links.toSorted()).toEqual(parts.toSorted());
    expect(loop).toEqual({ type: 'cycle', linkType: 'leads-to', elements: [d], links: [self] });
  });

  test('a link to another plan is no damage; one that names nothing is', () => {
    const { doc, add } = plan();
    const here = add('governance');
    const link = (details: LinkDetails, from = here) =>
      linkElements(doc, { from, to: createElementId(), type: 'adapts', details });
    link({ toAddress: 'https://lys.example/plan', toPlan: 'lys.example' });
    link({ toPlan: 'The Lys valley', toTitle: 'A standing assembly' });
    expect(problemsIn(doc)).toEqual([]);
    const nothing = link({});
    const fromNowhere = link({ toPlan: 'The Lys valley' }, createElementId());
    expect(problemsIn(doc).map((problem) => 'link' in problem && problem.link)).toEqual(
      [nothing, fromNowhere].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  test('what no kind, no type of link and no link is, is told with what was there', () => {
    const { doc, add } = plan();
    const [a, b] = [add('idea'), add('actor')];
    const silent = createElementId();
    elementsMap(doc).set(silent, new Y.Map(Object.entries({ title: new Y.Text('Who knows') })));
    const feeds = createLinkId();
    linksMap(doc).set(feeds, new Y.Map(Object.entries({ from: a, to: b, type: 'feeds', note: new Y.Text('Bread') })));
    const half = createLinkId();
    linksMap(doc).set(half, new Y.Map(Object.entries({ from: a, type: 'part-of' })));
    linksMap(doc).set('short', 'a word' as never);
    elementsMap(doc).set(createElementId(), [1, 2] as never);
    const problems = problemsIn(doc);
    expect(problems).toHaveLength(5);
    expect(problems).toEqual(
      expect.arrayContaining([
        { type: 'unknown-kind', element: silent, kind: '' },
        { type: 'unknown-link', link: feeds, linkType: 'feeds', from: a, to: b, element: a, was: 'note: Bread' },
        { type: 'scrap', root: 'links', key: half, element: null, was: `from: ${a}, type: part-of` },
        { type: 'scrap', root: 'links', key: 'short', element: null, was: 'a word' },
        expect.objectContaining({ type: 'scrap', root: 'elements', was: '[1,2]' }),
      ]),
    );
    setUnknownLinkType(doc, feeds, 'kept-by');
    expect(readLinks(doc)).toMatchObject([{ id: feeds, type: 'kept-by', note: 'Bread' }]);
    setUnknownLinkType(doc, feeds, 'part-of');
    expect(readLinks(doc)).toMatchObject([{ type: 'kept-by' }]);
    for (const problem of problemsIn(doc)) if (problem.type === 'scrap') removeScrap(doc, problem.root, problem.key);
    expect(problemsIn(doc)).toEqual([{ type: 'unknown-kind', element: silent, kind: '' }]);
  });

  test('a keeper who is named twice', () => {
    const { doc, add } = plan();
    const [work, actor] = [add('commitment'), add('actor')];
    for (let times = 0; times < 3; times++) linkElements(doc, { from: work, to: actor, type: 'kept-by' });
    const [problem] = problemsIn(doc);
    expect(problem).toMatchObject({ type: 'double-keeper', element: work, actor });
    expect(problem?.type === 'double-keeper' && problem.links).toHaveLength(2);
  });

  test('any content is looked through without throwing', () => {
    const junk = fc.oneof(
      fc.string(),
      fc.constantFrom('vision', 'part-of', '2030', '..'),
      fc.integer(),
      fc.constant(null),
    );
    const fields = fc.dictionary(
      fc.constantFrom('kind', 'title', 'state', 'horizonFrom', 'horizonTo', 'rank', 'from', 'to', 'type', 'since'),
      junk,
    );
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 12 }), fc.array(fields, { maxLength: 12 }), (elements, links) => {
        const doc = new Y.Doc();
        const ids: ElementId[] = elements.map(() => createElementId());
        for (const [index, id] of ids.entries()) {
          elementsMap(doc).set(id, new Y.Map(Object.entries(elements[index] ?? {})));
        }
        for (const [index, link] of links.entries()) {
          const ends = { from: ids[index], to: ids[index % 3], type: 'part-of' };
          linksMap(doc).set(createLinkId(), new Y.Map(Object.entries({ ...ends, ...link })));
          linksMap(doc).set(String(link.from), { ...link } as never);
          elementsMap(doc).set(String(link.type), { ...link } as never);
        }
        planMap(doc).set('kind:', 'x');
        expect(Array.isArray(problemsIn(doc))).toBe(true);
      }),
    );
  });

  test('5,000 elements take little time', () => {
    const ids = Array.from({ length: 5_000 }, () => createElementId());
    const elements = ids.map((id, at): Element => {
      const horizon = {
        horizonFrom: at % 5 === 0 ? `soon ${at}` : `${2000 + (at % 90)}-05`,
        horizonTo: `20${at % 9}X`,
      };
      const plain = { title: '', language: null, rank: '', reference: null, details: {}, observations: [] };
      return {
        id,
        kind: at % 9 === 0 ? 'odd' : 'commitment',
        state: at % 7 === 0 ? 'ripe' : null,
        ...horizon,
        ...plain,
      };
    });
    const links = ids.flatMap((from, at): Link[] => {
      const plain = { note: '', since: null, until: null, details: {} };
      const next = ids[(at + 1) % ids.length] as ElementId;
      return [
        { id: createLinkId(), from, to: next, type: 'part-of', ...plain },
        { id: createLinkId(), from, to: createElementId(), type: 'uses', ...plain },
        { id: createLinkId(), from, to: ids[at % 40] as ElementId, type: 'kept-by', ...plain },
      ];
    });
    const start = performance.now();
    const problems = findProblems({ elements, links, localKinds: [], strays: [] });
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(problems.filter(({ type }) => type === 'cycle')).toHaveLength(1);
  });
});
