/** Leaving: what goes, what stays, and that no word is lost over it. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  body,
  expect,
  expectAccessible,
  expectSaved,
  standBetween,
  startPlan,
  storageMessage,
  test,
} from './people.ts';

const copies = (page: Page) => page.evaluate(async () => (await indexedDB.databases()).length);

async function askToLeave(page: Page): Promise<void> {
  await page.getByRole('banner').locator('summary', { hasText: 'here' }).click();
  await page.getByRole('button', { name: 'Leave' }).click();
}

test('who leaves is a reader from then on, and their seat is empty', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Leaving', 'A tower');
  await body(ada.page).click();
  await ada.page.keyboard.type('Seen from afar.');
  await bo.page.goto(elements[0] as string);
  await expect(bo.page.locator('summary', { hasText: 'Ada' })).toBeVisible();
  await expectSaved(ada.page);

  await askToLeave(ada.page);
  const dialog = ada.page.getByRole('dialog', { name: 'Leave, Ada?' });
  await expect(dialog).toContainText('What you wrote stays in the plans, with your name.');
  await expectAccessible(ada.page);
  await ada.context.setOffline(true);
  await expect(dialog).toContainText('You can leave when you are back online.');
  await expect(dialog.getByRole('button', { name: 'Leave' })).toBeDisabled();
  await ada.context.setOffline(false);
  await dialog.getByRole('button', { name: 'Leave' }).click();

  await expect(ada.page.getByText('You have left.')).toBeVisible();
  await expect(ada.page.getByRole('link', { name: 'Choose a name to write' })).toBeFocused();
  await expect(ada.page.getByText('Seen from afar.')).toBeVisible();
  await expect(body(ada.page)).toHaveCount(0);
  await expect(ada.page.getByRole('alert')).toHaveCount(0);
  await expectAccessible(ada.page);
  await expect(bo.page.getByRole('heading', { name: 'You are alone here', includeHidden: true })).toHaveCount(1);
  expect(await (await ada.context.request.get('/api/me')).json()).toEqual({ actor: null });
  await expect.poll(() => copies(ada.page)).toBe(0);
  await ada.page.goto(plan);
  await expect(ada.page.getByRole('link', { name: 'Choose a name to write' })).toBeVisible();
  await expect(ada.page.getByText('This device keeps words')).toHaveCount(0);
});

test('words that the server does not have are named before, and found again after', async ({ join }) => {
  const ada = await join('Ada');
  const sockets = await standBetween(ada.page);
  await startPlan(ada, 'Leaving words', 'A mast');
  sockets.at(-1)?.send(storageMessage(true));
  await body(ada.page).click();
  await ada.page.keyboard.type('Not on the server.');
  await expect(ada.page.locator('[data-saved]')).toHaveAttribute('data-saved', 'unsaved');
  await askToLeave(ada.page);
  const dialog = ada.page.getByRole('dialog');
  await expect(dialog).toContainText('Your last words are not saved');
  await dialog.getByRole('button', { name: 'Leave' }).click();

  await expect(ada.page.getByText('This device keeps words that Ada wrote')).toBeVisible();
  const download = ada.page.waitForEvent('download');
  await ada.page.getByRole('button', { name: 'Download them' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('Not on the server.');
});
