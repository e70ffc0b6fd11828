/** Those who may only read a plan read along live, and find nothing to write in. */
import type { Page } from '@playwright/test';
import { body, expect, expectAccessible, expectSaved, setReasonedState, startPlan, test } from './people.ts';

/** The server lets everybody with a name write; this page is told otherwise. Call before the plan is opened from home. */
async function becomeReader(page: Page): Promise<void> {
  await page.route(/\/api\/plans\/[^/]+$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), role: 'reader' } });
  });
}

test('a reader with a name reads along, is seen, and can’t write', async ({ browser, join, server }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Reading', 'A library');
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'block' });
  await context.request.post('/api/guest', { data: { name: 'Rea' } });
  const page = await context.newPage();
  await page.goto('/');
  await page.evaluate(
    (id) => {
      localStorage.setItem('longtable:plans', JSON.stringify([{ id, title: 'Reading' }]));
    },
    plan.replace('/plan/', ''),
  );
  await page.reload();
  await becomeReader(page);
  await page.getByRole('link', { name: 'Reading' }).click();
  await expect(page.getByText('You’re reading along')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reading');
  await page.getByRole('link', { name: 'A library' }).click();
  await expect(ada.page.locator('summary', { hasText: 'Rea' })).toBeVisible();
  await expect(page.locator('summary', { hasText: 'Ada' })).toBeVisible();

  await body(ada.page).click();
  await ada.page.keyboard.type('Open at night.');
  await setReasonedState(ada.page, 'dropped', 'No money');
  await ada.page.getByRole('textbox', { name: 'Title' }).fill('A library for all');
  await expectSaved(ada.page);
  await expect(page.getByText('Open at night.')).toBeVisible();
  await expect(page.getByText('dropped')).toBeVisible();
  await expect(page.getByText('No money')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A library for all');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('combobox')).toHaveCount(0);
  for (const name of ['Undo my last change', 'Remove']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Plan', exact: true }).click();
  await expect(page).toHaveURL(plan);
  await expect(page.getByRole('button', { name: 'Add to the plan' })).toHaveCount(0);
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await context.close();
});
