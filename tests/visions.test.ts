/** Visions side by side: what is shared, who says what, a common one; by keyboard, on a phone, without JavaScript. */
import type { ElementId } from '@longtable/shared/ids';
import { addElement, removeElement } from '@longtable/shared/plan/edits';
import { body, expect, expectAccessible, expectSaved, type Person, startPlan, test } from './people.ts';
import { openPlanDocument } from './plan-client.ts';
import { agreeOn, writeVisions } from './vision-plans.ts';

async function startVisions(person: Person, server: string) {
  const { plan } = await startPlan(person, 'Democracy in Ghent');
  const { doc, close } = await openPlanDocument(person.context, server, plan);
  const visions = writeVisions(doc) as [ElementId, ElementId, ElementId];
  await person.page.goto(`${plan}/visions`);
  await expect(person.page.getByRole('region', { name: 'Neighbours without a town hall' })).toBeVisible();
  return { plan, doc, visions, close };
}

test('the first vision is written where there is none, by keyboard alone', async ({ join }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Nothing yet');
  const { page } = ada;
  await page.goto(`${plan}/visions`);
  await expect(page.getByText('Nobody has set a vision yet. Write the first sentence.')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Title').focus();
  await page.keyboard.type('A town that decides together');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Every street has a say.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'A town that decides together' })).toBeFocused();
  await expect(page.getByText('Every street has a say.')).toBeVisible();
  await expectSaved(page);
});

