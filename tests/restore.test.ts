/** What was there comes back as a new change: a paragraph, an element, the plan; two people at once, and the way back. */
import { body, caretTo, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';

const restoreNow = { name: 'Restore', exact: true } as const;

test('an earlier wording comes back for everyone at once, and goes again; two who restore it both see it', async ({
  join,
}) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Wordings', 'A market hall');
  const path = elements[0] as string;
  await body(ada.page).click();
  await ada.page.keyboard.type('A roof over the square.');
  await ada.page.keyboard.press('Enter');
  await ada.page.keyboard.type('A second paragraph.');
  await expectSaved(ada.page);
  await bo.page.goto(path);
  await expect(body(bo.page)).toHaveText(/A second paragraph\./);
  await caretTo(bo.page, 'start');
  await bo.page.keyboard.press('Shift+End');
  await bo.page.keyboard.type('lol bananas');
  await expectSaved(bo.page);
  await expect(body(ada.page)).toHaveText(/lol bananas/);

  const sheetOf = ({ page }: typeof ada) => page.getByRole('dialog', { name: 'Restore this paragraph' });
  for (const { page } of [ada, bo]) {
    await caretTo(page, 'start');
    await page.keyboard.press('Control+Shift+Digit9');
    await page.getByRole('button', { name: 'Restore this wording' }).click();
  }
  const [sheet, other] = [sheetOf(ada), sheetOf(bo)];
  await expect(sheet.locator('ins')).toHaveText('A roof over the square.');
  await expect(sheet.locator('del')).toHaveText('lol bananas');
  await expect(sheet).toContainText('Only this paragraph changes.');
  await expect(other.locator('ins')).toHaveText('A roof over the square.');
  await expectAccessible(ada.page);
  await sheet.getByRole('button', restoreNow).click();
  await expect(sheet).toContainText('Restored, as a new change in your name.');
  await expect(other).toContainText('It reads like this already.');
  await expect(body(bo.page)).toHaveText(/A roof over the square\.\s*A second paragraph\./);

  await sheet.getByRole('button', { name: 'Undo this…' }).click();
  await expect(sheet.locator('ins')).toHaveText('lol bananas');
  await sheet.getByRole('button', restoreNow).click();
  await expect(sheet).toContainText('Restored, as a new change');
  await expect(body(bo.page)).toHaveText(/lol bananas/);
});

test('by keyboard alone an element that was removed comes back from History, with its words', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Removed', 'A market hall', 'Something else');
  const path = elements[0] as string;
  await bo.page.goto(path);
  await body(bo.page).click();
  await bo.page.keyboard.type('With a roof.');
  await expectSaved(bo.page);
  // What one person does within a second is one change: asking for the history ends it.
  expect((await bo.page.request.get(`${plan.replace('/plan/', '/api/plans/')}/revisions`)).ok()).toBe(true);
  await bo.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await bo.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expectSaved(bo.page);

  const { page } = ada;
  await page.goto(path);
  await page.getByRole('link', { name: 'Who changed this?' }).click();
  await page.getByRole('listitem').filter({ hasText: 'removed “A market hall”' }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Restore…' }).first().press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('radio', { name: 'Bring it back: it was removed' })).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  if (!(await sheet.getByRole('radio', { name: 'Bring it back' }).isChecked())) await page.keyboard.press('Space');
  await expect(sheet.locator('ins', { hasText: 'With a roof.' })).toBeVisible();
  await sheet.getByRole('button', restoreNow).press('Enter');
  await expect(sheet).toContainText('Restored, as a new change');
  await sheet.getByRole('link', { name: 'Go to “A market hall”' }).press('Enter');
  await expect(body(page)).toHaveText('With a roof.');
  await bo.page.goto(plan);
  await expect(bo.page.getByRole('link', { name: 'A market hall' })).toBeVisible();
});

test('the whole plan goes back to how it was; offline, nothing is restored, and that is said', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'The plan', 'A market hall');
  const seq = (
    (await (await ada.context.request.get(`/api${plan.replace('plan', 'plans')}`)).json()) as { seq: number }
  ).seq;
  const bo = await join('Bo');
  await bo.page.goto(plan);
  await bo.page.getByRole('textbox', { name: 'Title' }).first().fill('Another plan');
  await expectSaved(bo.page);
  await page.goto(`${plan}/at/${seq}`);
  await page.getByRole('button', { name: 'Restore from here…' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('radio', { name: 'The whole plan' }).click();
  await expect(sheet).toContainText('The whole plan goes back.');
  await ada.context.setOffline(true);
  await sheet.getByRole('button', restoreNow).click();
  await expect(sheet).toContainText('You’re offline. This needs a connection, and nothing was changed.');
  await ada.context.setOffline(false);
  await sheet.getByRole('button', restoreNow).click();
  await expect(sheet).toContainText('Restored, as a new change');
  await expect(bo.page.getByRole('textbox', { name: 'Title' }).first()).toHaveValue('The plan');
});
