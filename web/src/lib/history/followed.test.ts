import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Answer } from './ask-plan.ts';

// Outside of a component a rune keeps a value like any other field.
beforeAll(() =>
  vi.stubGlobal(
    '$state',
    Object.assign(<T>(value: T) => value, { raw: <T>(value?: T) => value }),
  ),
);
afterAll(() => vi.unstubAllGlobals());

interface Count {
  count: number;
}

test('an answer that was overtaken by a later one is passed over', async () => {
  const { Followed } = await import('./followed.svelte.ts');
  const answers: ((answer: Answer<Count>) => void)[] = [];
  const loaded = { count: 0 };
  const followed = new Followed<Count>(
    () => loaded,
    () => new Promise((resolve) => answers.push(resolve)),
  );
  const asked = [followed.again(), followed.again()];
  answers[1]?.({ value: { count: 2 }, problem: null });
  answers[0]?.({ value: { count: 1 }, problem: null });
  await Promise.all(asked);
  expect(followed.current).toEqual({ count: 2 });
});
