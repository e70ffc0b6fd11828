/** The network: ties with their age, said by both sides, a slider through time, a map and a table that say the same. */
import { addElement, linkElements } from '@longtable/shared/plan/edits';
import { addElement as addOnPage, body, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';
import { openPlanDocument } from './plan-client.ts';

test('two people tie actors and networks at once, and travel through time', async ({ browser, join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Who with whom');
  for (const person of [ada, bo]) {
    await person.page.goto(`${plan}/network`);
    await expectSaved(person.page);
    await expect(person.page.getByText('Nobody is here yet.')).toBeVisible();
  }
  await Promise.all([
    addTie(ada.page, {
      actor: 'City of Ghent',
      how: 'is a member of',
      to: 'Commons fund',
      since: '2019',
      strength: 'strong',
    }),
    addTie(bo.page, {
      actor: 'Dok neighbours',
      how: 'works with',
      to: 'City bus',
      since: '2024',
      topic: 'Night buses',
    }),
  ]);
  for (const { page } of [ada, bo]) {
    const table = page.getByRole('table', { name: 'Ties today', exact: true });
    await expect(table.getByRole('row')).toHaveCount(3);
    await expect(table.getByRole('row', { name: /City of Ghent/ })).toContainText('City of Ghent says: strong');
    await expect(table.getByRole('row', { name: /City of Ghent/ })).toContainText('lasts beyond topics');
    await expect(table.getByRole('row', { name: /Dok neighbours/ })).toContainText('only Night buses');
  }
  const { page } = bo;
  await expectAccessible(page);

  // By keyboard, back to a year in which only one of them was there.
  const slider = page.getByRole('slider', { name: 'When' });
  await slider.focus();
  await page.keyboard.press('Home');
  for (let year = 2019; year < 2022; year++) await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('table', { name: 'Ties at the end of 2022' }).getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/year=2022$/);
  await expect(slider).toHaveAttribute('aria-valuetext', 'at the end of 2022');
  await expect(page.getByText('One tie at the end of 2022.')).toBeVisible();

  const map = page.getByRole('figure');
  await expect(map.getByRole('link', { name: 'Commons fund' })).toBeVisible();
  await expect(map.getByRole('link', { name: 'City bus' })).toBeVisible();
  await expectAccessible(page);

  // The other removes somebody who is on this map.
  await ada.page.getByRole('table').getByRole('link', { name: 'City bus' }).click();
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(map.getByRole('link', { name: 'City bus' })).toHaveCount(0);
  await expect(map.getByRole('link', { name: 'Dok neighbours' })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'One without a tie' }).getByRole('link')).toHaveText('Dok neighbours');
  await map.getByRole('link', { name: 'Commons fund' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Commons fund');

  // A tie is removed by its own name, and the focus stays among those that are left.
  await ada.page.goto(`${plan}/network`);
  const again = { actor: 'City of Ghent', how: 'works with', to: 'Dok neighbours', since: '2020' };
  await addTie(ada.page, again);
  const removal = (text: string) => ada.page.getByRole('button', { name: `Remove: ${text}` });
  await removal('“City of Ghent” is a member of “Commons fund”').press('Enter');
  await expect(removal('“City of Ghent” works with “Dok neighbours”')).toBeFocused();
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByText('Nobody here is tied to anybody yet.')).toBeFocused();
  await addTie(ada.page, again);
  await expectSaved(ada.page);

  const plain = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await plain.goto(new URL(`${plan}/network?year=2022`, page.url()).href);
  await expect(plain.getByRole('link', { name: 'City of Ghent' })).toBeVisible();
  await expect(plain.getByText('One tie at the end of 2022.')).toBeVisible();
  expect(await plain.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await plain.close();
});

test('who has no tie is listed, and is no box on the map, which one need not go through', async ({ join, server }) => {
  const { page } = await join('Ada');
  const answer = await page.request.post(`${server.url}/api/plans/example`, { data: { name: 'us-open-government' } });
  const { id } = (await answer.json()) as { id: string };
  await page.goto(`/plan/${id}/network`);
  await expectSaved(page);
  await expect(page.getByRole('status').filter({ hasText: 'Nobody here is tied to anybody yet.' })).toBeVisible();
  await expect(page.getByText('Map', { exact: true })).toHaveCount(0);
  await expect(page.getByRole('region', { name: '39 without a tie' }).getByRole('listitem')).toHaveCount(39);

  await addTie(page, { actor: 'National Security Council', how: 'works with', to: 'Evidence Team', since: '2020' });
  const map = page.getByRole('figure');
  await expect(map.getByRole('link', { name: 'Evidence Team' })).toBeVisible();
  await expect(map.locator('.svelte-flow__node')).toHaveCount(2);
  await expect(page.getByRole('region', { name: '37 without a tie' })).toBeVisible();
  await expectAccessible(page);
  await page.locator('summary', { hasText: 'Map' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Go on after the map' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('One tie today.')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('table').getByRole('link').first()).toBeFocused();
});

test('letters on the map are large enough to be read, however many are on it', async ({ join, server }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Many');
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  doc.transact(() => {
    const fund = addElement(doc, { kind: 'network', title: 'Commons fund' });
    for (let at = 0; at < 60; at++) {
      const from = addElement(doc, { kind: 'actor', title: `Neighbours of street ${at}` });
      linkElements(doc, { from, to: fund, type: 'member-of' });
    }
  });
  const { page } = ada;
  await page.goto(`${plan}/network`);
  const center = page.getByRole('figure').getByRole('link', { name: 'Commons fund' });
  await expect(center).toBeVisible();
  // As it is drawn: the map is made smaller as a whole.
  const drawn = () =>
    center.evaluate((link: HTMLElement) => {
      const scale = link.getBoundingClientRect().height / link.offsetHeight;
      return scale * Number.parseFloat(getComputedStyle(link).fontSize);
    });
  await expect.poll(drawn).toBeGreaterThanOrEqual(11.9);
  close();
});

test('what begins tomorrow does not stand today', async ({ join }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Tomorrow');
  const { page } = ada;
  await page.goto(`${plan}/network`);
  await expectSaved(page);
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  await addTie(page, { actor: 'City', how: 'works with', to: 'Harbour', since: tomorrow });
  await expect(page.getByText('0 ties today.')).toBeVisible();
  await page.getByText('One tie that is over, or yet to begin').click();
  await expect(page.getByRole('table', { name: 'Ties that are over, or yet to begin, today' })).toContainText(
    'not yet',
  );
});

test('both ends say how strong a tie is; a tie that is there is not added again', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo', 'Dok neighbours');
  const { plan } = await startPlan(ada, 'Both ends');
  for (const { page } of [ada, bo]) {
    await page.goto(`${plan}/network`);
    await expectSaved(page);
  }
  const tie = { actor: 'City of Ghent', how: 'works with', to: 'Dok neighbours', since: '2019' };
  await addTie(ada.page, { ...tie, strength: 'strong' });
  await bo.page.getByRole('table').getByRole('link', { name: 'Dok neighbours' }).click();
  await bo.page.getByRole('button', { name: 'Change the link: works with City of Ghent' }).click();
  await expect(bo.page.getByLabel('How strong, seen from “City of Ghent”')).toHaveValue('strong');
  await bo.page.getByLabel('How strong, seen from “Dok neighbours”').selectOption({ label: 'strained' });
  const row = ada.page.getByRole('table').getByRole('row', { name: /City of Ghent/ });
  await expect(row).toContainText('City of Ghent says: strong');
  await expect(row).toContainText('Dok neighbours says: strained');
  await ada.page.getByRole('link', { name: 'Dok neighbours' }).first().click();
  await expect(ada.page.getByText('strained, seen from here')).toBeVisible();
  await expect(ada.page.getByText('strong, seen from the other end')).toBeVisible();

  await ada.page.goto(`${plan}/network`);
  const form = ada.page.getByRole('form', { name: 'Add a tie' });
  await form.getByLabel('Actor', { exact: true }).first().fill('Dok neighbours');
  await form.getByLabel('Is', { exact: true }).selectOption({ label: 'works with' });
  await form.getByLabel('Actor', { exact: true }).last().fill('City of Ghent');
  await form.getByLabel('Since').fill('when pigs fly');
  await form.getByRole('button', { name: 'Add a tie' }).click();
  await expect(form.getByRole('alert')).toContainText('“when pigs fly” is not a date');
  await form.getByLabel('Since').fill('2020');
  await form.getByRole('button', { name: 'Add a tie' }).click();
  await expect(form.getByRole('status')).toHaveText(
    'Dok neighbours and City of Ghent are tied already. Nothing was added.',
  );
  await expect(ada.page.getByRole('table').getByRole('row')).toHaveCount(2);
});

test('an actor is not tied to itself; where several have one name, people say which', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const { plan } = await startPlan(ada, 'Namesakes');
  const actors: string[] = [];
  for (let each = 0; each < 2; each++) {
    await page.goto(plan);
    await addOnPage(page, 'Actor', 'Council');
    actors.push(new URL(page.url()).pathname);
  }
  await body(page).click();
  await page.keyboard.type('Of the harbour');
  await expectSaved(page);
  await page.goto(`${plan}/network`);
  await expectSaved(page);
  const form = page.getByRole('form', { name: 'Add a tie' });
  const actor = form.getByLabel('Actor', { exact: true });
  const submit = form.getByRole('button', { name: 'Add a tie' });
  await actor.first().fill('The city');
  await form.getByLabel('Is', { exact: true }).selectOption({ label: 'works with' });
  await actor.last().fill('the city');
  await expect(form.getByRole('alert')).toHaveText('An actor can’t be tied to itself. Choose two different ones.');
  await expect(submit).toBeDisabled();
  await expectAccessible(page);
  await actor.last().fill('council');
  await submit.click();
  await expect(form.getByRole('alert')).toHaveText('Several have this title. Which one do you mean?');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Of the harbour' }).click();
  await expect(form.getByRole('status')).toHaveText('Added: The city and Council.');
  const harbour = page.getByRole('table').getByRole('link', { name: 'Council' });
  await expect(harbour).toHaveAttribute('href', actors[1] as string);
});

interface NewTie {
  actor: string;
  how: string;
  to: string;
  since: string;
  topic?: string;
  strength?: string;
}

async function addTie(page: import('@playwright/test').Page, tie: NewTie): Promise<void> {
  const form = page.getByRole('form', { name: 'Add a tie' });
  await form.getByLabel('Actor', { exact: true }).first().fill(tie.actor);
  await form.getByLabel('Is', { exact: true }).selectOption({ label: tie.how });
  await form
    .getByLabel(tie.how === 'works with' ? 'Actor' : 'Network', { exact: true })
    .last()
    .fill(tie.to);
  await form.getByLabel('Since').fill(tie.since);
  if (tie.topic) await form.getByLabel('Only about').fill(tie.topic);
  if (tie.strength) await form.getByLabel('How strong').selectOption({ label: tie.strength });
  await form.getByRole('button', { name: 'Add a tie' }).click();
  await expect(form.getByRole('status')).toHaveText(`Added: ${tie.actor} and ${tie.to}.`);
}
