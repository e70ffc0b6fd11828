/** One page for elements of every kind: states that refuse in words, links as sentences, what each kind has, two people at once. */
import type { ElementId } from '@longtable/shared/ids';
import { setElementState } from '@longtable/shared/plan/edits';
import type { Page } from '@playwright/test';
import {
  addElement,
  addElementTo,
  addLink,
  body,
  expect,
  expectAccessible,
  expectSaved,
  type Person,
  setReasonedState,
  startPlan,
  test,
} from './people.ts';
import { openPlanDocument } from './plan-client.ts';

async function observe(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Add an observation' }).click();
  await page.getByLabel('What was seen').fill(text);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

const state = (page: Page) => page.getByLabel('State', { exact: true });

async function write(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByLabel(label, { exact: true }).blur();
}

test('a deliberation can’t be planned before it leads somewhere; it says so, and leads to what mends it', async ({
  join,
}) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Refusing');
  const path = await addElementTo(page, plan, 'Deliberation', 'Assembly on the river');
  await expect(page.getByText('This meal leaves no kitchen behind.')).toBeVisible();
  await bo.page.goto(path);
  await state(page).selectOption({ label: 'planned' });
  await expect(page.getByText('A deliberation can’t be planned before it says what future it leads to')).toBeVisible();
  await expect(state(bo.page)).toHaveValue('idea');
  await expectAccessible(page);

  await page.getByRole('alert').locator('..').getByRole('button', { name: 'Say what it leads to' }).click();
  await expect(page.getByLabel('Which element? Type its title')).toBeFocused();
  await page.keyboard.type('A standing assembly');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('As', { exact: true })).toHaveValue('vision');
  await page.getByLabel('As', { exact: true }).selectOption({ label: 'Governance' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make “A standing assembly” a new element' }).click();
  await expect(page.getByText('It can be “planned” now.')).toBeVisible();
  await expect(page.getByText('This meal leaves no kitchen behind.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Set to “planned”' }).click();
  await expect(state(bo.page)).toHaveValue('planned');

  await state(page).selectOption({ label: 'running' });
  await page.getByRole('button', { name: 'Say from when' }).click();
  await expect(page.getByLabel('From', { exact: true })).toBeFocused();
  await page.keyboard.type('spring 2031');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Set to “running”' }).click();
  await state(page).selectOption({ label: 'answered' });
  await page.getByRole('button', { name: 'Set it to “reported” first' }).click();
  await expect(state(bo.page)).toHaveValue('reported');
  await state(page).selectOption({ label: 'answered' });
  await page.getByRole('button', { name: 'Link what answers it' }).click();
  await expect(page.getByLabel('This element')).toHaveValue('to answers');
  await page.getByRole('button', { name: 'Leave it as “reported”' }).click();
  await expect(state(page)).toBeFocused();
  await expect(state(page)).toHaveValue('reported');

  await expectSaved(page);
  await page.getByText('How it got here').click();
  const steps = page.locator('details', { hasText: 'How it got here' }).getByRole('listitem');
  // What one person sets within a second is one step.
  await expect(steps.first()).toHaveText(/^\s*idea\s+Ada, City of Ghent/);
  await expect(steps.last()).toHaveText(/^\s*reported\s+Ada, City of Ghent/);
  await expectAccessible(page);
});

test('with the arrow keys states and keepers are looked at; Enter sets one', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Keys');
  await addElementTo(page, plan, 'Actor', 'City of Ghent');
  const path = await addElementTo(page, plan, 'Commitment', 'A bench');
  await bo.page.goto(path);
  const keeper = page.getByLabel('Kept by', { exact: true });
  await keeper.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('button', { name: 'Choose “City of Ghent”' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Choose “City of Ghent”' })).toHaveCount(0);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(bo.page.getByRole('link', { name: 'City of Ghent' })).toHaveCount(1);

  await state(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('It can be “committed” now.')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText('before somebody has committed to it.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(state(bo.page)).toHaveValue('proposed');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(state(page)).toHaveValue('proposed');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(state(bo.page)).toHaveValue('committed');
  await expect(page.getByText('It can be “committed” now.')).toHaveCount(0);
});

test('an element takes over something of another plan: a link in words here and in history, and nothing to mend', async ({
  join,
  server,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const theirs = await startPlan(bo, 'The Lys valley');
  const assembly = await addElementTo(bo.page, theirs.plan, 'Governance', 'A standing assembly');
  await expectSaved(bo.page);
  const { page } = ada;
  const { plan } = await startPlan(ada, 'The Dender valley');
  const path = await addElementTo(page, plan, 'Governance', 'Our assembly');
  await page.getByLabel('This element').selectOption({ label: 'adapts' });
  const address = page.getByLabel('Address of the other plan, or of an element in it');
  const addIt = page.getByRole('button', { name: 'Add the link' });
  for (const [typed, says] of [
    ['the Lys valley', 'This is no address of a plan.'],
    [`${server.url}${path}`, 'This is an address in this plan.'],
    [`${server.url}${theirs.plan}/element/AAAAAAAAAAAAAAAAAAAAAA`, 'There is no such plan or element on this server'],
  ] as const) {
    await address.fill(typed);
    await addIt.click();
    await expect(page.getByText(says)).toBeVisible();
    await expect(address).toBeFocused();
  }
  await expectAccessible(page);
  await address.fill(`${server.url}${assembly}`);
  await addIt.click();
  const here = page.getByRole('link', { name: '“A standing assembly” in The Lys valley' });
  await expect(here).toHaveAttribute('href', assembly);
  await address.fill('https://plans.example/scheldt#3');
  await page.getByLabel('What it is called there').fill('A river parliament');
  await addIt.click();
  await expect(page.getByRole('link', { name: '“A river parliament” in plans.example' })).toHaveAttribute(
    'href',
    'https://plans.example/scheldt#3',
  );
  await page.getByRole('button', { name: 'Change the link: adapts “A standing' }).click();
  await page.getByLabel('What became of it').selectOption({ label: 'changed to fit' });
  await expect(page.getByText('changed to fit', { exact: true }).first()).toBeVisible();
  await expectAccessible(page);
  await expectSaved(page);
  await page.goto(`${plan}/holds`);
  await expect(page.getByRole('heading', { name: 'Self-improvement' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'To mend' })).toHaveCount(0);
  await page.goto(`${plan}/history`);
  await page.getByRole('main').getByRole('link', { name: /Ada/ }).first().click();
  const added = page.getByRole('listitem').filter({ hasText: 'adapts “A standing assembly” in The Lys valley' });
  await expect(added.first()).toBeVisible();
  await expect(added.getByRole('link', { name: 'Open what it adapts' }).first()).toHaveAttribute('href', assembly);
  await expectAccessible(page);
});

test('a state that means nothing without a reason asks for one, and shows it', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Reasons');
  const path = await addElementTo(page, plan, 'Deliberation', 'A day in the park');
  await bo.page.goto(path);
  await state(page).selectOption({ label: 'one-off' });
  await page.getByRole('button', { name: 'Set to “one-off”' }).click();
  await expect(state(bo.page)).toHaveValue('idea');
  await page.getByLabel('Why is it “one-off”?').fill('A birthday of the city');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Set to “one-off”' }).click();
  await write(page, 'What it was worth all the same', 'Two hundred people met.');
  await expect(state(bo.page)).toHaveValue('one-off');
  await expect(bo.page.getByText('A birthday of the city')).toBeVisible();
  await bo.page.goto(plan);
  await expect(bo.page.getByText('This meal leaves no kitchen behind. What stays?')).toBeVisible();
  await expect(bo.page.getByText('What it was worth: Two hundred people met.')).toBeVisible();
  await expectAccessible(bo.page);
  await bo.page.goto(`${plan}/search?q=park`);
  await expect(bo.page.getByText('This meal leaves no kitchen behind. What stays?')).toBeVisible();
  await bo.page.goto(`${plan}/roadmap?view=chart`);
  await expect(bo.page.getByTitle('This meal leaves no kitchen behind. What stays?')).toBeVisible();

  await page.getByRole('button', { name: 'Change the reason' }).click();
  await expect(page.getByLabel('Why is it “one-off”?')).toHaveValue('A birthday of the city');
  await page.getByRole('button', { name: 'Leave it as “one-off”' }).click();
  await state(page).selectOption({ label: 'idea' });
  await expect(page.getByText('A birthday of the city')).toHaveCount(0);
});

test('a state that somebody else set meanwhile is not overwritten unseen, nor is their reason', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = bo;
  const { plan } = await startPlan(ada, 'Two states');
  const path = await addElementTo(ada.page, plan, 'Commitment', 'A bench');
  await page.goto(path);
  await expectSaved(page);
  const reason = page.getByLabel('Why is it “dropped”?');
  const choice = page.getByRole('alert').filter({ hasText: 'Somebody else wrote here while you did.' });
  await state(page).selectOption({ label: 'dropped' });
  await reason.fill('No square.');
  await state(ada.page).selectOption({ label: 'Nobody has said' });
  await expect(choice.getByRole('blockquote')).toHaveText('Nobody has said');
  await expectAccessible(page);
  await choice.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(state(page)).toHaveValue('');
  await expect(state(page)).toBeFocused();

  await state(page).selectOption({ label: 'dropped' });
  await reason.fill('No square.');
  await setReasonedState(ada.page, 'dropped', 'No money.');
  await expect(choice.getByRole('blockquote')).toContainText('No money.');
  await reason.press('End');
  await page.keyboard.type(' No money either.');
  await choice.getByRole('button', { name: 'Put mine in its place' }).click();
  await expect(ada.page.getByText('No square. No money either.')).toBeVisible();
  await expect(choice).toHaveCount(0);
  await expectSaved(page);
});

test('where a state needs no reason, none is asked for, and one that another program wrote is not shown', async ({
  join,
  server,
  browser,
}) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'No reasons');
  const path = await addElementTo(page, plan, 'Deliberation', 'Few come');
  const id = path.split('/').at(-1) as ElementId;
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  setElementState(doc, id, 'running', 'Nobody asked for this.');
  await expect(state(page)).toHaveValue('running');
  await state(page).selectOption({ label: 'reported' });
  await expect(page.getByLabel(/^Why is it/)).toHaveCount(0);
  await expect(state(page)).toHaveValue('reported');
  setElementState(doc, id, 'running', 'Nobody asked for this.');
  await expect(state(page)).toHaveValue('running');
  await expectSaved(page);
  await expect(page.getByText('Nobody asked for this.')).toHaveCount(0);
  close();

  const reader = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const reading = await reader.newPage();
  await reading.goto(path);
  await expect(reading.getByText('running', { exact: true })).toBeVisible();
  await expect(reading.getByText('Nobody asked for this.')).toHaveCount(0);
  await reader.close();
});

test('one removes an element while the other writes in it: nothing is lost, and it is said plainly', async ({
  join,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Removing');
  const path = await addElementTo(ada.page, plan, 'Capability', 'Learning how to learn');
  await addLink(ada.page, 'is held by', 'Schools');
  await ada.page.getByLabel('As', { exact: true }).selectOption({ label: 'Actor' });
  await ada.page.getByRole('button', { name: 'Make “Schools”' }).click();
  await observe(ada.page, 'They asked who was missing.');
  await bo.page.goto(path);
  await body(bo.page).click();
  await bo.page.keyboard.type('Every word of Bo.');
  await expect(body(ada.page)).toHaveText(/Every word of Bo\./);
  await bo.page.keyboard.type(' And one more.');
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).last().click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();

  await expect(bo.page.getByText('Ada removed this from the plan while you had it open.')).toBeVisible();
  await expect(bo.page.getByText('Every word of Bo. And one more.')).toBeVisible();
  await expectAccessible(bo.page);
  await bo.page.getByRole('button', { name: 'Put it back into the plan' }).click();
  await expect(bo.page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(body(bo.page)).toHaveText('Every word of Bo. And one more.');
  await expect(bo.page.getByText('They asked who was missing.')).toBeVisible();
  await ada.page.goto(path);
  await expect(body(ada.page)).toHaveText('Every word of Bo. And one more.');
  await expect(ada.page.getByRole('link', { name: 'Schools' })).toBeVisible();
});

test('two add an observation at once; one removes what the other is changing', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Observing');
  const path = await addElementTo(ada.page, plan, 'Capability', 'Using and challenging power');
  await bo.page.goto(path);
  await Promise.all([observe(ada.page, 'The council shared its budget.'), observe(bo.page, 'Tenants met the mayor.')]);
  for (const { page } of [ada, bo]) {
    await expect(page.getByText('The council shared its budget.')).toBeVisible();
    await expect(page.getByText('Tenants met the mayor.')).toBeVisible();
  }
  await expectAccessible(ada.page);

  const tenants = (person: Person) => person.page.getByRole('listitem').filter({ hasText: 'Tenants met the mayor.' });
  await tenants(bo).getByRole('button', { name: 'Change the observation' }).click();
  await bo.page.getByLabel('What was seen').fill('Tenants met the mayor twice.');
  await write(bo.page, 'Seen on', 'early 2030s');
  await tenants(ada).getByRole('button', { name: 'Remove the observation' }).click();
  await expect(bo.page.getByText('Somebody removed this observation while you were changing it.')).toBeVisible();
  await expectAccessible(bo.page);
  await bo.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(ada.page.getByText('Tenants met the mayor twice.')).toBeVisible();
  await expect(ada.page.getByText('early 2030s')).toBeVisible();
});

test('links read as sentences from both ends, with how sure, what was answered, since when and why', async ({
  join,
}) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Sentences');
  await addElementTo(page, plan, 'Challenge', 'Free buses');
  await addElementTo(page, plan, 'Commitment', 'Night buses');
  await addLink(page, 'answers', 'Free buses');
  await page.getByRole('button', { name: 'Change the link: answers Free buses' }).click();
  await page.getByLabel('Answer', { exact: true }).selectOption({ label: 'refused' });
  await expect(page.getByText('Nobody has said why yet.')).toBeVisible();
  await expectAccessible(page);
  await write(page, 'Reason', 'There is no money.');
  await addLink(page, 'leads to', 'A city awake');
  await page.getByRole('button', { name: 'Make “A city awake”' }).click();
  await page.getByRole('button', { name: 'Change the link: leads to A city awake' }).click();
  await page.getByLabel('How sure').selectOption({ label: 'it might' });
  await write(page, 'Why', 'People stay out.');
  await page.getByRole('link', { name: 'A city awake' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'might follow from Night buses' })).toContainText(
    'Why: People stay out.',
  );
  await page.goto(plan);
  await page.getByRole('link', { name: 'Free buses' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'is refused by Night buses' })).toContainText(
    'Reason: There is no money.',
  );
});

