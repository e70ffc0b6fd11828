import type { ElementId } from '@longtable/shared/ids';
import { describe, expect, test } from 'vitest';
import { addressWith, addressWithout, chooseVisions } from './vision-choice.ts';

const visions = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id: id as ElementId, details: {} }));
const ids = (asked: string[], of = visions) => chooseVisions(of, asked).map(({ id }) => id);
const list = (...chosen: string[]) => chosen as ElementId[];

describe('choosing visions', () => {
  test('the first three stand there when nobody chose, the common one before them', () => {
    expect(ids([])).toEqual(['a', 'b', 'c']);
    expect(ids([], visions.with(3, { id: 'd' as ElementId, details: { standing: 'common' } }))).toEqual([
      'd',
      'a',
      'b',
    ]);
    expect(ids([], visions.slice(0, 1))).toEqual(['a']);
    expect(ids([], [])).toEqual([]);
  });

  test('what was asked for comes in its order, at most four, at least two, without what is not there', () => {
    expect(ids(['c', 'a'])).toEqual(['c', 'a']);
    expect(ids(['e', 'd', 'c', 'b', 'a'])).toEqual(['e', 'd', 'c', 'b']);
    expect(ids(['c', 'c', 'gone'])).toEqual(['c', 'a']);
  });

  test('addresses keep the choice', () => {
    expect(addressWith(list('a', 'b'), 'c' as ElementId)).toBe('?vision=a&vision=b&vision=c');
    expect(addressWith(list('a', 'b', 'c', 'd'), 'e' as ElementId)).toBe('?vision=a&vision=b&vision=c&vision=e');
    expect(addressWithout(list('a', 'b', 'c'), 'b' as ElementId)).toBe('?vision=a&vision=c');
    expect(addressWithout(list('a', 'b'), 'b' as ElementId)).toBeNull();
  });
});