test('visions that have no words yet stand beside each other, and can be made common', async ({ join, server }) => {
  const ada = await join('Ada', 'City of Ghent');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Only titles');
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  addElement(doc, { kind: 'vision', title: 'A town that listens' });
  addElement(doc, { kind: 'vision', title: 'A town that decides' });
  await page.goto(`${plan}/visions`);
  await expectSaved(page);
  const listens = page.getByRole('region', { name: 'A town that listens' });
  await listens.getByRole('button', { name: 'Make common' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make common' }).click();
  await expect(listens.getByText('Common vision', { exact: true })).toBeVisible();
  close();
});

test('shared sentences stand in one row, and words say what differs', async ({ join, server }) => {
  const ada = await join('Ada', 'City of Ghent');
  const { close } = await startVisions(ada, server.url);
  const { page } = ada;
  const together = page.getByRole('region', { name: 'A town that' });
  const council = page.getByRole('region', { name: 'A council' });
  const neighbours = page.getByRole('region', { name: 'Neighbours' });
  const tops = await Promise.all(
    [together, council, neighbours].map((column) => column.getByText('Nobody needs to be an expert').boundingBox()),
  );
  expect(new Set(tops.map((box) => Math.round(box?.y ?? 0))).size).toBe(1);
  await expect(together.getByText('In all of them', { exact: true })).toHaveCount(2);
  await expect(together.getByText('Also in B', { exact: true })).toBeVisible();
  await expect(council.getByText('In other words in A', { exact: true })).toBeVisible();
  await expect(council.locator('mark').first()).toHaveText('2040');
  await expect(neighbours.getByText('Only here', { exact: true })).toBeVisible();
  await expectAccessible(page);
  close();
});

test('what different people say of two visions is contested; a voice has one say', async ({ join, server }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan, close } = await startVisions(ada, server.url);
  await bo.page.goto(`${plan}/visions`);
  const contested = (person: Person) => person.page.getByText('Contested', { exact: true });
  await expect(contested(ada)).toHaveCount(1);
  await expect(bo.page.getByLabel('Who says so')).toHaveValue('Bo');
  await expect(ada.page.getByLabel('Who says so')).toHaveValue('City of Ghent');

  const say = async ({ page }: Person, first: string, how: string, second: string) => {
    await page.getByLabel('This vision').selectOption({ label: first });
    await page.getByLabel('and the other').selectOption({ label: how });
    await page.getByLabel('The other', { exact: true }).selectOption({ label: second });
    await page.getByRole('button', { name: 'Say so' }).click();
  };
  const [council, neighbours] = ['B · A council that listens', 'C · Neighbours without a town hall'];
  await Promise.all([
    say(bo, neighbours as string, 'complement each other', council as string),
    say(ada, council as string, 'are common', neighbours as string),
  ]);
  for (const person of [ada, bo]) {
    await expect(contested(person)).toHaveCount(2);
    await expect(person.page.getByText('Bo says that they complement each other')).toBeVisible();
    await expect(person.page.getByText('City of Ghent says that they share one vision')).toBeVisible();
    // Somebody else wrote that before, in the name of the city: it stands beside what Ada says in that name.
    await expect(person.page.getByText('City of Ghent says that they compete')).toHaveCount(1);
  }
  await expect(bo.page.getByText('City of Ghent says that they share one vision')).toContainText(
    'Written down by Ada.',
  );
  await bo.page.getByLabel('Who says so').fill('City of Ghent');
  await say(bo, council as string, 'complement each other', neighbours as string);
  await expect(
    ada.page.getByText('City of Ghent says that they complement each other Written down by Bo.'),
  ).toBeVisible();
  await expect(ada.page.getByText('City of Ghent says that they share one vision')).toHaveCount(1);
  await say(ada, council as string, 'compete', neighbours as string);
  await expect(bo.page.getByText('City of Ghent says that they share one vision')).toHaveCount(0);
  await expect(bo.page.getByText('City of Ghent says that they compete')).toHaveCount(2);
  for (const statement of [
    'City of Ghent says that they complement each other',
    'Bo says that they complement each other',
  ]) {
    await ada.page
      .getByRole('button', { name: `Remove: ${statement}` })
      .last()
      .press('Enter');
  }
  await expect(contested(bo)).toHaveCount(1);
  await expect(ada.page.getByRole('heading', { name: 'How they belong together' })).toBeFocused();
  close();
});

test('on a vision’s own page each has one say as well, and somebody of the same organisation has theirs', async ({
  join,
  server,
}) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo', 'City of Ghent');
  const { plan, visions, close } = await startVisions(ada, server.url);
  const path = `${plan}/element/${visions[0]}`;
  const say = async ({ page }: Person, relation: string) => {
    await page.getByLabel('This element').selectOption({ label: relation });
    await page.getByLabel('Which element? Type its title').fill('Neighbours without a town hall');
    await page.getByRole('button', { name: 'Add the link' }).click();
  };
  const said = ({ page }: Person) =>
    page.getByRole('listitem').filter({ hasText: /(competes with|complements) Neighbours without a town hall/ });
  for (const person of [ada, bo]) {
    await person.page.goto(path);
    await expectSaved(person.page);
  }
  await say(ada, 'competes with');
  await expect(said(ada)).toHaveText([/competes with/]);
  await say(ada, 'complements');
  await expect(said(ada)).toHaveText([/complements/]);
  await say(bo, 'complements');
  await expect(said(bo)).toHaveText([/complements/, /complements/]);
  await expect(bo.page.getByText('This link is there already')).toHaveCount(0);
  await say(bo, 'complements');
  await expect(bo.page.getByText('This link is there already')).toBeVisible();
  await expect(said(ada)).toHaveCount(2);
  await ada.page.goto(`${plan}/visions`);
  await expect(ada.page.getByText('City of Ghent says that they complement each other')).toHaveCount(3);
  close();
});