test('a title finds its element however it is written; where several have it, people say which', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Alike');
  await addElementTo(page, plan, 'Actor', 'The City');
  await addElementTo(page, plan, 'Capability', 'Council');
  const council = await addElementTo(page, plan, 'Actor', 'Council');
  await addElementTo(page, plan, 'Commitment', 'Night buses');
  await expectSaved(page);
  await addLink(page, 'is part of', 'the city');
  await expect(page.getByRole('link', { name: 'The City' })).toBeVisible();
  await expect(page.getByText('No element with this title fits here.')).toHaveCount(0);
  await addLink(page, 'is part of', 'council');
  await expect(page.getByText('Several have this title. Which one do you mean?')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Council Actor' }).click();
  await expect(page.getByLabel('Which element? Type its title')).toBeFocused();
  await expect(page.getByRole('link', { name: 'Council' })).toHaveAttribute('href', council);

  // Who keeps it is asked for elsewhere: what is there already stands there.
  const keeper = page.getByLabel(/Kept by|Add another keeper/);
  await keeper.selectOption({ label: 'A new actor…' });
  await page.getByLabel('Name of the actor').fill('the city');
  await page.getByLabel('Name of the actor').press('Enter');
  await expect(page.getByRole('button', { name: 'Change dates and note: The City' })).toBeVisible();
  await addLink(page, 'is kept by', 'The City');
  await expect(page.getByText('This link is there already')).toBeVisible();
  await expect(keeper).toBeFocused();
});

