/** Examples and what plans start from: in one click, from files, from another plan; with JavaScript and without it. */
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectSaved, startPlan, test } from './people.ts';

const folder = (name: string) => fileURLToPath(new URL(`../examples/${name}`, import.meta.url));

interface ReadPlan {
  title: string;
  context: string;
  elements: { id: string; kind: string; title: string; state: string | null; details: Record<string, string> }[];
  links: {
    from: string;
    to: string;
    type: string;
    note: string;
    since: string | null;
    details: Record<string, string>;
  }[];
}

async function readPlan(page: Page): Promise<ReadPlan> {
  const { origin, pathname } = new URL(page.url());
  return (await page.request.get(`${origin}/api/plans/${pathname.split('/')[2]}`)).json() as Promise<ReadPlan>;
}

const count = <T>(all: readonly T[], name: (one: T) => string) => {
  const groups = Object.groupBy(all, name);
  return Object.fromEntries(Object.entries(groups).map(([key, group]) => [key, (group as T[]).length]));
};

async function expectToFit(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}

test('Bowling Green opens in one click, whole, accessible, and fits a phone', async ({ page, server }) => {
  test.slow();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open “Bowling Green 2050”' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bowling Green 2050' })).toBeVisible();
  const { elements, links, context } = await readPlan(page);
  expect(count(elements, ({ kind }) => kind)).toEqual({ deliberation: 1, challenge: 13, idea: 371 });
  expect(context).toContain('CC BY 4.0');
  const safe = elements.find(
    ({ title }) => title === 'I hope BG still feels like a safe place to raise a family in 2050',
  );
  expect(safe?.details).toEqual({ agreed: '61', disagreed: '0' });
  expect(links.every(({ type }) => type === 'addresses')).toBe(true);
  await expectAccessible(page);
  await expectToFit(page, 390);
  await page.getByRole('link', { name: 'Getting around' }).first().click();
  await expect(page.getByText('by a rule and not by people')).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page, 390);
});

test('the governance models open in one click, and compete', async ({ page, server }) => {
  test.slow();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open “Governance models for Python”' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Governance models for Python' })).toBeVisible();
  const { elements, links } = await readPlan(page);
  expect(count(elements, ({ kind }) => kind)).toEqual({ vision: 6, actor: 6, governance: 34 });
  expect(count(links, ({ type }) => type)).toEqual({ 'competes-with': 15, 'held-by': 7, 'part-of': 34 });
  await expectAccessible(page);
  await expectToFit(page, 390);
  await page.getByRole('link', { name: 'The Commons Governance Model' }).first().click();
  await expect(page.getByText('with as few procedures, defined terms and percentages as possible')).toBeVisible();
  await expectAccessible(page);
  await expectToFit(page, 390);
});

test('the US plan says what became of what the public asked', async ({ page, server }) => {
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Open the example plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /National Action Plan/ })).toBeVisible();
  const { elements, links } = await readPlan(page);
  const answers = links.filter(({ type }) => type === 'answers');
  expect(count(answers, ({ details }) => details.outcome ?? 'none')).toEqual({ accepted: 15, partly: 6, refused: 1 });
  expect(answers.every(({ note }) => note.startsWith('“'))).toBe(true);
  expect(elements.find(({ kind }) => kind === 'review')?.details.reviewedOn).toBe('2024-08-05');
  expect(links.filter(({ type }) => type === 'kept-by').every(({ since }) => since === '2022-12')).toBe(true);
});

test('without JavaScript a plan starts from a copy of an example', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/start');
  await page.getByLabel('Title of the plan').fill('Ghent 2050');
  await expect(page.getByLabel('Which example?')).toBeHidden();
  await page.getByRole('radio', { name: 'An example' }).check();
  await page.getByLabel('Which example?').selectOption({ label: 'Bowling Green 2050' });
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('button', { name: 'Start the plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ghent 2050' })).toBeVisible();
  expect(count((await readPlan(page)).elements, ({ kind }) => kind).idea).toBe(371);
  await context.close();
});