test('who holds a vision is said by anyone, and seen by all, on its page as well', async ({ join, server }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan, visions, close } = await startVisions(ada, server.url);
  await bo.page.goto(`${plan}/visions`);
  const column = ({ page }: Person, title: string) => page.getByRole('region', { name: title });
  await expect(column(bo, 'A council that listens').getByRole('link', { name: 'City of Ghent' })).toBeVisible();
  await expect(
    column(bo, 'A town that decides together').getByRole('link', { name: 'Neighbours of the Dok' }),
  ).toBeVisible();
  const neighbours = 'Neighbours without a town hall';
  await expect(column(ada, neighbours).getByRole('link', { name: /Ghent|Dok/ })).toHaveCount(0);
  await Promise.all([
    column(ada, neighbours).getByLabel('Who else holds').selectOption({ label: 'City of Ghent' }),
    column(bo, neighbours).getByLabel('Who else holds').selectOption({ label: 'Neighbours of the Dok' }),
  ]);
  for (const person of [ada, bo]) {
    for (const name of ['City of Ghent', 'Neighbours of the Dok'])
      await expect(column(person, neighbours).getByRole('link', { name })).toBeVisible();
  }
  await column(ada, neighbours).getByRole('button', { name: 'City of Ghent no longer holds' }).click();
  await expect(column(bo, neighbours).getByRole('link', { name: 'City of Ghent' })).toHaveCount(0);
  await bo.page.goto(`${plan}/element/${visions[2]}`);
  await expect(bo.page.getByRole('listitem').filter({ hasText: 'is held by' })).toHaveText(/Neighbours of the Dok/);
  close();
});

test('one makes a vision common while the other writes in another: nothing is lost, and it can be taken back', async ({
  join,
  server,
}) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan, visions, close } = await startVisions(ada, server.url);
  await bo.page.goto(`${plan}/element/${visions[2]}`);
  await expect(body(bo.page)).toContainText('There is no council.');
  await body(bo.page).click();
  await bo.page.keyboard.press('Control+End');

  const { page } = ada;
  const together = page.getByRole('region', { name: 'A town that decides together' });
  await together.getByRole('button', { name: 'Make common' }).click();
  await page.getByRole('checkbox', { name: 'A council that listens' }).check();
  await expectAccessible(page);
  await Promise.all([
    page.getByRole('dialog').getByRole('button', { name: 'Make common' }).click(),
    bo.page.keyboard.type(' We meet on Sundays.'),
  ]);
  await expect(together.getByText('Common vision', { exact: true })).toBeVisible();
  await expect(together.getByRole('link', { name: 'A town that decides together' })).toBeFocused();
  await expect(together.getByText('It takes along: A council that listens.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Neighbours' }).getByText('We meet on Sundays.')).toBeVisible();
  await expect(page.getByRole('region')).toHaveCount(4);
  await expect(body(bo.page)).toContainText('We meet on Sundays.');
  await expectAccessible(page);

  await together.getByRole('button', { name: 'take it back' }).press('Enter');
  await expect(together.getByText('Common vision', { exact: true })).toHaveCount(0);
  await expect(together.getByRole('link', { name: 'A town that decides together' })).toBeFocused();
  await expect(page.getByText('City of Ghent says that they share one vision')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo my last change' }).click();
  await expect(together.getByText('Common vision', { exact: true })).toBeVisible();
  close();
});

