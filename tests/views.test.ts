/** The ways to look at a plan, on the plans that people open first: whole, accessible, on a phone, and without Yjs for readers. */
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './people.ts';
import type { RunningServer } from './running-server.ts';

const examples = ['us-open-government', 'governance-models', 'bowling-green'];
const views = [
  { path: '/visions', title: 'Visions' },
  { path: '/roadmap', title: 'Roadmap' },
  { path: '/roadmap?view=phases', title: 'Roadmap' },
  { path: '/roadmap?view=chart&all=1', title: 'Roadmap' },
  { path: '/network', title: 'Network' },
  { path: '/holds', title: 'Does it hold?' },
  { path: '/search?q=people', title: 'Search' },
];
const phone = { width: 390, height: 844 };

async function openExample(page: Page, server: RunningServer, name: string): Promise<string> {
  const answer = await page.request.post(`${server.url}/api/plans/example`, { data: { name } });
  expect(answer.ok()).toBe(true);
  return `/plan/${((await answer.json()) as { id: string }).id}`;
}

const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

for (const name of examples) {
  test(`every view of ${name} is accessible in light and dark, fits a phone, and breaks nowhere`, async ({
    join,
    server,
  }) => {
    test.slow();
    const { page } = await join('Ada', 'City of Ghent');
    const plan = await openExample(page, server, name);
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') failures.push(message.text());
    });
    for (const { path, title } of views) {
      await page.setViewportSize({ width: 1280, height: 860 });
      await page.goto(plan + path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await page.locator('[data-saved=saved]').waitFor();
      await expectAccessible(page);
      await page.setViewportSize(phone);
      expect(await fits(page), `${name}${path}`).toBeLessThanOrEqual(phone.width);
      // What is beyond the edge of the window must not push the page aside when it gets the focus.
      expect(await page.evaluate(() => [scrollX, document.body.scrollLeft])).toEqual([0, 0]);
    }
    expect(failures).toEqual([]);
  });
}

test('on a phone nothing moves when the script of the visions comes', async ({ page, server }) => {
  await page.addInitScript(() => {
    const moved: number[] = [];
    Object.assign(globalThis, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.setViewportSize(phone);
  const plan = await openExample(page, server, 'governance-models');
  await page.goto(`${server.url}${plan}/visions`, { waitUntil: 'networkidle' });
  await expect(page.getByRole('tab')).toHaveCount(3);
  await expect(page.getByRole('tabpanel')).toHaveCount(1);
  const moved = await page.evaluate(() => (globalThis as unknown as { moved: number[] }).moved);
  expect(moved.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.05);
});

test('who only reads downloads no Yjs, on any page', async ({ page, server }) => {
  const scripts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.text());
  });
  const haveYjs = async () =>
    (await Promise.all(scripts)).some((script) => script.includes('Yjs was already imported'));
  const plan = await openExample(page, server, 'us-open-government');
  for (const path of ['', '/history', ...views.map((view) => view.path)]) {
    await page.goto(server.url + plan + path, { waitUntil: 'networkidle' });
    expect(await haveYjs(), path).toBe(false);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search this plan' }).fill('access to justice');
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /Increase Access to Justice/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Justice');
  await page.waitForLoadState('networkidle');
  expect(await haveYjs(), 'search, and an element').toBe(false);

  // Those who have a name do: otherwise this would prove nothing.
  await page.context().request.post(`${server.url}/api/guest`, { data: { name: 'Rea' } });
  await page.goto(server.url + plan, { waitUntil: 'networkidle' });
  expect(await haveYjs()).toBe(true);
});

test('one sees which view the other looks at', async ({ join, server }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const plan = await openExample(ada.page, server, 'governance-models');
  await ada.page.goto(plan);
  await bo.page.goto(`${plan}/roadmap`);
  await ada.page.locator('summary', { hasText: 'people are here' }).click();
  const seat = ada.page.getByRole('listitem').filter({ hasText: 'Looking at' });
  await expect(seat).toContainText('Bo');
  await expect(seat).toContainText('Looking at: Roadmap');
  await bo.page.getByRole('link', { name: 'Does it hold?' }).click();
  await expect(seat).toContainText('Looking at: Does it hold?');
  await bo.page.getByRole('link', { name: 'Plan', exact: true }).click();
  await expect(ada.page.getByText('On the plan’s first page')).toBeVisible();
});
