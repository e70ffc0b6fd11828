/** Search: one key away, in what is written right now, and as a page without JavaScript. */
import { body, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';

test('what one writes, the other finds at once, by keyboard alone', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Finding', 'Night buses', 'A café on the square');
  await bo.page.goto(plan);
  await expectSaved(bo.page);
  await ada.page.goto(elements[0] as string);
  await body(ada.page).pressSequentially('Nobody walks home from Mariakerke.');
  await expectSaved(ada.page);

  const { page } = bo;
  await page.keyboard.press('Control+k');
  const field = page.getByRole('textbox', { name: 'Search this plan' });
  await expect(field).toBeFocused();
  await page.keyboard.type('mariak');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await expect(dialog.getByRole('link', { name: 'Night buses' })).toContainText('home from Mariakerke');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${elements[0]}$`));

  await page.keyboard.press('Control+k');
  await page.keyboard.type('cafe');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('link', { name: 'A café on the square' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${elements[1]}$`));

  await page.keyboard.press('Control+k');
  await page.keyboard.type('go to: history');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/history$/);

  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('nothing of the kind');
  await expect(dialog.getByText('Nothing has “nothing of the kind”.').last()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('in a text the same key makes a link of chosen words, and searches where there are none', async ({ join }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Keys', 'Links');
  const { page } = ada;
  await body(page).click();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  await page.keyboard.press('Escape');
  await body(page).click();
  await page.keyboard.type('charter');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+k');
  await expect(page.getByLabel('Address of the link')).toBeVisible();
});

test('is a page without JavaScript, and on a phone', async ({ browser, join }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Finding', 'Night buses');
  await body(ada.page).pressSequentially('Until four in the morning.');
  await expectSaved(ada.page);

  const plain = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await plain.goto(new URL(plan, ada.page.url()).href);
  await plain.getByRole('link', { name: 'Search' }).click();
  await plain.getByRole('searchbox').fill('mornin');
  await plain.getByRole('button', { name: 'Search' }).click();
  await expect(plain.getByRole('main').getByRole('status')).toHaveText('1 result');
  await expect(plain.getByRole('main')).toContainText('Until four in the morning.');
  expect(await plain.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await plain.getByRole('link', { name: 'Night buses' }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('Night buses');
  await plain.close();

  const tooLong = await ada.page.request.get(`/api${plan.replace('/plan/', '/plans/')}/search?q=${'x'.repeat(201)}`);
  expect(tooLong.status()).toBe(400);
  expect(await tooLong.json()).toMatchObject({ detail: 'Search for at most 200 characters.' });
});
