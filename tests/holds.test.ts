/** Does it hold? Signals with the elements behind them, what is to be mended, and content that no page would make. */
import { createElementId, createLinkId, type ElementId } from '@longtable/shared/ids';
import { elementsMap, linksMap } from '@longtable/shared/plan/document';
import { addElement, linkElements, removeElement } from '@longtable/shared/plan/edits';
import * as Y from 'yjs';
import { body, expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';
import { openPlanDocument } from './plan-client.ts';

/** An unknown kind, a link to nothing, a circle, a horizon that is no date, a state that is none, a keeper named twice. */
function writeBadContent(doc: Y.Doc): { odd: ElementId; work: ElementId } {
  const odd = addElement(doc, { kind: 'bread & "ritual"', title: 'Bread on Sunday', horizonTo: 'soon' });
  const work = addElement(doc, {
    kind: 'commitment',
    title: 'A bench',
    state: 'ripe',
    horizonFrom: '2040',
    horizonTo: '203',
  });
  const actor = addElement(doc, { kind: 'actor', title: 'City of Ghent' });
  linkElements(doc, { from: work, to: createElementId(), type: 'addresses' });
  linkElements(doc, { from: work, to: odd, type: 'part-of' });
  linkElements(doc, { from: odd, to: work, type: 'part-of' });
  linkElements(doc, { from: work, to: actor, type: 'kept-by' });
  linkElements(doc, { from: work, to: actor, type: 'kept-by' });
  return { odd, work };
}

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
  await page.getByRole('link', { name: '7 things in the plan are to mend' }).press('Enter');
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
  await expect(problem('unreadable-horizon')).toHaveCount(0);
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

test('no page breaks on content that makes no sense, nor on 5,000 elements', async ({ join, browser, server }) => {
  test.slow();
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Large and odd');
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  const { odd, work } = writeBadContent(doc);
  const kinds = ['vision', 'commitment', 'deliberation', 'idea', 'actor', 'network'];
  const ties: [ElementId, ElementId][] = [];
  const many = 5000;
  for (let from = 0; from < many; from += 250) {
    doc.transact(() => {
      for (let at = from; at < from + 250; at++) {
        const rank = `b${String(at).padStart(4, '0')}`;
        const id = addElement(doc, {
          kind: kinds[at % 6] as string,
          title: `Element ${at}`,
          rank,
          horizonTo: `${2030 + (at % 60)}`,
        });
        if (kinds[at % 6] === 'actor') ties.push([id, id]);
        const last = ties.at(-1);
        if (kinds[at % 6] === 'network' && last) last[1] = id;
      }
      for (const [from, to] of ties.splice(0)) linkElements(doc, { from, to, type: 'member-of', since: '2020' });
    });
  }
  await expect
    .poll(
      async () => {
        const answer = await ada.page.request.get(`${server.url}${plan.replace('/plan/', '/api/plans/')}`);
        return ((await answer.json()) as { elements: unknown[] }).elements.length;
      },
      { timeout: 60_000 },
    )
    .toBe(elementsMap(doc).size);
  expect(elementsMap(doc).size).toBe(many + 3);

  const expected = [
    [plan, 'Large and odd'],
    [`${plan}/visions`, 'Visions'],
    [`${plan}/holds`, 'Does it hold?'],
    [`${plan}/roadmap`, 'Roadmap'],
    [`${plan}/roadmap?view=list`, 'Roadmap'],
    [`${plan}/network`, 'Network'],
    [`${plan}/search?q=element`, 'Search'],
    [`${plan}/element/${odd}`, 'Bread on Sunday'],
    [`${plan}/element/${work}`, 'A bench'],
    [`${plan}/history`, 'History'],
  ] as const;
  const failures: string[] = [];
  ada.page.on('pageerror', (error) => failures.push(error.message));
  const reading = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const reader = await reading.newPage();
  for (const [path, title] of expected) {
    await reader.goto(path);
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title);
    await ada.page.goto(path);
    // As much as this takes long to arrive on a machine that is busy.
    await expect(ada.page.locator('[data-saved=saved]')).toBeVisible({ timeout: 40_000 });
    const heading = ada.page.getByRole('heading', { level: 1 });
    const field = heading.getByRole('textbox');
    if ((await field.count()) > 0) await expect(field).toHaveValue(title);
    else await expect(heading).toHaveText(title);
  }
  expect(failures).toEqual([]);

  await reader.goto(`${plan}/holds`);
  await expect(reader.getByText('is no kind that this plan knows.')).toBeVisible();
  await expect(reader.getByRole('link', { name: '7 things in the plan are to mend' })).toBeVisible();
  await expect(reader.getByText('The plan looks as far as 2086.')).toBeVisible();
  await reading.close();
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
