/** Two people write one plan at once: the same paragraph, different elements, undo, presence, saved. */
import {
  addElement,
  body,
  caretTo,
  expect,
  expectAccessible,
  expectSaved,
  setReasonedState,
  startPlan,
  test,
} from './people.ts';

test('two people write the same paragraph at once, and both see every word', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Together', 'Mend the pipes');
  await bo.page.goto(elements[0] as string);
  await body(ada.page).pressSequentially('Water for all. ');
  await expect(body(bo.page)).toContainText('Water for all.');

  const adaWords = Array.from({ length: 12 }, (_, index) => `ada${index}`);
  const boWords = Array.from({ length: 12 }, (_, index) => `bo${index}`);
  await caretTo(bo.page, 'start');
  await Promise.all([
    body(ada.page).pressSequentially(adaWords.join(' ')),
    bo.page.keyboard.type(`${boWords.join(' ')} `),
  ]);
  for (const person of [ada, bo]) {
    await expect(body(person.page)).toContainText(adaWords.join(' '));
    await expect(body(person.page)).toContainText(boWords.join(' '));
    await expect(body(person.page)).toContainText('Water for all.');
  }
  await expectSaved(ada.page);
  await expectSaved(bo.page);
  expect(await body(ada.page).innerText()).toContain(boWords.join(' '));
});

test('one writes in one element, the other adds another, links it and sets its state', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Side by side', 'Night buses');
  await bo.page.goto(plan);
  await ada.page.goto(elements[0] as string);
  await Promise.all([
    body(ada.page).pressSequentially('Every hour, all night.'),
    addElement(bo.page, 'Challenge', 'Nobody gets home after ten'),
  ]);
  await bo.page.goto(plan);
  await expect(ada.page.getByText('Nothing is linked to this yet.')).toBeVisible();
  await ada.page.getByLabel('This element').selectOption({ label: 'addresses' });
  await ada.page.getByLabel('Which element? Type its title').fill('Nobody gets home after ten');
  await ada.page.getByRole('button', { name: 'Add the link' }).click();
  await ada.page.getByLabel('Until').fill('2030s');
  await ada.page.getByLabel('Until').blur();
  await expect(ada.page.getByText('the 2030s')).toBeVisible();

  await addElement(bo.page, 'Actor', 'The bus company');
  await ada.page.getByLabel('Kept by').selectOption({ label: 'The bus company' });
  await expect(bo.page.getByRole('listitem').filter({ hasText: 'keeps Night buses' })).toBeVisible();
  await bo.page.goto(plan);
  await ada.page.getByLabel('State').selectOption({ label: 'committed' });
  await ada.page.getByLabel('State').selectOption({ label: 'in progress' });
  await expect(bo.page.getByText('in progress')).toBeVisible();
  await bo.page.getByRole('link', { name: 'Nobody gets home after ten' }).click();
  await expect(bo.page.getByRole('listitem').filter({ hasText: 'is addressed by' })).toBeVisible();
  await ada.page.getByRole('button', { name: 'Remove the link: addresses' }).click();
  await expect(bo.page.getByText('Nothing is linked to this yet.')).toBeVisible();
  await bo.page.goto(plan);
  await bo.page.getByRole('link', { name: 'Night buses' }).click();
  await expect(body(bo.page)).toHaveText('Every hour, all night.');
});

test('letters, names and places appear while the other is writing', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Who is here', 'A bench');
  await bo.page.goto(elements[0] as string);
  await expect(body(bo.page)).toBeVisible();
  await body(ada.page).click();
  await ada.page.keyboard.type('H');
  await expect(body(bo.page)).toHaveText(/H/);
  await expect(bo.page.locator('.caret')).toHaveText(/Ada/);
  await bo.page.locator('summary', { hasText: 'Ada' }).click();
  await expect(bo.page.getByText('Ada, City of Ghent').last()).toBeVisible();
  await expectAccessible(bo.page);
  await ada.context.close();
  await expect(bo.page.locator('.caret')).toHaveCount(0);
});

test('undo takes back only what I did', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Undo', 'A fountain');
  await bo.page.goto(elements[0] as string);
  await body(ada.page).click();
  await ada.page.keyboard.type('Mine.');
  await expect(body(bo.page)).toHaveText(/Mine\./);
  await caretTo(bo.page, 'end');
  await bo.page.keyboard.type(' Theirs.');
  await expect(body(ada.page)).toHaveText(/Theirs\./);
  await body(ada.page).click();
  await ada.page.keyboard.press('Control+z');
  await expect(body(ada.page)).not.toHaveText(/Mine\./);
  await expect(body(bo.page)).toHaveText(/^\s*Theirs\.(\u2060Ada\u2060)?$/);
  await ada.page.keyboard.press('Control+Shift+z');
  await expect(body(bo.page)).toHaveText(/Mine\./);

  await setReasonedState(ada.page, 'dropped', 'No money');
  await expect(bo.page.getByLabel('State')).toHaveValue('dropped');
  await ada.page.getByRole('button', { name: 'Undo my last change' }).click();
  await expect(bo.page.getByLabel('State')).toHaveValue('proposed');
});

