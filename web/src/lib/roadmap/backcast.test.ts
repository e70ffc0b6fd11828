import type { ElementId, LinkId } from '@longtable/shared/ids';
import type { Link, LinkType } from '@longtable/shared/plan/link';
import { expect, test } from 'vitest';
import { backcast, nearestVisions } from './backcast.ts';

const id = (text: string) => text as ElementId;

/** "a leads-to b" */
function links(...sentences: string[]): Link[] {
  return sentences.map((sentence, index) => {
    const [from = '', type = '', to = '', chance] = sentence.split(' ');
    return {
      id: String(index) as LinkId,
      from: id(from),
      to: id(to),
      type: type as LinkType,
      note: '',
      since: null,
      until: null,
      details: chance ? { chance } : {},
    };
  });
}
const steps = (vision: string, all: Link[]) =>
  backcast(id(vision), all).map(({ id: step, distance }) => `${step}${distance}`);

test('walks back over what leads, builds and is part, nearest first', () => {
  const all = links('b leads-to v will', 'a leads-to b might', 'c builds n', 'n part-of v', 'x uses v', 'v leads-to y');
  expect(steps('v', all)).toEqual(['v0', 'b1', 'n1', 'a2', 'c2']);
  expect(backcast(id('v'), all)[0]?.before).toEqual(['b', 'n']);
});

test('what should prevent a vision does not lead to it', () => {
  expect(steps('v', links('a leads-to v should-prevent'))).toEqual(['v0']);
});

test('cycles end', () => {
  expect(steps('v', links('a leads-to v', 'b leads-to a', 'a leads-to b', 'v leads-to b', 'a leads-to a'))).toEqual([
    'v0',
    'a1',
    'b2',
  ]);
});

test('of visions that are as near the first has it', () => {
  const all = links('a leads-to w', 'a leads-to v', 'b leads-to a', 'c leads-to w');
  const nearest = nearestVisions([id('v'), id('w')], all);
  expect(['a', 'b', 'c'].map((each) => nearest.get(id(each)))).toEqual(['v', 'v', 'w']);
});

test('each element belongs to the nearest vision', () => {
  const nearest = nearestVisions([id('v'), id('w')], links('a leads-to b', 'b leads-to v', 'a leads-to w'));
  expect([...nearest].sort()).toEqual([
    ['a', 'w'],
    ['b', 'v'],
    ['v', 'v'],
    ['w', 'w'],
  ]);
});
