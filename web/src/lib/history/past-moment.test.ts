import { afterAll, beforeAll, expect, test, vi } from 'vitest';

// Outside of a component a rune keeps a value like any other field.
beforeAll(() => vi.stubGlobal('$state', <T>(value: T) => value));
afterAll(() => vi.unstubAllGlobals());

const head = 41;
const answers: Record<string, unknown> = {
  timeline: { since: '2026-05-04T10:00:00.000Z', last: head },
  export: { title: 'Ghent', elements: [], links: [] },
  diff: { changes: [{ at: '2026-05-04T11:00:00.000Z' }] },
};

/** The page of a moment, come to from a page that was opened when the plan was at change 12. */
const open = async (moment: string) => {
  const { load } = await import('../../routes/plan/[planId]/at/[moment]/+page.ts');
  return load({
    params: { planId: 'p', moment },
    parent: async () => ({ plan: { seq: 12 } }),
    fetch: async (address: string) => {
      const { pathname } = new URL(address, 'http://localhost');
      return { ok: true, json: async () => answers[pathname.split('/').at(-1) ?? ''] };
    },
  } as never);
};

test('a moment can be looked at that came after the page was opened, not one that has not come', async () => {
  expect(await open('40')).toMatchObject({ seq: 40, head, at: '2026-05-04T11:00:00.000Z' });
  await expect(open('42')).rejects.toMatchObject({ status: 404 });
  await expect(open('0')).rejects.toMatchObject({ status: 404 });
});