test('two people type in one title at once', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Titles', 'Square');
  await bo.page.goto(elements[0] as string);
  const title = (page: typeof ada.page) => page.getByRole('textbox', { name: 'Title' });
  await title(ada.page).click();
  await ada.page.keyboard.press('Home');
  await expect(title(bo.page)).toHaveValue('Square');
  await title(bo.page).click();
  await bo.page.keyboard.press('End');
  await Promise.all([ada.page.keyboard.type('The green '), bo.page.keyboard.type(' of the city')]);
  await expect(title(ada.page)).toHaveValue('The green Square of the city');
  await expect(title(bo.page)).toHaveValue('The green Square of the city');
});

test('two people write at once for whom and where a plan is', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Contexts');
  const context = (page: typeof ada.page) => page.getByRole('textbox', { name: 'For whom and where' });
  await ada.page.goto(plan);
  await bo.page.goto(plan);
  await context(ada.page).fill('who live by the river');
  await expect(context(bo.page)).toHaveValue('who live by the river');
  await context(ada.page).press('Home');
  await context(bo.page).press('End');
  await Promise.all([ada.page.keyboard.type('Everyone '), bo.page.keyboard.type(', in Ghent and beyond')]);
  for (const { page } of [ada, bo])
    await expect(context(page)).toHaveValue('Everyone who live by the river, in Ghent and beyond');
  await expectSaved(ada.page);
  await bo.page.reload();
  await expect(context(bo.page)).toHaveValue('Everyone who live by the river, in Ghent and beyond');
});

test('undo in a title takes back only what I typed, also after others have typed', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Undo in titles', 'Square');
  await bo.page.goto(elements[0] as string);
  const title = (page: typeof ada.page) => page.getByRole('textbox', { name: 'Title' });
  await title(ada.page).click();
  await ada.page.keyboard.press('Home');
  await ada.page.keyboard.type('The green ');
  await expect(title(bo.page)).toHaveValue('The green Square');
  await title(bo.page).click();
  await bo.page.keyboard.press('End');
  await bo.page.keyboard.type(' of the city');
  await expect(title(ada.page)).toHaveValue('The green Square of the city');
  await ada.page.keyboard.press('Control+z');
  await expect(title(ada.page)).toHaveValue('Square of the city');
  await expect(title(bo.page)).toHaveValue('Square of the city');
  await ada.page.keyboard.press('Control+Shift+z');
  await expect(title(bo.page)).toHaveValue('The green Square of the city');
  await ada.page.keyboard.press('Control+z');
  await ada.page.keyboard.press('Control+y');
  await expect(title(bo.page)).toHaveValue('The green Square of the city');
});

test('an element that one removes is gone for the other, who is told', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Removing', 'A short life');
  await bo.page.goto(elements[0] as string);
  await expect(body(bo.page)).toBeVisible();
  await ada.page.goto(elements[0] as string);
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(ada.page.getByRole('dialog')).toContainText('Remove “A short life”?');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(ada.page).toHaveURL(plan);
  await expect(bo.page.getByText('Ada removed this from the plan while you had it open.')).toBeVisible();
});

test('an element that was removed by accident is brought back by undo, whole', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Bringing back', 'Kept', 'By accident');
  const [kept, removed] = elements as [string, string];
  await bo.page.goto(removed);
  await ada.page.goto(removed);
  await body(ada.page).click();
  await ada.page.keyboard.type('Every word of it.');
  await ada.page.getByLabel('This element').selectOption({ label: 'is part of' });
  await ada.page.getByLabel('Which element? Type its title').fill('Kept');
  await ada.page.getByRole('button', { name: 'Add the link' }).click();
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(ada.page).toHaveURL(plan);
  await expect(ada.page.getByText('“By accident” is removed')).toBeVisible();
  await expect(ada.page.getByRole('link', { name: 'By accident' })).toHaveCount(0);
  await ada.page.getByRole('button', { name: 'Undo my last change' }).click();
  await expect(ada.page.getByText('is removed')).toHaveCount(0);
  await expect(ada.page.getByRole('button', { name: 'Undo my last change' })).toBeDisabled();
  await expect(body(bo.page)).toHaveText('Every word of it.');
  await expect(bo.page.getByRole('link', { name: 'Kept' })).toBeVisible();
  await ada.page.locator('summary', { hasText: '1 part' }).click();
  await ada.page.getByRole('link', { name: 'By accident' }).click();
  await expect(body(ada.page)).toHaveText('Every word of it.');

  // Once somewhere else, undo no longer reaches what is not on screen.
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await ada.page.getByRole('link', { name: 'Kept' }).click();
  await expect(ada.page).toHaveURL(kept);
  await expect(ada.page.getByRole('button', { name: 'Undo my last change' })).toBeDisabled();
});
