/** The small fields of a plan's pages: nothing that is typed in them is lost, whatever others do meanwhile, and "Saved" is true. */
import { createObservationId, type ElementId } from '@longtable/shared/ids';
import { readElements } from '@longtable/shared/plan/document';
import { writeObservation } from '@longtable/shared/plan/edits';
import type { Page } from '@playwright/test';
import { addElementTo, addLink, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';
import { openPlanDocument } from './plan-client.ts';

const practice = (page: Page) =>
  page.getByRole('textbox', { name: 'The practice that it makes possible', exact: true });
const lesson = (page: Page) => page.getByLabel('What was learned', { exact: true });
const note = (page: Page) => page.getByLabel('Note', { exact: true });
const left = (page: Page, field: string) => page.getByRole('region', { name: `Your words in “${field}”` });
const saved = (page: Page) => page.locator('[data-saved]');

test('what is typed is saved without leaving the field, also when the page is closed right after', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'While typing');
  const path = await addElementTo(page, plan, 'Governance', 'A council of parents');
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
  const path = await addElementTo(page, plan, 'Review', 'After a year');
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
  await addElementTo(page, plan, 'Actor', 'The city');
  const path = await addElementTo(page, plan, 'Commitment', 'Night buses');
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

test('an element is removed while somebody types in one of its small fields, or observes something', async ({
  join,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Removing');
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  const remove = async (path: string) => {
    await bo.page.goto(path);
    await bo.page.getByRole('button', { name: 'Remove', exact: true }).last().click();
    await bo.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  };
  const council = await addElementTo(page, plan, 'Governance', 'A council of parents');
  await expectSaved(page);
  await bo.page.goto(council);
  await practice(page).click();
  await page.keyboard.type('Parents decide');
  await remove(council);
  await expect(page.getByText('Bo removed this from the plan while you had it open.')).toBeVisible();
  await expect(left(page, 'The practice that it makes possible')).toContainText('Parents decide');
  await left(page, 'The practice that it makes possible').getByRole('button', { name: 'Put away' }).click();

  const learning = await addElementTo(page, plan, 'Capability', 'Learning how to learn');
  await expectSaved(page);
  await page.getByRole('button', { name: 'Add an observation' }).click();
  await page.keyboard.type('They asked who was missing.');
  await remove(learning);
  await expect(left(page, 'What was seen')).toContainText('They asked who was missing.');

  const from = page.getByLabel('From', { exact: true });
  for (const [where, typed] of [
    ['its page', 'about 2044'],
    ['the roadmap', 'early 2030s'],
  ]) {
    const bridge = await addElementTo(page, plan, 'Commitment', `A bridge from ${where}`);
    await expectSaved(page);
    if (where === 'the roadmap') {
      await from.fill('2030');
      await from.blur();
      await expectSaved(page);
      await page.goto(`${plan}/roadmap?from=2026-01&to=2046-01`);
      await page.locator('[data-element]', { hasText: 'A bridge' }).click();
    }
    await from.fill(typed as string);
    await remove(bridge);
    await expect(left(page, 'From').filter({ hasText: typed as string })).toBeVisible();
  }
  expect(errors).toEqual([]);
});

test('what is typed in a form that is left before it is sent waits on the next page', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Left forms');
  for (const title of ['A quiet town', 'A loud town']) await addElementTo(page, plan, 'Vision', title);
  const path = await addElementTo(page, plan, 'Commitment', 'Night buses');
  const title = (each: string) => page.getByRole('form', { name: each }).getByLabel('Title');
  const forms: [string, string, string, () => Promise<void>][] = [
    [path, 'Which element? Type its title', 'The council', () => addLink(page, 'is part of', 'The council')],
    [
      path,
      'Address of the other plan, or of an element in it',
      'https://plans.example/scheldt',
      async () => {
        await page.getByLabel('This element').selectOption({ label: 'adapts' });
        await page.getByLabel('Address of the other plan').fill('https://plans.example/scheldt');
      },
    ],
    [
      path,
      'Name of the actor',
      'The new board',
      async () => {
        await page.getByLabel('Kept by', { exact: true }).selectOption({ label: 'A new actor…' });
        await page.getByLabel('Name of the actor').fill('The new board');
      },
    ],
    [`${plan}/network`, 'Add a tie', 'Dok neighbours', () => page.getByLabel('Actor').first().fill('Dok neighbours')],
    [`${plan}/visions`, 'Add a vision', 'A slow town', () => title('Add a vision').fill('A slow town')],
    [`${plan}/visions`, 'Who says so', 'The council', () => page.getByLabel('Who says so').fill('The council')],
    [plan, 'Title', 'A kiosk', () => page.getByRole('textbox', { name: 'Title' }).last().fill('A kiosk')],
  ];
  for (const [where, field, words, type] of forms) {
    await page.goto(where);
    await expectSaved(page);
    await type();
    await page.getByRole('link', { name: 'History' }).first().click();
    await expect(left(page, field)).toContainText(words);
    await left(page, field).getByRole('button', { name: 'Put away' }).click();
    await expect(left(page, field)).toHaveCount(0);
  }
});

test('an observation of which nobody knows when it was made stays so; the newest come first', async ({
  join,
  server,
}) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Undated');
  const path = await addElementTo(page, plan, 'Capability', 'Democratic design');
  await expectSaved(page);
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  const capability = path.split('/').at(-1) as ElementId;
  for (const [on, text] of [
    ['', 'They drew the room.'],
    ['203X', 'They drew the town.'],
    ['1999', 'They drew a lot.'],
    ['[1994..1996]', 'They drew the street.'],
  ] as const)
    writeObservation(doc, capability, { id: createObservationId(), on, text, evidence: '' });
  const seen = page.getByRole('region', { name: 'What has been observed' }).getByRole('listitem');
  await expect(seen).toContainText(['the town.', 'a lot.', 'the street.', 'the room.']);
  const undated = seen.filter({ hasText: 'They drew the room.' });
  await undated.getByRole('button', { name: 'Change the observation' }).click();
  await expect(page.getByLabel('Seen on')).toHaveValue('');
  await page.getByLabel('What was seen').fill('They drew the room first.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('They drew the room first.')).toBeVisible();
  await expectSaved(page);
  await expect
    .poll(() => readElements(doc).flatMap(({ observations }) => observations.map(({ on }) => on)))
    .toEqual(['', '[1994..1996]', '1999', '203X']);
  close();
});

test('a date that is typed stays while somebody else moves the dates, and neither is overwritten unseen', async ({
  join,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan, elements } = await startPlan(ada, 'Dates', 'A bridge');
  const dates = (each: Page) => [each.getByLabel('From', { exact: true }), each.getByLabel('Until', { exact: true })];
  const [from, until] = dates(page) as [ReturnType<Page['getByLabel']>, ReturnType<Page['getByLabel']>];
  const [othersFrom] = dates(bo.page) as [typeof from];
  await bo.page.goto(elements[0] as string);
  await othersFrom.fill('2030');
  await expect(saved(bo.page)).toHaveAttribute('data-saved', 'saving');
  await othersFrom.blur();
  await expectSaved(bo.page);
  await page.goto(`${plan}/roadmap?from=2026-01&to=2046-01`);
  await page.locator('[data-element]', { hasText: 'A bridge' }).click();
  await expect(from).toHaveValue('2030');
  await until.fill('2040');
  await othersFrom.fill('2035');
  await othersFrom.blur();
  await expect(from).toHaveValue('2035');
  await expect(until).toHaveValue('2040');
  await page.getByRole('button', { name: 'Set the dates' }).click();
  await expect(bo.page.getByLabel('Until', { exact: true })).toHaveValue('2040');
  await expect(othersFrom).toHaveValue('2035');

  await from.fill('early 2030s');
  await othersFrom.fill('2036');
  await othersFrom.blur();
  await expect(page.getByRole('alert').getByRole('blockquote')).toHaveText('2036');
  await expect(from).toHaveValue('early 2030s');
  await page.getByRole('button', { name: 'Set the dates' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(othersFrom).toHaveValue('2036');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Put mine in its place' }).click();
  await page.getByRole('button', { name: 'Set the dates' }).click();
  await expect(othersFrom).toHaveValue('early 2030s');
});

test('a link that is there is not made twice: it opens, and that is said', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Twice');
  await addElementTo(page, plan, 'Actor', 'The city');
  await addElementTo(page, plan, 'Commitment', 'Night buses');
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