test('keepers have dates, and those who kept before stay in sight', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Keepers');
  await addElementTo(page, plan, 'Governance', 'A council of parents');
  await write(page, 'The practice that it makes possible', 'Parents decide on roads.');
  for (const name of ['The old board', 'The new board']) {
    await page.getByLabel(/Kept by|Add another keeper/).selectOption({ label: 'A new actor…' });
    await page.getByLabel('Name of the actor').fill(name);
    await page.getByLabel('Name of the actor').press('Enter');
    await expect(page.getByRole('link', { name })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Change dates and note: The old board' }).click();
  await write(page, 'Since', '2001');
  await page.getByLabel('Until', { exact: true }).last().fill('2004');
  await page.getByLabel('Until', { exact: true }).last().blur();
  await expect(page.getByText('2001 to 2004')).toBeVisible();
  await expect(page.getByText('Before', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await state(page).selectOption({ label: 'adopted' });
  await expect(page.getByText('It can’t be adopted before it was on trial.')).toBeVisible();
});

test('the practice that a way of governing makes possible is read by everyone, also later and without JavaScript', async ({
  join,
  browser,
  server,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Practices');
  const path = await addElementTo(page, plan, 'Governance', 'A council of parents');
  await bo.page.goto(path);
  const practice = (each: Page) =>
    each.getByRole('textbox', { name: 'The practice that it makes possible', exact: true });
  await write(page, 'The practice that it makes possible', 'Parents decide on roads,\nand children on parks.');
  await expect(practice(bo.page)).toHaveValue('Parents decide on roads,\nand children on parks.');
  await expectSaved(page);
  await page.reload();
  await expect(practice(page)).toHaveValue('Parents decide on roads,\nand children on parks.');

  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const reader = await context.newPage();
  await reader.goto(path);
  await expect(reader.getByRole('heading', { name: 'The practice that it makes possible' })).toBeVisible();
  await expect(reader.getByText('Parents decide on roads,')).toContainText('and children on parks.');
  await context.close();
});

test('a review quotes the definition as it stood; an idea grows into another kind', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Learning');
  const meaning = page.getByRole('textbox', { name: 'What improvement means here' });
  await meaning.fill('More people have a say.');
  const review = await addElementTo(page, plan, 'Review', 'After a year');
  await expect(page.getByRole('blockquote')).toHaveText('More people have a say.');
  await write(page, 'What was learned', 'Ask earlier.');
  await write(page, 'Held on', '2026-05-04');
  await page.goto(plan);
  await meaning.fill('More people decide.');
  await addElementTo(page, plan, 'Idea', 'Ask in May');
  await addLink(page, 'learns from', 'After a year');
  await page.getByLabel('Grow this idea into').selectOption({ label: 'Commitment' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Grow it' }).click();
  await expect(page.getByText('Grew from: Idea')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(state(page)).toHaveValue('proposed');
  await page.goto(review);
  await expect(page.getByRole('blockquote')).toHaveText('More people have a say.');
  await page.getByText('The definition has changed since.').click();
  await expect(page.getByText('More people decide.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ask in May' })).toHaveCount(2);
  await expectAccessible(page);

  await page.goto(plan);
  await meaning.fill('');
  await addElementTo(page, plan, 'Review', 'Before anybody said');
  const path = new URL(page.url()).pathname;
  await page.goto(plan);
  await meaning.fill('More people decide.');
  await expectSaved(page);
  await page.goto(path);
  await page.getByRole('button', { name: 'Quote it as it stands today' }).click();
  await expect(page.getByRole('blockquote')).toHaveText('More people decide.');
  await expect(page.getByRole('heading', { name: 'What was looked at, and learned' })).toBeFocused();
});

test('a plan names a kind and a form of its own, and renames the kind', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Own kinds');
  await page.getByLabel('Add', { exact: true }).selectOption({ label: 'A kind of your own…' });
  await page.getByLabel('What do you call this kind?').fill('Ritual');
  await page.getByRole('textbox', { name: 'Title' }).last().fill('The long dinner');
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByText('Ritual', { exact: true }).last()).toBeVisible();
  await bo.page.goto(plan);
  await expect(bo.page.getByRole('heading', { name: 'Ritual 1' })).toBeVisible();
  await page.getByText('Rename this kind').click();
  await write(page, 'What this plan calls this kind', 'Custom');
  await expect(bo.page.getByRole('heading', { name: 'Custom 1' })).toBeVisible();
  await addElement(bo.page, 'Custom', 'The first of May');
  await bo.page.goto(plan);
  await expect(bo.page.getByRole('heading', { name: 'Custom 2' })).toBeVisible();
  await addElementTo(page, plan, 'Deliberation', 'Around the fire');
  await page.getByLabel('Form', { exact: true }).selectOption({ label: 'Another form…' });
  await page.getByLabel('What do you call this form?').fill('camp fire');
  await page.getByLabel('What do you call this form?').press('Enter');
  await expect(page.getByLabel('Form', { exact: true })).toHaveValue(/^local-/);
  await expect(page.getByText('· camp fire')).toBeVisible();
  await expectAccessible(page);
});

test('dates: as people say them, any EDTF, and a sentence for the rest', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan, elements } = await startPlan(ada, 'Dates', 'A bridge');
  await page.goto(elements[0] as string);
  for (const [typed, shown] of [
    ['early 2030s', 'early 2030s'],
    ['203X', 'the 2030s'],
    ['2004-06/2006-08', '2004-06/2006-08'],
  ] as const) {
    await write(page, 'From', typed);
    await page.goto(plan);
    await expect(page.getByRole('listitem').filter({ hasText: 'A bridge' })).toContainText(shown);
    await page.getByRole('link', { name: 'A bridge' }).click();
  }
  await write(page, 'From', 'when pigs fly');
  await expect(page.getByText('“when pigs fly” is not a date that Longtable knows.')).toBeVisible();
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('when pigs fly');
});

test('the change view says in words what each kind has', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'In words');
  const path = await addElementTo(page, plan, 'Deliberation', 'A panel');
  await page.getByLabel('Form', { exact: true }).selectOption({ label: 'people’s panel' });
  await state(page).selectOption({ label: 'one-off' });
  await page.getByLabel('Why is it “one-off”?').fill('There was no time.');
  await page.getByRole('button', { name: 'Set to “one-off”' }).click();
  await addLink(page, 'uses', 'Learning how to learn');
  await page.getByRole('button', { name: 'Make “Learning how to learn”' }).click();
  await page.getByRole('link', { name: 'Learning how to learn' }).click();
  await observe(page, 'They asked first.');
  await expectSaved(page);
  await page.goto(`${plan}/history`);
  await page.getByRole('link', { name: /Ada/ }).first().click();
  const sheet = (title: string) => page.getByRole('article').filter({ hasText: title });
  await expect(sheet('A panel')).toContainText(/Set “Form” to\s+people’s panel/);
  await expect(sheet('A panel')).toContainText(/Set “Reason for the state” to\s+There was no time\./);
  await expect(page.getByRole('main')).toContainText(/Noted what was seen:\s+\S+ \d+, \d+: They asked first\./);
  await expectAccessible(page);
  await page.goto(path);
});