test('a plan starts from the structure of one that was opened here, and can be changed at once', async ({ join }) => {
  test.slow();
  const ada = await join('Ada');
  const { page } = ada;
  await startPlan(ada, 'The Lys valley', 'A night bus', 'A tram');
  await page.getByRole('textbox', { name: 'Text' }).fill('Every hour, also in the snow.');
  await expectSaved(page);
  const source = page.url();

  await page.goto('/start');
  await page.getByRole('radio', { name: 'The structure of another plan' }).check();
  await expect(page.getByLabel('A plan that you opened on this device')).toHaveValue(
    source.split('/plan/')[1]?.split('/')[0] ?? '',
  );
  await expectAccessible(page);
  await expectToFit(page, 320);
  await page.getByLabel('Title of the plan').fill('The Dender valley');
  await page.getByRole('button', { name: 'Start the plan' }).click();
  await expectSaved(page);
  const plan = await readPlan(page);
  expect(plan.title).toBe('The Dender valley');
  expect(plan.elements.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
    'commitment: A night bus',
    'commitment: A tram',
  ]);
  await page.getByRole('link', { name: 'A tram' }).first().click();
  await expect(page.getByRole('textbox', { name: 'Text' })).toHaveText('');
  await page.getByRole('textbox', { name: 'Title' }).fill('A fast tram');
  await expectSaved(page);
  await expect.poll(async () => (await readPlan(page)).elements.map(({ title }) => title)).toContain('A fast tram');
});

test('a plan starts from an address that is pasted, and a wrong one is said so with all that was typed', async ({
  join,
  page,
  server,
}) => {
  const bo = await join('Bo');
  const { plan } = await startPlan(bo, 'Theirs', 'A bridge');
  await page.goto(`${server.url}/start`);
  await page.getByLabel('Title of the plan').fill('Ours');
  await page.getByRole('radio', { name: 'The structure of another plan' }).check();
  await page.getByLabel('Your name').fill('Cy');
  await page.getByRole('button', { name: 'Start the plan' }).click();
  await expect(page.getByRole('alert')).toHaveText('Choose a plan to start from, or paste its address.');
  await page.getByLabel('Address of the plan').fill(`${server.url}/plan/nowhere`);
  await page.getByRole('button', { name: 'Start the plan' }).click();
  await expect(page.getByRole('alert')).toHaveText(/There is no plan at the address to start from/);
  await expect(page.getByLabel('Title of the plan')).toHaveValue('Ours');
  await expect(page.getByRole('radio', { name: 'The structure of another plan' })).toBeChecked();
  await expectAccessible(page);
  await page.getByLabel('Address of the plan').fill(`${server.url}${plan}/history`);
  await page.getByRole('button', { name: 'Start the plan' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ours' })).toBeVisible();
  expect((await readPlan(page)).elements.map(({ title }) => title)).toEqual(['A bridge']);
});

test('what is typed on Start stays when code arrives late', async ({ page, server }) => {
  await page.addInitScript(() => {
    localStorage.setItem('longtable:plans', JSON.stringify([{ id: 'x', title: 'Visited' }]));
  });
  const waiting: (() => void)[] = [];
  let isHeld = true;
  await page.route(/\.js(?:\?|$)/, async (route) => {
    if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
    await route.continue();
  });
  await page.goto(`${server.url}/start`, { waitUntil: 'commit' });
  await page.getByLabel('Title of the plan').fill('Early words');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByRole('radio', { name: 'An example' }).check();
  await page.getByLabel('Which example?').selectOption({ label: 'Bowling Green 2050' });
  await expect(page.locator('#visited')).toHaveCount(0);
  isHeld = false;
  for (const go of waiting) go();
  await expect(page.locator('#visited')).toBeAttached();
  await expect(page.getByLabel('Title of the plan')).toHaveValue('Early words');
  await expect(page.getByLabel('Your name')).toHaveValue('Ada');
  await expect(page.getByRole('radio', { name: 'An example' })).toBeChecked();
  await expect(page.getByLabel('Which example?')).toHaveValue('bowling-green');
});

test('a folder is imported as it lies on the disk, its credit as context', async ({ join }) => {
  const { page } = await join('Ada');
  await page.goto('/import');
  await expectAccessible(page);
  await page.getByLabel('Or a whole folder').setInputFiles(folder('governance-models'));
  await page.getByRole('button', { name: 'Import and open' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Governance proposals' })).toBeVisible();
  const { elements, context } = await readPlan(page);
  expect(count(elements, ({ kind }) => kind)).toEqual({ vision: 6, actor: 6, governance: 34 });
  expect(context).toContain('Where this plan comes from');
});

test('a file that can’t be read is named on the page', async ({ join }) => {
  const { page } = await join('Ada');
  await page.goto('/import');
  await page.getByLabel('Files', { exact: true }).setInputFiles({
    name: 'statements.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('comment-id,comment-body\n1,"never closed'),
  });
  await page.getByRole('button', { name: 'Import and open' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    '“statements.csv” is no table: a quotation mark is opened and never closed.'.replace(/[“”]/g, '"'),
  );
});
