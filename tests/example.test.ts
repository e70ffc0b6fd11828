/** The example plan, read by anyone: with JavaScript, without it, on a phone. */
import { expect, expectAccessible, test } from './people.ts';

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

  const pages = ['/', '/join', '/start', '/import', '/nowhere', plan, element, `${plan}/history`];
  for (const path of pages) {
    await reader.goto(server.url + path);
    await expectAccessible(reader);
  }
  for (const path of [plan, element, `${plan}/history`]) {
    await page.goto(path);
    await page.locator('[data-saved=saved]').waitFor();
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [...pages, change.pathname + change.search]) {
    await page.goto(path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(320);
  }
});
