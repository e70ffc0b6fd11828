import type { ElementId, LinkId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import type { Link, LinkType } from '@longtable/shared/plan/link';
import { expect, test } from 'vitest';
import { yearMs } from './calendar.ts';
import { gapsOf } from './gaps.ts';
import { lanesOf, layOut, shownOf } from './layout.ts';
import { readOptions, writeOptions } from './options.ts';
import { rayLookOf, rayPath } from './rays.ts';

const id = (text: string) => text as ElementId;
const metrics = { row: 40, laneHead: 40, laneEnd: 10 };

function element(name: string, kind: string, horizonFrom: string | null = null): Element {
  return {
    id: id(name),
    kind,
    title: name,
    state: null,
    horizonFrom,
    horizonTo: null,
    language: null,
    rank: name,
    reference: null,
    details: {},
    observations: [],
  };
}
const link = (from: string, type: LinkType, to: string): Link => ({
  id: `${from}-${to}` as LinkId,
  from: id(from),
  to: id(to),
  type,
  note: '',
  since: null,
  until: null,
  details: {},
});

const elements = [
  element('v', 'vision', '2080'),
  element('a', 'deliberation', '2027'),
  element('b', 'commitment', '2060'),
  element('c', 'commitment'),
  element('n', 'network', '2030'),
  element('x', 'actor'),
];
const links = [link('a', 'leads-to', 'b'), link('b', 'leads-to', 'v'), link('a', 'kept-by', 'x')];
const ids = (list: readonly { element: Element }[]) => list.map((item) => item.element.id).join('');
const oneOffs = new Set<ElementId>();
const all = { isAll: false, toward: null, oneOffs };

test('shows what belongs on a roadmap, everything with a date when asked, and keeps what has none apart', () => {
  const shown = shownOf(elements, links, all);
  expect(ids(shown.items)).toBe('vab');
  expect(shown.undated.map((each) => each.id)).toEqual(['c']);
  expect(ids(shownOf(elements, links, { ...all, isAll: true }).items)).toBe('vabn');
  expect(ids(shownOf(elements, links, { ...all, toward: id('b') }).items)).toBe('ab');
});

test('lanes by kind, by keeper, by the vision that each leads to', () => {
  const lanes = (by: 'kind' | 'keeper' | 'vision') => {
    const layout = layOut(shownOf(elements, links, all).items, lanesOf(by, elements, links), yearMs / 12, metrics);
    return layout.lanes.map(({ key, count }) => `${key}${count}`);
  };
  expect(lanes('kind')).toEqual(['vision1', 'deliberation1', 'commitment1']);
  expect(lanes('keeper')).toEqual(['x1', '2']);
  const former = links.map((each) => (each.type === 'kept-by' ? { ...each, until: '2001' } : each));
  expect(lanesOf('keeper', elements, former).laneOf(element('a', 'deliberation'))).toBe('');
  expect(lanes('vision')).toEqual(['v3']);
});

test('the keyboard goes through a lane as time does', () => {
  const layout = layOut(shownOf(elements, links, all).items, lanesOf('vision', elements, links), yearMs / 12, metrics);
  expect(ids(layout.bars.map(({ item }) => item))).toBe('abv');
});

test('a way to a vision breaks off where nothing leads to what lies far ahead', () => {
  const now = Date.UTC(2026, 0);
  const shown = (toward: string) => shownOf(elements, links, { ...all, toward: id(toward) });
  expect([...gapsOf(id('v'), shown('v'), links, now)]).toEqual([]);
  const broken = links.filter(({ from, type }) => from !== 'a' || type !== 'leads-to');
  expect([...gapsOf(id('v'), shown('v'), broken, now)]).toEqual(['b']);
});

test('a view is in its address, and comes out of it again', () => {
  const address = '?view=chart&lanes=vision&horizons=1&from=2024-03&to=2120-01';
  expect(writeOptions(readOptions(new URLSearchParams(address)))).toBe(address);
  expect(writeOptions(readOptions(new URLSearchParams('?view=gantt&from=soon&to=2120-01')))).toBe('');
});

test('what has not changed is the same object, so that it is not drawn anew', () => {
  const [first] = shownOf(elements, links, all).items;
  const [again] = shownOf([...elements], links, all).items;
  expect(again).toBe(first);
  const [marked] = shownOf(elements, links, { ...all, oneOffs: new Set([id('v')]) }).items;
  expect(marked?.isOneOff).toBe(true);
});

test('a ray of which nobody has said how sure it is looks like no other', () => {
  const look = (type: LinkType, chance?: string) => rayLookOf({ type, details: chance ? { chance } : {} });
  expect(look('leads-to')).toBe('unsaid');
  expect(look('leads-to', 'might')).toBe('might');
  expect(look('leads-to', 'will')).toBe('will');
  expect(look('builds')).toBe('will');
  expect(look('leads-to', 'should-prevent')).toBe('prevent');
});

test('a ray that should prevent is barred', () => {
  const box = (start: number, end: number, y: number) => ({ start, end, tail: end, y });
  expect(rayPath(box(0, 100, 10), box(300, 400, 50), false).match(/M/g)).toHaveLength(1);
  expect(rayPath(box(0, 100, 10), box(300, 400, 50), true).match(/M/g)).toHaveLength(2);
  expect(rayPath(box(0, 100, 10), box(50, 400, 10), true)).not.toContain('NaN');
});
