/** A coordinator comes back after three weeks: finds the one bad change among 240, undoes only that, and names what is agreed. */
import type { Authorship } from '@longtable/shared/history';
import type { Version } from '@longtable/shared/history/version';
import { startAfternoon } from './afternoon-plan.ts';
import { expect, expectAccessible, expectSaved, test } from './people.ts';

/** Clicks, keys, and a name that is typed. */
const mostActions = 12;

interface ExportedPlan {
  elements: { id: string; body: { content: { attrs: { id: string }; content?: { text: string }[] }[] } }[];
}

test('in twelve actions at most, only one paragraph is as it was, and the version has its name', async ({
  join,
  server,
}) => {
  const cora = await join('Cora', 'Table of the river');
  const { page, context } = cora;
  const { plan, vandalism } = await startAfternoon(cora, server);
  const read = async () =>
    (await (await context.request.get(`/api/plans/${plan}/export?format=json`)).json()) as ExportedPlan;
  const before = await read();
  await page.goto(`/plan/${plan}`);

  let actions = 0;
  const act = async (action: () => Promise<void>) => {
    actions++;
    await action();
  };
  await act(() => page.getByRole('link', { name: '240 new' }).click());
  await expect(page.getByText(/^Since .*: 240 changes by 30 people, 9 organisations$/)).toBeVisible();
  const cluster = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: vandalism.title }) });
  const nonsense = cluster.locator('ins', { hasText: vandalism.nonsense });
  for (let tries = 0; tries < 2 && !(await nonsense.isVisible()); tries++) {
    await act(() => page.keyboard.press('j'));
    await act(() => page.keyboard.press('Enter'));
    await expect(page.getByRole('button', { expanded: true })).toBeFocused();
    await expect(page.getByRole('article').first()).toBeVisible();
  }
  await expect(nonsense).toBeVisible();
  await act(() => cluster.getByRole('button', { name: 'Restore…' }).click());
  const sheet = page.getByRole('dialog');
  await act(() => sheet.getByRole('radio', { name: vandalism.before }).click());
  await expect(sheet.locator('del')).toHaveText(vandalism.nonsense);
  await expect(sheet.locator('ins')).toHaveText(vandalism.before);
  await expect(sheet).toContainText(`by ${vandalism.by.name}, ${vandalism.by.organisation}`);
  await act(() => sheet.getByRole('button', { name: 'Restore', exact: true }).click());
  await expect(sheet).toContainText('Restored, as a new change in your name.');
  await act(() => sheet.getByRole('button', { name: 'Name the plan as it is now…' }).click());
  await act(() => page.keyboard.type('Agreed at the Table of the river'));
  await act(() => page.keyboard.press('Enter'));
  await expect(page.getByText('From now on this is “Agreed at the Table of the river”.')).toBeVisible();
  expect(actions).toBeLessThanOrEqual(mostActions);

  const after = await read();
  const changed = after.elements.flatMap(({ id, body }) => {
    const was = before.elements.find((element) => element.id === id)?.body.content ?? [];
    return body.content.filter((block, index) => JSON.stringify(block) !== JSON.stringify(was[index]));
  });
  expect(changed.map(({ attrs, content }) => [attrs.id, content?.map(({ text }) => text).join('')])).toEqual([
    [vandalism.block, vandalism.before],
  ]);
  const authorship = `/api/plans/${plan}/elements/${vandalism.element}/authorship`;
  const { blocks } = (await (await context.request.get(authorship)).json()) as Authorship;
  const runs = blocks.find(({ id }) => id === vandalism.block)?.runs;
  expect(runs).toMatchObject([{ text: vandalism.before, restored: { by: { name: 'Cora' } } }]);
  const { versions } = (await (await context.request.get(`/api/plans/${plan}/versions`)).json()) as {
    versions: Version[];
  };
  expect(versions).toMatchObject([{ name: 'Agreed at the Table of the river', by: { name: 'Cora' } }]);
});

test('what was reviewed is remembered, one place at a time or all, by keyboard alone', async ({ join, server }) => {
  const cora = await join('Cora');
  const { page } = cora;
  const { plan } = await startAfternoon(cora, server, 2);
  await page.goto(`/plan/${plan}/history/since`);
  const openers = page.locator('ol > li h2 button');
  await expect(openers.first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('j');
  await expect(openers.nth(0)).toBeFocused();
  await page.keyboard.press('j');
  await expect(openers.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(openers.nth(0)).toBeFocused();
  await page.keyboard.press('r');
  await expect(openers.nth(1)).toBeFocused();
  await expect(openers.nth(0)).toContainText('Reviewed');
  const places = await openers.count();
  await expect(page.getByText(`1 of ${places} places reviewed`)).toBeVisible();
  await page.reload();
  await expect(page.getByText(`1 of ${places} places reviewed`)).toBeVisible();
  await expectSaved(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article').first()).toBeVisible();
  await expectAccessible(page);

  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), String(width)).toBe(false);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('button', { name: 'Mark all as reviewed' }).press('Enter');
  await expect(page.getByText(/^Nothing was changed by others since/)).toBeVisible();
  await page.getByRole('button', { name: 'Take that back' }).press('Enter');
  await expect(page.getByText(/: 240 changes/)).toBeVisible();
  await page.getByRole('button', { name: 'Mark all as reviewed' }).press('Enter');
  await page.goto(`/plan/${plan}`);
  await expect(page.locator('[data-saved="saved"]')).toBeVisible();
  await expect(page.getByRole('link', { name: / new:/ })).toHaveCount(0);
});