test('a vision is common by somebody’s word also where it takes none along; one that is taken along says nothing of itself', async ({
  join,
  server,
}) => {
  const ada = await join('Ada', 'City of Ghent');
  const { doc, visions, close } = await startVisions(ada, server.url);
  const { page } = ada;
  const region = (name: string) => page.getByRole('region', { name });
  await region('A town that').getByRole('button', { name: 'Make common' }).click();
  await page.getByRole('dialog').getByLabel('Who says so').fill('   ');
  await page.getByRole('dialog').getByRole('button', { name: 'Make common' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('dialog').getByLabel('Who says so').fill('The council');
  await page.getByRole('dialog').getByRole('button', { name: 'Make common' }).click();
  await expect(region('A town that').getByText(/The council says so, since .* Written down by Ada\./)).toBeVisible();
  agreeOn(doc, visions[1], [visions[0]]);
  await expect(region('A council').getByText('It takes along: A town that decides together.')).toBeVisible();
  await expect(region('A town that').getByText(/The council says so, since/)).toBeVisible();
  await expect(region('A town that').getByText('It takes along')).toHaveCount(0);
  await expect(page.getByText('City of Ghent says that they complement each other')).toHaveCount(1);
  await expectAccessible(page);
  close();
});

test('the arrow keys look through who could hold a vision; nobody holds it before that is meant', async ({
  join,
  server,
}) => {
  const ada = await join('Ada');
  const { close } = await startVisions(ada, server.url);
  const { page } = ada;
  const neighbours = page.getByRole('region', { name: 'Neighbours' });
  const field = neighbours.getByLabel('Who else holds');
  await field.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(neighbours.getByRole('button', { name: 'Choose “Neighbours of the Dok”' })).toBeVisible();
  await expect(neighbours.getByRole('link', { name: 'Neighbours of the Dok' })).toHaveCount(0);
  await expect(neighbours.getByRole('link', { name: 'City of Ghent' })).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(neighbours.getByRole('link', { name: 'City of Ghent' })).toBeVisible();
  await expect(neighbours.getByRole('link', { name: 'Neighbours of the Dok' })).toHaveCount(0);
  await expect(field).toBeFocused();
  close();
});

test('a vision that somebody removes goes with a word about it, and the others stay', async ({ join, server }) => {
  const ada = await join('Ada');
  const { plan, visions, close } = await startVisions(ada, server.url);
  const { page } = ada;
  const bo = await join('Bo');
  const cy = await join('Cy');
  const other = await openPlanDocument(cy.context, server.url, plan);
  await bo.page.goto(`${plan}/element/${visions[0]}`);
  await body(bo.page).click();
  await bo.page.keyboard.press('Control+End');
  // Ada is about to make the one common that goes.
  await page.getByRole('region', { name: 'Neighbours' }).getByRole('button', { name: 'Make common' }).click();
  await Promise.all([
    (async () => removeElement(other.doc, visions[2]))(),
    bo.page.keyboard.type(' Nobody is left out.'),
  ]);
  await expect(page.getByText('“Neighbours without a town hall” is no longer in the plan.')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('Nobody is left out.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Find it in history' }).click();
  await expect(page.getByText('removed “Neighbours without a town hall”')).toBeVisible();
  other.close();
  close();
});

test('on a phone one vision is shown at a time, and arrow keys go from one to the next', async ({ join, server }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { close } = await startVisions(ada, server.url);
  await page.setViewportSize({ width: 390, height: 844 });
  const tab = (name: string) => page.getByRole('tab', { name });
  await expect(tab('A town that')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tabpanel')).toHaveCount(1);
  await tab('A town that').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('A council')).toBeFocused();
  await expect(page.getByRole('tabpanel', { name: 'A council' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(tab('Neighbours')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(tab('A town that')).toBeFocused();
  await expectAccessible(page);
  const widthOf = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await widthOf()).toBe(390);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await widthOf()).toBe(320);

  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await page.keyboard.press('ArrowLeft');
  await expect(tab('A council')).toBeFocused();
  expect(await widthOf()).toBe(320);
  close();
});

test('without JavaScript visions are read, and links choose which', async ({ join, browser, server }) => {
  const ada = await join('Ada');
  const { plan, doc, visions, close } = await startVisions(ada, server.url);
  agreeOn(doc, visions[0], [visions[1]]);
  await expect(ada.page.getByText('Common vision', { exact: true })).toBeVisible();
  close();
  for (const width of [1280, 390]) {
    const context = await browser.newContext({
      baseURL: server.url,
      javaScriptEnabled: false,
      viewport: { width, height: 844 },
    });
    const page = await context.newPage();
    await page.goto(`${plan}/visions`);
    await expect(page.getByText('There is no council.')).toBeVisible();
    await expect(page.getByText('In all of them').first()).toBeVisible();
    await expect(page.getByText('City of Ghent says so, since May 4, 2026.')).toBeVisible();
    await page.getByText('3 of 3 visions stand side by side').click();
    await page.getByRole('link', { name: 'Leave out: A council that listens' }).click();
    await expect(page.getByRole('region', { name: 'A council that listens' })).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Neighbours' }).getByText('In other words in A')).toBeVisible();
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await context.close();
  }
});
