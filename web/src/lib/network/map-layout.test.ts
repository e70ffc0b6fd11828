import type { ElementId, LinkId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import type { Tie } from '@longtable/shared/plan/ties';
import { expect, test } from 'vitest';
import { chooseMembers, mostOnMap, placeMembers, shapeOf } from './map-layout.ts';
import { keepSame } from './same-objects.ts';

const actor = (name: string, title = name) => ({ id: name as ElementId, kind: 'actor', title }) as Element;
const tie = (from: Element, to: Element) =>
  ({ link: { id: `${from.id}-${to.id}` as LinkId }, from, to, since: null, until: null, isLasting: true }) as Tie;

const [ada, bo, cy] = [actor('ada'), actor('bo'), actor('cy')];

test('a map has the same shape whatever its members are called, and another one with another tie', () => {
  const shape = shapeOf([ada, bo, cy], [tie(ada, bo), tie(bo, cy)]);
  expect(shapeOf([cy, actor('ada', 'Ada L.'), bo], [tie(bo, cy), tie(ada, bo)])).toBe(shape);
  expect(shapeOf([ada, bo, cy], [tie(ada, bo)])).not.toBe(shape);
  expect(shapeOf([ada, bo], [tie(ada, bo)])).not.toBe(shape);
});

test('those who are tied stand nearer to each other, by and large', () => {
  const groups = ['north', 'south', 'west'].map((name) =>
    Array.from({ length: 5 }, (_, index) => actor(`${name} ${index}`)),
  );
  const hubs = groups.flatMap(([hub]) => hub ?? []);
  const ties = groups.flatMap(([hub, ...others]) => others.map((other) => tie(other, hub as Element)));
  const places = placeMembers(groups.flat(), ties);
  const apart = (one: Element, other: Element) => {
    const [a, b] = [places.get(one.id), places.get(other.id)];
    return Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0));
  };
  const mean = (distances: readonly number[]) => distances.reduce((sum, each) => sum + each, 0) / distances.length;
  const toOthers = ties.flatMap(({ from, to }) => hubs.filter((hub) => hub !== to).map((hub) => apart(from, hub)));
  expect(mean(ties.map(({ from, to }) => apart(from, to)))).toBeLessThan(mean(toOthers) * 0.6);
});

test('of many those with the most ties are on the map, in their order, and a tie to others does no harm', () => {
  const many = Array.from({ length: 1000 }, (_, index) => actor(`actor ${index}`));
  const last = many.slice(-mostOnMap);
  const hub = many.at(-1) as Element;
  const ties = [...last.slice(0, -1).map((member) => tie(member, hub)), tie(many[0] as Element, many[1] as Element)];
  const chosen = chooseMembers(many, ties.slice(0, -1));
  expect(chosen).toEqual(last);
  expect(placeMembers(chosen, ties).size).toBe(mostOnMap);
  expect(chooseMembers([ada, bo], [])).toEqual([ada, bo]);
});

test('what says the same is the same object', () => {
  const keep = keepSame<{ id: string; title: string }>();
  const [a, b] = keep([
    { id: 'a', title: 'Ada' },
    { id: 'b', title: 'Bo' },
  ]);
  const again = keep([
    { id: 'b', title: 'Bob' },
    { id: 'a', title: 'Ada' },
  ]);
  expect(again[1]).toBe(a);
  expect(again[0]).not.toBe(b);
});
