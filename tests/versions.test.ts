/** Names for what a plan was; what is written beside changes; both seen by others without reloading. */
import { body, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';

test('a version that one names, protects, renames and deletes is seen by the other as it happens', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Versions', 'A market hall');
  await ada.page.goto(`${plan}/history/versions`);
  await bo.page.goto(`${plan}/history/versions`);
  await expect(bo.page.getByText('No version has been named yet.')).toBeVisible();
  await expectSaved(bo.page);
  await ada.page.getByRole('button', { name: 'Name the plan as it is now…' }).click();
  await expect(ada.page.getByLabel('Name', { exact: true })).toBeFocused();
  await ada.page.keyboard.type('Adopted by the council, 4 May');
  await ada.page.keyboard.press('Tab');
  await ada.page.keyboard.type('Twelve to three.');
  await expectAccessible(ada.page);
  await ada.page.getByRole('button', { name: 'Give it this name' }).press('Enter');
  await ada.page.getByRole('button', { name: 'Done' }).click();
  const adas = ada.page.getByRole('listitem').filter({ hasText: 'Adopted by the council, 4 May' });
  const bos = bo.page.getByRole('listitem').filter({ hasText: 'Adopted by the council, 4 May' });
  await expect(bos).toContainText('Twelve to three.');
  await expect(bos).toContainText('named by Ada, City of Ghent');
  await expectAccessible(ada.page);

  await adas.getByRole('button', { name: 'Protect' }).click();
  await expect(bos).toContainText('Protected');
  await expect(bos.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await bos.getByRole('button', { name: 'Lift the protection' }).click();
  await expect(adas.getByRole('button', { name: 'Delete' })).toBeVisible();

  // Ada deletes it while Bo writes a better name: his words stay, and name it again.
  await bos.getByRole('button', { name: 'Change' }).click();
  await bo.page.getByLabel('Name', { exact: true }).fill('Adopted on 4 May');
  await adas.getByRole('button', { name: 'Delete' }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(bo.page.getByText('Somebody has deleted this version meanwhile.')).toBeVisible();
  await expect(bo.page.getByLabel('Name', { exact: true })).toHaveValue('Adopted on 4 May');
  await bo.page.getByRole('button', { name: 'Save' }).click();
  const renamed = ada.page.getByRole('listitem').filter({ hasText: 'Adopted on 4 May' });
  await expect(renamed).toContainText('named by Bo');

  await ada.page.goto(elements[0] as string);
  await body(ada.page).click();
  await ada.page.keyboard.type('A roof.');
  await expectSaved(ada.page);
  await ada.page.goto(`${plan}/history`);
  await expect(ada.page.getByRole('listitem').filter({ hasText: 'Adopted on 4 May' }).first()).toBeVisible();
  await ada.page.goto(`${plan}/history/versions`);
  const answer = await ada.context.request.get(
    (await renamed.getByRole('link', { name: /JSON/ }).getAttribute('href')) ?? '',
  );
  expect(answer.status()).toBe(200);
  await renamed.getByRole('link', { name: 'Compare with now' }).click();
  await expect(ada.page.locator('ins', { hasText: 'A roof.' })).toBeVisible();
  await ada.page.goBack();
  await renamed.getByRole('link', { name: 'Read it' }).click();
  await expect(ada.page.getByRole('main')).not.toContainText('A roof.');

  await bo.context.setOffline(true);
  await bo.page.getByRole('button', { name: 'Name the plan as it is now…' }).click();
  await bo.page.keyboard.type('Lost?');
  await bo.page.keyboard.press('Enter');
  await expect(bo.page.getByRole('dialog')).toContainText('You’re offline. This needs a connection');
  await expect(bo.page.getByLabel('Name', { exact: true })).toHaveValue('Lost?');
});

test('a change is flagged, answered and dealt with, by two who have it open', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Flags', 'A market hall');
  await ada.page.goto(`${plan}/history`);
  const { revisions } = (await (
    await ada.context.request.get(`/api${plan.replace('plan', 'plans')}/revisions`)
  ).json()) as { revisions: { from: number; to: number; by: { id: string } }[] };
  const [revision] = revisions;
  const change = `${plan}/history/${revision?.from}-${revision?.to}?by=${revision?.by.id}`;
  await ada.page.goto(change);
  await expectSaved(ada.page);
  await bo.page.goto(change);
  await expectSaved(bo.page);
  await bo.page.getByRole('button', { name: 'Flag…' }).press('Enter');
  await expect(bo.page.getByLabel('What should somebody look at here?')).toBeFocused();
  await bo.page.keyboard.type('Which square is this about?');
  await bo.page.getByRole('button', { name: 'Flag the change' }).press('Enter');
  await expect(ada.page.getByText('Which square is this about?')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Reply…' }).click();
  await ada.page.keyboard.type('The one by the river.');
  await bo.page.getByRole('button', { name: 'Reply…' }).click();
  await bo.page.keyboard.type('Or the old one?');
  await ada.page.getByRole('button', { name: 'Reply', exact: true }).click();
  // What comes in does not take away what is being written.
  await expect(bo.page.getByText('The one by the river.')).toBeVisible();
  await expect(bo.page.getByLabel('Your reply')).toHaveValue('Or the old one?');
  await bo.page.getByRole('button', { name: 'Reply', exact: true }).click();
  await expect(ada.page.getByText('Or the old one?')).toBeVisible();
  await expectAccessible(bo.page);

  await ada.page.goto(`${plan}/history/flags`);
  await expect(ada.page.getByRole('heading', { name: '1 flag is open' })).toBeVisible();
  await expectAccessible(ada.page);
  // Both press before either is answered.
  const { promise: whenBoth, resolve: both } = Promise.withResolvers<void>();
  let pressed = 0;
  for (const { page } of [ada, bo]) {
    await page.route(/\/notes\/[^/]+$/, async (route) => {
      if (++pressed === 2) both();
      await whenBoth;
      await route.continue();
    });
  }
  for (const { page } of [ada, bo]) await page.getByRole('button', { name: 'It is dealt with' }).click();
  for (const { page } of [ada, bo]) {
    await expect(page.getByText(/Dealt with by (Ada|Bo)/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'It is dealt with' })).toHaveCount(0);
  }
  await expect(ada.page.getByText('No change is flagged.')).toBeVisible();
});

test('on a narrow phone nothing of it is wider than the screen; without JavaScript it can be read', async ({
  join,
  browser,
  server,
}) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Narrow', 'A market hall');
  const api = `/api${plan.replace('plan', 'plans')}`;
  const name = 'Adoptedwithoutasinglespaceinitsnamebutwithmanyletters '.repeat(2).trim();
  const { seq } = (await (await ada.context.request.post(`${api}/versions`, { data: { name } })).json()) as {
    seq: number;
  };
  const flag = await ada.context.request.post(`${api}/notes`, { data: { seq, kind: 'flag', text: name } });
  expect(flag.status()).toBe(201);
  for (const page of ['versions', 'flags', 'since', `0-${seq}`]) {
    await ada.page.goto(`${plan}/history/${page}`);
    for (const width of [390, 320]) {
      await ada.page.setViewportSize({ width, height: 844 });
      const isTooWide = await ada.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(isTooWide, `${page} ${width}`).toBe(false);
    }
  }
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const reader = await context.newPage();
  await reader.goto(`${plan}/history/versions`);
  await expect(reader.getByRole('heading', { name })).toBeVisible();
  await reader.goto(`${plan}/history/flags`);
  await expect(reader.getByText(name)).toBeVisible();
  await reader.goto(`${plan}/history/since`);
  await expect(reader.getByText('Longtable remembers how far you have looked once you have a name.')).toBeVisible();
  await context.close();
});