test('by keyboard alone: a state with its reason, a link, an observation', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Keys');
  await addElementTo(page, plan, 'Capability', 'Democratic design');
  const tabTo = async (name: string | RegExp, role: 'button' | 'combobox' | 'textbox' = 'button') => {
    const target = page.getByRole(role, { name }).last();
    await expect(async () => {
      await page.keyboard.press('Tab');
      await expect(target).toBeFocused({ timeout: 1 });
    }).toPass({ intervals: [0] });
  };
  await page.keyboard.press('Escape');
  await tabTo('Add an observation');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('What was seen')).toBeFocused();
  await page.keyboard.type('They drew the room first.');
  await tabTo('Save');
  await page.keyboard.press('Enter');
  await expect(page.getByText('They drew the room first.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What has been observed' })).toBeFocused();
  await tabTo('Which element? Type its title', 'combobox');
  await page.keyboard.type('The kitchen');
  await page.keyboard.press('Enter');
  await tabTo(/Make “The kitchen”/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'The kitchen' })).toBeVisible();

  await addElementTo(page, plan, 'Deliberation', 'A day in the park');
  await page.keyboard.press('Escape');
  await tabTo('State', 'combobox');
  await page.keyboard.press('End');
  await tabTo('Why is it “one-off”?', 'textbox');
  await page.keyboard.type('A birthday of the city');
  await tabTo('Set to “one-off”');
  await page.keyboard.press('Enter');
  await expect(state(page)).toBeFocused();
  await expect(page.getByText('A birthday of the city')).toBeVisible();
});

