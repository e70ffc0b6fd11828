/** The small fields of a plan's pages: nothing that is typed in them is lost, whatever others do meanwhile, and "Saved" is true. */
import type { Page } from '@playwright/test';
import { addElement, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';

const practice = (page: Page) => page.getByLabel('The practice that it makes possible', { exact: true });
const lesson = (page: Page) => page.getByLabel('What was learned', { exact: true });
const note = (page: Page) => page.getByLabel('Note', { exact: true });
const left = (page: Page, field: string) => page.getByRole('region', { name: `Your words in “${field}”` });
const saved = (page: Page) => page.locator('[data-saved]');

async function add(page: Page, plan: string, kind: string, title: string): Promise<string> {
  await page.goto(plan);
  await addElement(page, kind, title);
  return new URL(page.url()).pathname;
}

async function addLink(page: Page, phrase: string, title: string): Promise<void> {
  await page.getByLabel('This element').selectOption({ label: phrase });
  await page.getByLabel('Which element? Type its title').fill(title);
  await page.getByRole('button', { name: 'Add the link' }).click();
}

test('what is typed is saved without leaving the field, also when the page is closed right after', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'While typing');
  const path = await add(page, plan, 'Governance', 'A council of parents');
  await bo.page.goto(path);
  await practice(page).click();
  await page.keyboard.type('decide on roads');
  await expect(practice(bo.page)).toHaveValue('decide on roads');
  await expectSaved(page);
  // The caret stays where it is, also over what has been saved.
  await page.keyboard.press('Home');
  await page.keyboard.type('Parents ');
  await expect(practice(bo.page)).toHaveValue('Parents decide on roads');
  await page.keyboard.type('really ');
  await expect(practice(page)).toBeFocused();
  await page.goto('about:blank');
  await expect(practice(bo.page)).toHaveValue('Parents really decide on roads');
  await page.goto(path);
  await expect(practice(page)).toHaveValue('Parents really decide on roads');
});

test('two write in one field: both see both, nobody’s words are overwritten unseen, and “Saved” is not said', async ({
  join,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Two in one field');
  const path = await add(page, plan, 'Review', 'After a year');
  await bo.page.goto(path);
  await lesson(page).click();
  await page.keyboard.type('Ask earlier.');
  await expect(lesson(bo.page)).toHaveValue('Ask earlier.');
  await lesson(bo.page).fill('Ask louder.');
  const choice = page.getByRole('alert');
  await expect(choice).toContainText('Somebody else wrote here while you did.');
  await expect(choice.getByRole('blockquote')).toHaveText('Ask louder.');
  await expect(lesson(page)).toHaveValue('Ask earlier.');
  await expect(saved(page)).toHaveAttribute('data-saved', 'undecided');
  await expectAccessible(page);

  await page.keyboard.type(' And again.');
  await choice.getByRole('button', { name: 'Put mine in its place' }).click();
  await expect(choice).toHaveCount(0);
  await expect(lesson(page)).toBeFocused();
  await expectSaved(page);
  // Bo still has the field, and is told as well.
  await expect(bo.page.getByRole('alert').getByRole('blockquote')).toHaveText('Ask earlier. And again.');
  await bo.page.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(lesson(bo.page)).toHaveValue('Ask earlier. And again.');
  await expectSaved(bo.page);

  // Away from the page with the choice still open.
  await page.keyboard.type(' And at night.');
  await expect(lesson(bo.page)).toHaveValue('Ask earlier. And again. And at night.');
  await lesson(bo.page).fill('');
  await expect(choice).toContainText('Somebody else emptied this while you wrote.');
  await page.getByRole('link', { name: 'Two in one field' }).click();
  await expect(left(page, 'What was learned')).toContainText('Ask earlier. And again. And at night.');
  await page.reload();
  await expectAccessible(page);
  await left(page, 'What was learned').getByRole('button', { name: 'Put away' }).click();
  await expect(left(page, 'What was learned')).toHaveCount(0);
  await page.reload();
  await expectSaved(page);
  await expect(left(page, 'What was learned')).toHaveCount(0);
});

test('two write one note at once; the link is removed while one of them still writes', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = ada;
  const { plan } = await startPlan(ada, 'One note');
  await add(page, plan, 'Actor', 'The city');
  const path = await add(page, plan, 'Commitment', 'Night buses');
  await addLink(page, 'is part of', 'The city');
  await bo.page.goto(path);
  for (const each of [page, bo.page]) {
    await each.getByRole('button', { name: 'Change the link: is part of The city' }).click();
    await expect(note(each)).toBeVisible();
  }
  await note(page).fill('on Fridays');
  await expect(note(bo.page)).toHaveValue('on Fridays');
  await note(page).press('Home');
  await note(bo.page).press('End');
  await Promise.all([page.keyboard.type('Only '), bo.page.keyboard.type(' and Saturdays')]);
  for (const each of [page, bo.page]) await expect(note(each)).toHaveValue('Only on Fridays and Saturdays');
  await expectAccessible(page);

  await page.keyboard.type('and only ');
  await expect(note(bo.page)).toHaveValue('Only and only on Fridays and Saturdays');
  await bo.page.getByRole('button', { name: 'Remove the link: is part of The city' }).click();
  await expect(left(page, 'Note')).toContainText('Only and only on Fridays and Saturdays');
  await expect(left(bo.page, 'Note')).toHaveCount(0);
  await expectAccessible(page);
  await left(page, 'Note').getByRole('button', { name: 'Copy' }).click();
  await expect(left(page, 'Note').getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Only and only on Fridays and Saturdays');
});

test('an element is removed while somebody types in one of its small fields', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Removing');
  const remove = async (path: string) => {
    await bo.page.goto(path);
    await bo.page.getByRole('button', { name: 'Remove', exact: true }).last().click();
    await bo.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  };
  const council = await add(page, plan, 'Governance', 'A council of parents');
  await expectSaved(page);
  await bo.page.goto(council);
  await practice(page).click();
  await page.keyboard.type('Parents decide');
  await remove(council);
  await expect(page.getByText('Bo removed this from the plan while you had it open.')).toBeVisible();
  await expect(left(page, 'The practice that it makes possible')).toContainText('Parents decide');
  await left(page, 'The practice that it makes possible').getByRole('button', { name: 'Put away' }).click();
});

test('a link that is there is not made twice: it opens, and that is said', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Twice');
  await add(page, plan, 'Actor', 'The city');
  await add(page, plan, 'Commitment', 'Night buses');
  await addLink(page, 'is part of', 'The city');
  const row = page.getByRole('listitem').filter({ hasText: 'is part of' });
  await expect(row).toHaveCount(1);
  await expect(note(page)).toHaveCount(0);
  await addLink(page, 'is part of', 'The city');
  await expect(page.getByText('This link is there already')).toBeVisible();
  await expect(note(page)).toBeVisible();
  await expect(row).toHaveCount(1);
  const keeper = page.getByLabel(/Kept by|Add another keeper/);
  await keeper.selectOption({ label: 'The city' });
  await keeper.selectOption({ label: 'The city' });
  await expect(page.getByText('The city keeps it already.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change dates and note: The city' })).toHaveCount(1);
});
