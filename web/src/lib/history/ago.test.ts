import { expect, test } from 'vitest';
import { agoText } from './ago.ts';

const at = Date.parse('2026-05-04T10:00:00Z');
const ago = (seconds: number) => agoText(new Date(at - seconds * 1000).toISOString(), at);

test('how long ago it was is said in the largest unit that fits', () => {
  expect(ago(20)).toBe('now');
  expect(ago(61)).toBe('1 minute ago');
  expect(ago(3 * 3600)).toBe('3 hours ago');
  expect(ago(26 * 3600)).toBe('yesterday');
  expect(ago(21 * 24 * 3600)).toBe('3 weeks ago');
  expect(ago(800 * 24 * 3600)).toBe('2 years ago');
});

test('a clock that runs behind makes nothing come from the future', () => {
  expect(ago(-500)).toBe('now');
});