test('on a narrow phone, right to left, and without JavaScript', async ({ join, browser, server }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Everywhere');
  const path = await addElementTo(
    page,
    plan,
    'Deliberation',
    'A very long name of an assembly on everything that flows',
  );
  await addLink(page, 'leads to', 'A standing assembly');
  await page.getByRole('button', { name: 'Make “A standing assembly”' }).click();
  await page.getByRole('button', { name: 'Change the link: leads to' }).click();
  await page.getByLabel('How sure').selectOption({ label: 'it will' });
  await state(page).selectOption({ label: 'one-off' });
  await page.getByLabel('Why is it “one-off”?').fill('It was a feast.');
  await page.getByRole('button', { name: 'Set to “one-off”' }).click();
  await write(page, 'What it was worth all the same', 'Everybody came.');
  const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    for (const dir of ['rtl', 'ltr']) {
      await page.evaluate((value) => (document.documentElement.dir = value), dir);
      expect(await isTooWide(), `${width} ${dir}`).toBe(false);
    }
  }
  await expectAccessible(page);
  await expectSaved(page);

  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url });
  const reader = await context.newPage();
  await reader.goto(path);
  for (const words of ['It was a feast.', 'What it was worth: Everybody came.', 'This meal leaves no kitchen behind.'])
    await expect(reader.getByText(words)).toBeVisible();
  await expect(reader.getByRole('listitem').filter({ hasText: 'will lead to' })).toContainText('A standing assembly');
  await reader.getByText('How it got here').click();
  await expect(reader.getByRole('link', { name: 'Who changed this?' }).first()).toBeVisible();
  await context.close();
});
