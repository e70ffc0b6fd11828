import type { Revision, RevisionPage } from '@longtable/shared/history';
import { createActorId } from '@longtable/shared/ids';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readHistoryOptions } from './history-options.ts';

const ada = { id: createActorId(), name: 'Ada', organisation: null };
const revision = (from: number): Revision => {
  const at = new Date(Date.UTC(2026, 4, 4) + from * 1_000).toISOString();
  const one = { from, to: from + 1, by: ada, authors: [ada], since: at, until: at, changes: 1, touched: [], notes: [] };
  return one as unknown as Revision;
};
const page = (froms: number[], next: string | null) => ({ revisions: froms.map(revision), next }) as RevisionPage;
const timeline = { since: '', until: '' };

let answers: Map<string, (answer: unknown) => void>;

beforeEach(() => {
  // Outside of a component a rune keeps a value like any other field.
  vi.stubGlobal(
    '$state',
    Object.assign(<T>(value: T) => value, { raw: <T>(value?: T) => value }),
  );
  answers = new Map();
  vi.stubGlobal('fetch', (address: string) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const { pathname, searchParams } = new URL(address, 'http://localhost');
    answers.set(`${pathname.split('/').at(-1)} ${searchParams.get('after') ?? ''}`.trim(), resolve);
    return promise.then((answer) => ({ ok: true, json: async () => answer }));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function answer(question: string, value: unknown) {
  await vi.waitFor(() => expect([...answers.keys()]).toContain(question));
  answers.get(question)?.(value);
}

async function openFeed() {
  const { HistoryFeed } = await import('./history-feed.svelte.ts');
  const options = readHistoryOptions(new URLSearchParams());
  return new HistoryFeed({ plan: 'p', options, page: page([9, 8], 'c8'), timeline: timeline as never });
}

async function lookForNewer(feed: Awaited<ReturnType<typeof openFeed>>, newest: RevisionPage) {
  const found = feed.lookForNewer(new AbortController().signal);
  await answer('seq', { seq: 99, at: null });
  await answer('revisions', newest);
  return { found, finish: () => answer('timeline', timeline) };
}

test('a page that was read while something new was looked for stays in the list', async () => {
  const feed = await openFeed();
  const { found, finish } = await lookForNewer(feed, page([10, 9], 'c9'));
  const reading = feed.readOn();
  await answer('revisions c8', page([7, 6], 'c6'));
  expect(await reading).toBe(true);
  await finish();
  (await found)?.take();
  expect(feed.revisions.map(({ from }) => from)).toEqual([10, 9, 8, 7, 6]);
  expect(feed.next).toBe('c6');
});

test('a page that comes after the list began anew does not leave a gap in it', async () => {
  const feed = await openFeed();
  const reading = feed.readOn();
  const { found, finish } = await lookForNewer(feed, page([30, 29], null));
  await finish();
  (await found)?.take();
  await answer('revisions c8', page([7, 6], 'c6'));
  expect(await reading).toBe(false);
  expect(feed.revisions.map(({ from }) => from)).toEqual([30, 29]);
});
