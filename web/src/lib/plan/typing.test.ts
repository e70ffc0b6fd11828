import { expect, test } from 'vitest';
import { isUnset, othersValue, typed } from './typing.ts';

test('what is typed is measured against what the plan said when that began', () => {
  const first = typed(null, 'Ask earlier', 'Ask');
  expect(typed(first, 'Ask earlier.', 'Ask later')).toEqual({ text: 'Ask earlier.', base: 'Ask' });
  expect(isUnset(first)).toBe(true);
  expect(isUnset({ text: 'Ask earlier ', base: 'Ask earlier' })).toBe(false);
});

test('there is a choice only where others wrote something else', () => {
  expect(othersValue(null, 'Ask')).toBeNull();
  const typing = typed(null, 'Ask earlier', 'Ask');
  expect(othersValue(typing, 'Ask')).toBeNull();
  expect(othersValue(typing, 'Ask earlier')).toBeNull();
  expect(othersValue(typing, 'Ask later')).toBe('Ask later');
  expect(othersValue(typing, '')).toBe('');
  expect(othersValue({ ...typing, base: 'Ask later' }, 'Ask later')).toBeNull();
});
