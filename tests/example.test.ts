/** The example plan, read by anyone: with JavaScript, without it, on a phone. */
import { expect, expectAccessible, startPlan, test } from './people.ts';

test('the example plan opens from the home page, whole', async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Open the example plan' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fifth U.S. Open Government National Action Plan');
  await expect(page.getByRole('link', { name: 'Commitments 106' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Visions 7' })).toBeVisible();

  const plan = new URL(page.url()).pathname.replace('/plan/', '/api/plans/');
  const { elements } = (await (await page.request.get(`${server.url}${plan}`)).json()) as {
    elements: { kind: string; state: string | null; reference: string | null }[];
  };
  const commitments = elements.filter(({ kind }) => kind === 'commitment');
  const parts = commitments.filter(({ reference }) => reference?.includes('.'));
  const inState = (state: string) => parts.filter((part) => part.state === state).length;
  expect(commitments.length - parts.length).toBe(36);
  expect(parts).toHaveLength(70);
  expect([inState('done'), inState('on-track'), inState('committed')]).toEqual([33, 36, 1]);
});

test('without JavaScript a plan, an element and its history can be read', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: 'Open the example plan' }).click();
  await page.getByRole('link', { name: 'Increase Access to Justice' }).click();
  await expect(page.getByText('Legal services are crucial to the fair and effective administration')).toBeVisible();
  await expect(page.getByText('is part of')).toBeVisible();
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await page.getByRole('link', { name: /Longtable import/ }).click();
  await expect(page.getByRole('heading', { name: 'What changed' })).toBeVisible();
  await expect(page.locator('ins').first()).toBeVisible();
  await context.close();
});

test('every page is accessible, in light and in dark, and fits 320 px', async ({ join, page: reader, server }) => {
  test.slow();
  const ada = await join('Ada', 'City of Ghent');
  const { page } = ada;
  const answer = await page.request.post(`${server.url}/api/plans/example`);
  const plan = `/plan/${((await answer.json()) as { id: string }).id}`;
  await page.goto(plan);
  await page.getByRole('link', { name: 'Increase Access to Justice' }).click();
  await expect(page.getByRole('textbox', { name: 'Text' })).toBeVisible();
  const element = new URL(page.url()).pathname;
  await page.goto(`${plan}/history`);
  await page.getByRole('link', { name: /Longtable import/ }).click();
  await expect(page.getByRole('heading', { name: 'What changed' })).toBeVisible();
  const change = new URL(page.url());

  const views = [plan, element, `${plan}/visions`, `${plan}/holds`, `${plan}/history`];
  const pages = ['/', '/join', '/start', '/import', '/nowhere', ...views];
  for (const path of pages) {
    await reader.goto(server.url + path);
    await expectAccessible(reader);
  }
  for (const path of views) {
    await page.goto(path);
    await page.locator('[data-saved=saved]').waitFor();
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [...pages, change.pathname + change.search]) {
    await page.goto(path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(320);
    await expect(page.getByRole('link', { name: 'Longtable', exact: true })).toHaveAttribute('href', '/');
  }
});

test('home lists the plans of this device, until they are forgotten', async ({ join }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Democracy in the Lys valley');
  const { page } = ada;
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Your plans on this device' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Democracy in the Lys valley' }).click();
  await expect(page).toHaveURL(plan);
  await page.goto('/');
  await page.getByRole('button', { name: 'Forget “Democracy in the Lys valley” on this device' }).click();
  await expect(page.getByRole('heading', { name: 'Your plans on this device' })).toHaveCount(0);
});

test('horizons are shown as people write them, and a turned one is told', async ({ join }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Horizons', 'A tram');
  const { page } = ada;
  const [from, until] = [page.getByLabel('From'), page.getByLabel('Until')];
  await from.fill('2030s');
  await from.blur();
  await until.fill('about 2025');
  await until.blur();
  await expect(from).toHaveValue('2030s');
  await expect(until).toHaveValue('about 2025');
  await expect(page.getByText('“From” is later than “Until”.')).toBeVisible();
  await until.fill('2035');
  await until.blur();
  await expect(page.getByText('“From” is later than “Until”.')).toHaveCount(0);
});
