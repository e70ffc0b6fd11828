/** Whose words these are: asked while writing, while reading, by keyboard, on a phone, and without JavaScript. */
import { body, caretTo, expect, expectAccessible, expectSaved, type Person, startPlan, test } from './people.ts';

async function writeTogether(ada: Person, bo: Person) {
  const { plan, elements } = await startPlan(ada, 'Whose words', 'A market hall');
  const path = elements[0] as string;
  await body(ada.page).click();
  await ada.page.keyboard.type('A roof over the square. ');
  await expectSaved(ada.page);
  await bo.page.goto(path);
  await expect(body(bo.page)).toHaveText(/A roof over the square\./);
  await caretTo(bo.page, 'end');
  await bo.page.keyboard.type('With room for the neighbours.');
  await expectSaved(bo.page);
  await expect(body(ada.page)).toHaveText(/neighbours\./);
  return { plan, path };
}

test('while writing: the sentence at the caret, by button and by key, with what it was before', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo', 'Neighbours of the Dok');
  const { plan, path } = await writeTogether(ada, bo);
  const { page } = ada;
  const sheet = page.getByRole('dialog', { name: 'Who wrote this?' });
  await caretTo(page, 'end');
  await page.getByRole('button', { name: 'Who wrote this?' }).click();
  await expect(sheet.getByText('Bo', { exact: true })).toBeVisible();
  await expect(sheet.getByText('Neighbours of the Dok', { exact: true })).toBeVisible();
  await expect(sheet.locator('blockquote')).toHaveText('With room for the neighbours.');
  await expect(sheet.getByText('Ada, City of Ghent')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Restore this wording' })).toHaveCount(1);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(body(page)).toBeFocused();

  await caretTo(page, 'start');
  await page.keyboard.press('Control+Shift+Digit9');
  await expect(sheet.locator('blockquote')).toHaveText('A roof over the square.');
  await expect(sheet.getByText('City of Ghent', { exact: true })).toBeVisible();
  await sheet.getByRole('link', { name: 'See this change in History' }).click();
  await expect(page).toHaveURL(new RegExp(`${plan}/history/\\d+-\\d+\\?by=`));
  await expect(page.locator('ins', { hasText: 'A roof over the square.' })).toBeVisible();

  // Why it was made is said beside it, and then there, too.
  await page.getByRole('button', { name: 'Say why…' }).click();
  await page.getByLabel('Why did you change this?').fill('It rains too often.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('It rains too often.')).toBeVisible();
  await bo.page.goto(path);
  await expect(body(bo.page)).toHaveText(/neighbours\./);
  await caretTo(bo.page, 'start');
  await bo.page.keyboard.press('Control+Shift+Digit9');
  await expect(bo.page.getByRole('dialog')).toContainText('It rains too often.');
});

test('while reading: one tap on a phone, or arrows and Enter; without a name there is nothing to restore', async ({
  join,
  browser,
  server,
}) => {
  const { path } = await writeTogether(await join('Ada', 'City of Ghent'), await join('Bo'));
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  const page = await context.newPage();
  await page.goto(path);
  const sheet = page.getByRole('dialog', { name: 'Who wrote this?' });
  const text = page.getByText('A roof over the square.');
  const box = await text.boundingBox();
  await expect(async () => {
    await page.touchscreen.tap((box?.x ?? 0) + 30, (box?.y ?? 0) + 12);
    await expect(sheet).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(sheet.locator('blockquote')).toHaveText('A roof over the square.');
  await expect(sheet.getByText('City of Ghent', { exact: true })).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Restore this wording' })).toHaveCount(0);
  const place = await sheet.boundingBox();
  expect(Math.round((place?.y ?? 0) + (place?.height ?? 0))).toBe(844);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await page.getByRole('heading', { level: 1 }).click();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByText('Choose a sentence to see who wrote it.')).toBeVisible({ timeout: 1 });
  }).toPass({ intervals: [0] });
  await page.keyboard.press('ArrowDown');
  await expect(text).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sheet.getByText('Bo', { exact: true })).toBeVisible();
  await expect(sheet.getByText('as a citizen')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(text).toBeFocused();
  await text.selectText();
  await page.getByRole('button', { name: 'Who wrote this?' }).click();
  await expect(sheet.locator('blockquote')).toHaveText(/A roof over the square\. With room for the neighbours\./);
  await expect(sheet.getByRole('listitem').filter({ hasText: 'City of Ghent' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await context.setOffline(true);
  await page.keyboard.press('Control+Shift+Digit9');
  await expect(sheet).toContainText('You’re offline. History needs a connection');
  await context.close();
});

test('without JavaScript a link leads to who wrote each word, also of the plan’s own texts', async ({
  join,
  browser,
  server,
}) => {
  const ada = await join('Ada', 'City of Ghent');
  const { plan, path } = await writeTogether(ada, await join('Bo', 'Neighbours of the Dok'));
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(path);
  await page.getByRole('link', { name: 'Who wrote this?' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who wrote this?');
  await expect(page.getByRole('main')).toContainText('2. Bo, Neighbours of the Dok');
  await expect(page.locator('.run', { hasText: 'With room' })).toHaveAttribute(
    'title',
    /Bo, Neighbours of the Dok · .*UTC/,
  );
  await page.goto(plan);
  await page.getByRole('link', { name: 'Who wrote this?' }).click();
  await expect(page.getByRole('main')).toContainText('1. Ada, City of Ghent');
  await expect(page.locator('.run', { hasText: 'Whose words' })).toBeVisible();
  await page.goto(`${path.slice(0, -3)}xyz/authors`);
  await expect(page.getByRole('main')).toContainText(/This element was not in the plan|never in the plan/);
  await context.close();

  await ada.page.goto(`${path}/authors`);
  await expect(ada.page.getByRole('button', { name: /Ask further/ }).last()).toBeVisible();
  await expectAccessible(ada.page);
  await ada.page
    .getByRole('button', { name: /Ask further/ })
    .last()
    .click();
  await expect(ada.page.getByRole('dialog')).toContainText('Earlier wordings');
});
