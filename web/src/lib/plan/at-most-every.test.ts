import { expect, test, vi } from 'vitest';
import { atMostEvery } from './at-most-every.ts';

test('many calls are passed on as one, again and again while they go on, and none after the end', () => {
  vi.useFakeTimers();
  const tell = vi.fn();
  const paced = atMostEvery(250, tell);
  for (let letter = 0; letter < 10; letter++) {
    paced.tell();
    vi.advanceTimersByTime(50);
  }
  expect(tell).toHaveBeenCalledTimes(2);
  paced.tell();
  paced.stop();
  vi.advanceTimersByTime(1000);
  expect(tell).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
