/** Does it hold? Signals with the elements behind them, what is to be mended, and content that no page would make. */
import { createLinkId } from '@longtable/shared/ids';
import { elementsMap, linksMap } from '@longtable/shared/plan/document';
import { addElement, linkElements, removeElement } from '@longtable/shared/plan/edits';
import * as Y from 'yjs';
import { writeBadContent } from './bad-content.ts';
import { body, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';
import { openPlanDocument } from './plan-client.ts';

test('signals name what is behind them, follow others live, and lead to where something can be done', async ({
  join,
  server,
}) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Holding');
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  const { page } = ada;
  await page.goto(`${plan}/holds`);
  await expect(page.getByText('Nobody has said what improvement means here.')).toBeVisible();
  await expect(page.getByText('Nothing in the plan says how far it looks.')).toBeVisible();
  await expectAccessible(page);

  // Bo says what improvement means; a deliberation that leads nowhere comes in from elsewhere.
  await bo.page.goto(plan);
  const worth = 'Two hundred people met for the first time.';
  const meal = addElement(doc, { kind: 'deliberation', title: 'A day about the tram', details: { worth } });
  await bo.page.getByRole('textbox', { name: 'What improvement means here' }).fill('More people decide.');
  await expect(page.getByText('The plan says what improvement means here.')).toBeVisible();
  const nowhere = page.locator('[data-signal=leads-nowhere]');
  await expect(nowhere).toContainText('This meal leaves no kitchen behind. What stays?');
  await expect(nowhere).toContainText(worth);
  await expectAccessible(page);

  const kitchen = addElement(doc, { kind: 'governance', title: 'A panel that stays', horizonTo: '205X' });
  linkElements(doc, { from: meal, to: kitchen, type: 'leads-to' });
  await expect(nowhere).toHaveCount(0);
  await expect(page.getByText('The plan looks as far as the 2050s.')).toBeVisible();

  await page.getByRole('link', { name: 'Add “Democratic design”' }).press('Enter');
  await expect(page.getByLabel('Add', { exact: true })).toHaveValue('capability');
  await page.getByRole('button', { name: 'Add to the plan' }).press('Enter');
  await expect(body(page)).toBeVisible();
  await page.goto(`${plan}/holds`);
  await expect(page.locator('[data-signal=capability-unobserved]')).toContainText('Democratic design');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  close();
});

test('one mends while the other removes: each sees what is left, and nothing else goes', async ({ join, server }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Mending');
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  const { odd, work } = writeBadContent(doc);
  const { page } = ada;
  const problem = (type: string) => page.locator(`[data-problem=${type}]`);
  await page.goto(`${plan}/holds`);
  await page.getByRole('link', { name: '12 things in the plan are to mend' }).press('Enter');
  await expectAccessible(page);
  await page.getByLabel('What is “Bread on Sunday”?').selectOption({ label: 'Idea' });
  await expect(problem('unknown-kind')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'To mend' })).toBeFocused();
  await page.getByRole('button', { name: 'Remove: “A bench” addresses nothing' }).press('Enter');
  await expect(problem('link-to-nothing')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove: “Bread on Sunday” is part of “A bench”' }).press('Enter');
  await expect(problem('cycle')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove: “A bench” is kept by “City of Ghent”' }).press('Enter');
  await expect(problem('double-keeper')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove: “A bench” answers “City of Ghent”' }).press('Enter');
  await expect(problem('misfit-link')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove: “City of Ghent” works with “City of Ghent”' }).press('Enter');
  await expect(problem('link-to-itself')).toHaveCount(0);
  for (const value of ['perhaps', 'maybe', 'when it rains']) {
    await page.getByRole('button', { name: `Remove “${value}”` }).press('Enter');
    await expect(page.getByRole('button', { name: `Remove “${value}”` })).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'To mend' })).toBeFocused();
  }
  await expect(problem('unknown-answer')).toHaveCount(0);

  // Bo mends a date while the element with the other one is removed.
  await bo.page.goto(`${plan}/element/${work}`);
  await expect(body(bo.page)).toBeVisible();
  await Promise.all([
    (async () => removeElement(doc, odd))(),
    bo.page
      .getByLabel('Until')
      .fill('2050')
      .then(() => bo.page.getByLabel('Until').blur()),
  ]);
  await expect(problem('unreadable-date')).toHaveCount(0);
  await expect(problem('unknown-state')).toHaveCount(1);
  await page.getByRole('link', { name: 'A bench' }).last().click();
  await expect(page.getByLabel('Until')).toHaveValue('2050');
  await page.getByLabel('State').selectOption({ label: 'done' });
  await expectSaved(page);
  await page.goto(`${plan}/holds`);
  await expect(page.getByRole('heading', { name: 'Self-improvement' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'To mend' })).toHaveCount(0);
  close();
});

test('what this version does not know is shown with what was there, and is mended without losing any of it', async ({
  join,
  server,
}) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'From elsewhere');
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  const { page } = ada;
  const silent = addElement(doc, { kind: 'idea', title: 'Who knows', state: 'committed' });
  const city = addElement(doc, { kind: 'actor', title: 'City of Ghent' });
  doc.transact(() => {
    elementsMap(doc).get(silent)?.delete('kind');
    const feeds = { from: silent, to: city, type: 'feeds', note: new Y.Text('With bread') };
    linksMap(doc).set(createLinkId(), new Y.Map(Object.entries(feeds)));
    linksMap(doc).set('scrap', 'A loose word' as never);
  });
  const problem = (type: string) => page.locator(`[data-problem=${type}]`);
  const reading = await ada.page.request.get(`${server.url}${plan.replace('/plan/', '/api/plans/')}`);
  expect(reading.ok()).toBe(true);
  await page.goto(`${plan}/holds`);
  await expect(problem('unknown-link')).toContainText('“feeds” is no kind of link that this plan knows.');
  await expect(problem('unknown-link')).toContainText('With bread');
  await expect(problem('scrap')).toContainText('A loose word');
  await expect(problem('unknown-kind')).toContainText('Nobody wrote down what this is.');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  // By keyboard: looking at kinds sets none.
  const kind = page.getByLabel('What is “Who knows”?');
  await kind.focus();
  for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowDown');
  await expect(problem('unknown-kind').getByRole('button', { name: 'Choose “Commitment”' })).toBeVisible();
  await expect(problem('unknown-kind')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(problem('unknown-kind')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'To mend' })).toBeFocused();
  await page
    .getByLabel('How do “Who knows” and “City of Ghent” belong together?')
    .selectOption({ label: 'is kept by' });
  await expect(problem('unknown-link')).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove it' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'To mend' })).toHaveCount(0);
  await expectSaved(page);
  await page.goto(`${plan}/element/${silent}`);
  await expect(page.getByLabel('State', { exact: true })).toHaveValue('committed');
  await expect(page.getByText('Kept by', { exact: true })).toBeVisible();
  await expect(page.getByText('With bread')).toBeVisible();
  close();
});

test('what reads all of EDTF comes with this page, and with no page that does not ask for it', async ({
  join,
  browser,
  server,
}) => {
  const { plan } = await startPlan(await join('Ada'), 'Light');
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'block' });
  const page = await context.newPage();
  const scripts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.text());
  });
  const hasParser = async (path: string) => {
    scripts.length = 0;
    await page.goto(path, { waitUntil: 'networkidle' });
    return (await Promise.all(scripts)).some((script) => /nearley/i.test(script));
  };
  expect(await hasParser(plan)).toBe(false);
  expect(await hasParser(`${plan}/visions`)).toBe(false);
  expect(await hasParser(`${plan}/holds`)).toBe(true);
  await context.close();
});
