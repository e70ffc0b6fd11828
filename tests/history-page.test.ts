/** The history page: time travelled with a pointer, with the keyboard, on a phone, without JavaScript, while others write. */
import type { Page } from '@playwright/test';
import { startAfternoon } from './afternoon-plan.ts';
import { body, expect, expectAccessible, expectSaved, type Person, startPlan, test } from './people.ts';
import { startWriters } from './plan-writers.ts';
import type { RunningServer } from './running-server.ts';

const moment = (page: Page) => page.getByRole('slider', { name: 'Moment of the plan' });
const revisions = (page: Page) => page.locator('ol > li');
const articles = (page: Page) => page.locator('.beside article');

async function openAfternoon(person: Person, server: RunningServer, query = ''): Promise<string> {
  const { plan } = await startAfternoon(person, server);
  await person.page.goto(`/plan/${plan}/history${query}`);
  return `/plan/${plan}`;
}

test('travelling through three weeks by keyboard alone: moments, zoom, two moments compared', async ({
  join,
  server,
}) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  const plan = await openAfternoon({ ...person, page }, server);
  await expect(articles(page).first()).toBeVisible();
  const handle = moment(page);
  await handle.focus();
  const seqOf = () => handle.getAttribute('aria-valuenow').then(Number);
  const last = await seqOf();
  await expect(handle).toHaveAttribute('aria-valuetext', /2026.*changes?, /);

  await page.keyboard.press('ArrowLeft');
  await expect.poll(seqOf).toBeLessThan(last);
  await expect(page).toHaveURL(/show=\d+-\d+/);
  const before = await seqOf();
  await page.keyboard.press('PageDown');
  await expect.poll(seqOf).toBeLessThan(before - 5);
  await page.keyboard.press('Home');
  await expect(handle).toBeFocused();
  await page.keyboard.press('End');
  await expect.poll(seqOf).toBe(last);

  // As close as a single edit.
  const zoomIn = page.getByRole('button', { name: 'Zoom in' });
  await expect(async () => {
    await page.keyboard.press('+');
    await expect(zoomIn).toBeDisabled({ timeout: 100 });
  }).toPass();
  await expect(page).toHaveURL(/from=2026/);
  await expect(revisions(page)).toHaveCount(1);
  await page.keyboard.press('0');
  await expect(page).not.toHaveURL(/from=/);
  await expect.poll(() => revisions(page).count()).toBeGreaterThan(20);

  await page.getByRole('button', { name: 'Compare' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Compared' })).toBeVisible();
  const [from, to] = [
    page.getByRole('slider', { name: 'Compare from' }),
    page.getByRole('slider', { name: 'Compare to' }),
  ];
  await expect(from).toHaveAttribute('aria-valuenow', '0');
  await from.focus();
  await page.keyboard.press('PageUp');
  await expect(from).not.toHaveAttribute('aria-valuenow', '0');
  const start = Number(await from.getAttribute('aria-valuenow'));
  await expect(page).toHaveURL(new RegExp(`compare=${start}-${await to.getAttribute('aria-valuenow')}`));
  // They never pass each other.
  await page.keyboard.press('End');
  await expect.poll(async () => Number(await from.getAttribute('aria-valuenow'))).toBeGreaterThan(start);
  expect(Number(await from.getAttribute('aria-valuenow'))).toBeLessThan(Number(await to.getAttribute('aria-valuenow')));
  await expect(page).toHaveURL(new RegExp(`compare=${await from.getAttribute('aria-valuenow')}-`));
  const [first, second] = [await from.getAttribute('aria-valuenow'), await to.getAttribute('aria-valuenow')];
  const answer = await page.request.get(`/api${plan.replace('plan', 'plans')}/diff?from=${first}&to=${second}`);
  const { documents } = (await answer.json()) as { documents: { title: string }[] };
  const titles = documents.map(({ title }) => title);
  await expect(articles(page).getByRole('heading', { level: 3 })).toHaveText(titles);
  await page.reload();
  await expect(articles(page).getByRole('heading', { level: 3 })).toHaveText(titles);
});

test('J and K step through the list, Enter opens, and the way back leads to where one was', async ({
  join,
  server,
}) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  await openAfternoon({ ...person, page }, server);
  await expect(articles(page).first()).toBeVisible();
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
  const second = revisions(page).nth(1);
  await expect(second.getByRole('link')).toBeFocused();
  await expect(second.getByRole('link')).toHaveAttribute('aria-current', 'true');
  const name = (await second.locator('.who').textContent()) ?? '';
  await expect(page.locator('.beside .authors')).toContainText(name);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/history\/\d+-\d+/);
  await expect(page.getByRole('heading', { level: 1, name: 'What changed' })).toBeVisible();
  await page.goBack();
  await expect(second.getByRole('link')).toBeFocused();
});

test('keys that are letters can be switched off on a device, and on again', async ({ join, server }) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  const plan = await openAfternoon({ ...person, page }, server);
  await expectSaved(page);
  const hint = page.getByText('J and K step through the list');
  await expect(hint).toBeVisible();
  const setting = page.getByRole('checkbox', { name: 'Use keys that are single letters, on this device' });
  const first = page.locator('.side .list > section:first-child > ol > li:first-child > a');
  const choose = async (areOn: boolean) => {
    await page.keyboard.press('Control+/');
    await setting.setChecked(areOn);
    await page.keyboard.press('Escape');
    await expect(setting).toBeHidden();
  };
  await choose(false);
  await expect(hint).toHaveCount(0);
  await page.keyboard.press('j');
  await page.reload();
  await expectSaved(page);
  await expect(hint).toHaveCount(0);
  await page.keyboard.press('j');
  await expect(first).not.toBeFocused();
  await page.goto(`${plan}/history/since`);
  await expectSaved(page);
  await page.keyboard.press('j');
  await expect(page.locator(':focus')).toHaveCount(0);
  await choose(true);
  await page.keyboard.press('j');
  await expect(page.locator('ol > li h2 button').first()).toBeFocused();
});

test('a handle is dragged, a wheel zooms, and the address follows once it rests', async ({ join, server }) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  await openAfternoon({ ...person, page }, server);
  await expect(articles(page).first()).toBeVisible();
  const box = (await page.locator('.chart').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [box.x + box.width, box.y + box.height / 2];
  await page.mouse.move(x - 2, y);
  await page.mouse.down();
  await page.mouse.move(x - box.width / 2, y, { steps: 8 });
  await page.mouse.up();
  await expect(page).toHaveURL(/show=\d+-\d+/);
  const [, seq] = /show=\d+-(\d+)/.exec(page.url()) ?? [];
  await expect(moment(page)).toHaveAttribute('aria-valuenow', String(seq));
  expect(Number(seq)).toBeGreaterThan(60);
  expect(Number(seq)).toBeLessThan(220);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect(page).toHaveURL(/from=.*&to=.*show=/);
  await page.getByRole('button', { name: 'Everything' }).click();
  await expect(page).not.toHaveURL(/from=/);
});

test('two fingers zoom into what is between them, and leave the handle where it stands', async ({ join, server }) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  await page.setViewportSize({ width: 390, height: 844 });
  await openAfternoon({ ...person, page }, server, '?show=150-152');
  await expectSaved(page);
  await page.getByRole('button', { name: 'Close' }).click();
  const handle = moment(page);
  await expect(handle).toBeVisible();
  const seq = await handle.getAttribute('aria-valuenow');
  const place = await handle.getAttribute('aria-valuetext');
  const client = await page.context().newCDPSession(page);
  /** Where each finger is, as a part of the width of the chart. */
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: Record<number, number>) => {
    const { x, y, width, height } = (await page.locator('.chart').boundingBox()) as DOMRect;
    const touchPoints = Object.entries(fingers).map(([id, part]) => {
      return { id: Number(id), x: x + width * part, y: y + height / 2 };
    });
    await client.send('Input.dispatchTouchEvent', { type, touchPoints });
  };
  await touch('touchStart', { 0: 0.3 });
  await touch('touchMove', { 0: 0.31 });
  await touch('touchStart', { 0: 0.31, 1: 0.5 });
  for (const wider of [0.05, 0.1, 0.15]) await touch('touchMove', { 0: 0.31 - wider, 1: 0.5 + wider });
  // One finger is lifted before the other, which moves a little.
  await touch('touchEnd', { 0: 0.16 });
  await touch('touchMove', { 1: 0.6 });
  await touch('touchEnd', {});
  await expect(page).toHaveURL(/from=2026.*show=150-152$/);
  // Nothing opened above the chart, which is still under the fingers.
  await expect(page.getByLabel('By whom')).toBeHidden();
  await page.getByRole('button', { name: 'Everything' }).click();
  await expect(page).not.toHaveURL(/from=/);
  await expect(page).toHaveURL(/show=150-152$/);
  await expect(handle).toHaveAttribute('aria-valuenow', seq as string);
  await expect(handle).toHaveAttribute('aria-valuetext', place as string);

  // One finger alone still drags it.
  await touch('touchStart', { 0: 0.3 });
  for (const part of [0.4, 0.5, 0.6]) await touch('touchMove', { 0: part });
  await touch('touchEnd', {});
  await expect(page).not.toHaveURL(/show=150-152/);
});

test('it plays from change to change, and stops when asked and at the end', async ({ join, server }) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAfternoon({ ...person, page }, server);
  await expect(articles(page).first()).toBeVisible();
  await page.getByLabel('Speed').selectOption('4×');
  const handle = moment(page);
  await handle.focus();
  const last = await handle.getAttribute('aria-valuenow');
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/show=/);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(handle).toHaveAttribute('aria-valuenow', String(last));
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  // From the end it begins anew.
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => Number(await handle.getAttribute('aria-valuenow'))).toBeLessThan(30);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('filters are in the address, and what matches nothing says so', async ({ join, server }) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  const plan = await openAfternoon({ ...person, page }, server);
  // What is opened while the page comes alive may be closed again.
  await expect(page.locator('[data-saved=saved]')).toBeVisible();
  await page.getByText('Choose which changes').click();
  await page.getByLabel('Acting for').selectOption({ label: 'Youth council' });
  await expect(page).toHaveURL(/\?organisation=Youth\+council$/);
  await expect(revisions(page).filter({ hasText: 'Youth council' }).first()).toBeVisible();
  await expect(revisions(page).filter({ hasNotText: 'Youth council' })).toHaveCount(0);
  await page.getByLabel('Kind of change').focus();
  await page.getByLabel('Kind of change').selectOption({ label: 'Links' });
  await expect(page).toHaveURL(/organisation=Youth\+council&kind=links/);
  await expect(page.getByLabel('Kind of change')).toBeFocused();
  await page.getByLabel('To day').fill('2001-01-01');
  await expect(page.getByText('No changes match this.')).toBeVisible();
  await page.goto(`${plan}/history?from=2026-12-01&to=2026-11-01`);
  await expect(page.getByText('The period ends before it begins')).toBeVisible();
  await page.getByRole('link', { name: 'Show all changes' }).click();
  await expect(page).toHaveURL(`${plan}/history`);
  await page.getByRole('link', { name: /^City of Ghent/ }).click();
  await expect(page).toHaveURL(/organisation=City\+of\+Ghent/);
  await expect(revisions(page).filter({ hasNotText: 'City of Ghent' })).toHaveCount(0);
});

test('without JavaScript there are the chart, the list, filters and the plan as it was', async ({
  browser,
  join,
  server,
}) => {
  const { plan } = await startAfternoon(await join('Coordinator', 'Table of the river'), server);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/plan/${plan}/history`);
  await expect(page.locator('.chart rect').first()).toBeAttached();
  await page.getByText('Choose which changes').click();
  await page.getByLabel('Acting for').selectOption({ label: 'Youth council' });
  await page.getByRole('button', { name: 'Show these' }).click();
  await expect(page).toHaveURL(/organisation=Youth\+council/);
  await expect(revisions(page).filter({ hasNotText: 'Youth council' })).toHaveCount(0);
  await page.goto(`/plan/${plan}/history?show=20-40`);
  await expect(page.locator('article ins').first()).toBeVisible();
  await page.goto(`/plan/${plan}/at/60`);
  await expect(page.getByText(/^This is the past: the plan as it was on .*\(UTC\)\./)).toBeVisible();
  await expect(page.getByRole('heading', { level: 3, name: 'The river has a voice in every decision' })).toBeVisible();
  await page.getByRole('link', { name: 'What changed since' }).click();
  await expect(page).toHaveURL(/\/history\/60-\d+$/);
  await expect(page.locator('article ins').first()).toBeVisible();
  await context.close();
});

test('a moment that is none is said so, each in a sentence', async ({ join }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Small', 'One');
  const { page } = ada;
  for (const [path, sentence] of [
    ['at/99999', 'This plan has no change 99999 yet. Its last one is change'],
    ['at/soon', 'There is no such moment. Write the number of a change, or a day such as 2026-05-04.'],
    ['at/2026-02-31', 'There is no such moment.'],
    ['at/1999-12-31', 'This plan began on'],
    ['at/0', 'This plan began on'],
    ['history/7-3', 'This begins at change 7 and ends at change 3, which is earlier.'],
    ['history/0-99999', 'This plan has no change 99999 yet.'],
    ['history?show=9-3', 'This begins at change 9 and ends at change 3, which is earlier.'],
    ['history?compare=0-99999', 'This plan has no change 99999 yet.'],
  ]) {
    await page.goto(`${plan}/${path}`);
    await expect(page.getByText(sentence as string), path).toBeVisible();
  }
  await page.goto(`${plan}/at/2100-01-01`);
  await expect(page.getByText('The plan as it is now, last changed on')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'One' })).toBeVisible();
  await page.goto('/plan/aaaaaaaaaaaaaaaaaaaaaa/at/3');
  await expect(page.getByText('There is no plan here')).toBeVisible();
});

test('two histories at once on a live plan while ten people write: both follow, and what is read stays where it is', async ({
  join,
  server,
}) => {
  test.slow();
  const bo = await join('Bo', 'Youth council');
  const cy = await join('Cy');
  const { plan: id } = await startAfternoon(bo, server);
  const plan = `/plan/${id}`;
  const pages = [bo.page, cy.page];
  const problems = pages.map(problemsOf);
  await bo.page.goto(`${plan}/history`);
  await cy.page.goto(`${plan}/history?compare=0-90`);
  for (const page of pages) {
    await expect(articles(page).first()).toBeVisible();
    await expectSaved(page);
  }
  // Bo looks at the last days only: what is in sight ends now, and goes on with what comes in.
  await moment(bo.page).press('+');
  await expect(bo.page).toHaveURL(/\?from=2026[^&]*$/);
  for (const page of pages) {
    // Both read something in the middle of the list, and of what is shown beside it.
    await revisions(page).nth(3).getByRole('link').focus();
    await page.locator('.side .list').evaluate((node) => node.scrollTo({ top: 140 }));
  }
  await cy.page.mouse.move(200, 600);
  await cy.page.mouse.wheel(0, 900);
  await expect.poll(() => cy.page.evaluate(() => scrollY)).toBeGreaterThan(500);
  const shown = await Promise.all(pages.map((page) => articles(page).allTextContents()));
  const focused = (page: Page) => page.locator(':focus').evaluate((node) => node.closest('li')?.dataset.key);
  const keys = await Promise.all(pages.map(focused));
  const lasts = await Promise.all(pages.map(lastSeq));
  const moved = await Promise.all(pages.map(watchPlaces));

  const names = ['Amal', 'Bea', 'Caro', 'Dirk', 'Eli', 'Fatou', 'Gus', 'Hana', 'Ivo', 'Jo'];
  const writers = await startWriters(server.url, plan, names);
  try {
    for (const [index, page] of pages.entries()) {
      for (const name of names) await expect(revisions(page).filter({ hasText: `An idea of ${name}` })).toHaveCount(1);
      await expect(page.getByRole('status').getByRole('button', { name: /^\d+ new changes$/ })).toBeVisible();
      await expect.poll(() => lastSeq(page)).toBeGreaterThan(lasts[index] as number);
      // Who goes on is still the same revision, and it comes to both again and again.
      const counts = () =>
        revisions(page).filter({ hasText: 'An idea of Amal' }).locator('.small').first().textContent();
      for (let times = 0; times < 3; times++) {
        const before = await counts();
        await expect.poll(counts).not.toBe(before);
      }
      await expect(revisions(page).filter({ hasText: 'An idea of Amal' })).toHaveCount(1);
    }
    for (const most of moved) expect(await most()).toBeLessThanOrEqual(roundingPx);
    expect(await Promise.all(pages.map(focused))).toEqual(keys);
    expect(await Promise.all(pages.map((page) => articles(page).allTextContents()))).toEqual(shown);
    await expect(cy.page).toHaveURL(/compare=0-90$/);

    // Only whoever asks for it goes to what is new; the other one stays.
    await bo.page.getByRole('button', { name: /new changes?$/ }).click();
    await expect(revisions(bo.page).first().getByRole('link')).toBeFocused();
    await expect(revisions(bo.page).first()).toContainText(/An idea of/);
    expect(await moved[1]?.()).toBeLessThanOrEqual(roundingPx);
  } finally {
    writers.stop();
  }
  expect(problems).toEqual([[], []]);
});

/** Lists scroll by whole pixels, and lines are not of whole ones. */
const roundingPx = 2;

/** Up to where the chart of a history reaches. */
const lastSeq = async (page: Page) => Number(await page.getByRole('slider').last().getAttribute('aria-valuemax'));

/** What goes wrong on a page from now on. */
function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('response', (answer) => answer.status() >= 400 && problems.push(`${answer.status()} ${answer.url()}`));
  return problems;
}

/**
 * Looks in every frame at where the focused link, and what is in sight of the difference, stand.
 * @returns the farthest that any of it was from where it stood at first, px
 */
async function watchPlaces(page: Page): Promise<() => Promise<number>> {
  const watch = await page.evaluateHandle(() => {
    const read = [...document.querySelectorAll('.beside article :is(p, h3, ul)')].find(
      (node) => node.getBoundingClientRect().top > 100,
    );
    const nodes = [document.activeElement, read].filter((node) => node instanceof Element);
    const first = new Map(nodes.map((node) => [node, node.getBoundingClientRect()]));
    const watch = { most: 0 };
    const look = () => {
      // It is told where they are when the frame is painted.
      const seen = new IntersectionObserver((entries) => {
        for (const { target, boundingClientRect: now } of entries) {
          const then = first.get(target) as DOMRect;
          const far = [now.top - then.top, now.left - then.left, now.width - then.width].map(Math.abs);
          watch.most = Math.max(watch.most, ...far.map(Math.round));
        }
        seen.disconnect();
      });
      for (const node of nodes) seen.observe(node);
      requestAnimationFrame(look);
    };
    look();
    return watch;
  });
  return () => watch.evaluate(({ most }) => most);
}

test('from the history of one plan to that of another, nothing of the first one is left', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const pears = await startPlan(ada, 'Pears', 'A pear tree');
  const { plan } = await startPlan(ada, 'Apples', 'An apple tree');
  await page.goto(`${plan}/history?compare=0-2`);
  await expect(articles(page).first()).toBeVisible();
  await expectSaved(page);
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href, textContent: 'To the pears' });
    document.querySelector('main')?.prepend(link);
  }, `${pears.plan}/history`);
  await page.getByRole('link', { name: 'To the pears' }).click();
  await expect(page).toHaveURL(`${pears.plan}/history`);
  await expect(articles(page).filter({ hasText: 'A pear tree' })).toBeVisible();
  await expect(articles(page).filter({ hasText: 'apple' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'What changed' })).toBeVisible();
});

test('on a phone: chart, list and a sheet, nothing wider than the window', async ({ join, server }) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  await page.setViewportSize({ width: 390, height: 844 });
  const plan = await openAfternoon({ ...person, page }, server);
  await expect(moment(page)).toBeVisible();
  const link = revisions(page).nth(1).getByRole('link');
  await link.click();
  const sheet = page.getByRole('dialog', { name: 'What changed' });
  await expect(sheet.locator('article').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(link).toBeFocused();
  await page.getByRole('button', { name: 'Show what changed' }).click();
  await expect(sheet).toBeVisible();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expectAccessible(page);
  for (const path of ['history', 'history?compare=0-60', 'at/60', 'history/0-60']) {
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`${plan}/${path}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} ${width}`).toBeLessThanOrEqual(
        width,
      );
    }
  }
});

test('every state is accessible, in light and in dark, and readers do not load what writes', async ({
  browser,
  join,
  server,
}) => {
  test.slow();
  const { plan } = await startAfternoon(await join('Coordinator', 'Table of the river'), server);
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const scripts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.text().catch(() => ''));
  });
  for (const path of [
    'history',
    'history?organisation=Youth+council',
    'history?compare=0-90',
    'at/60',
    'history/0-90',
  ]) {
    await page.goto(`/plan/${plan}/${path}`);
    await expect(page.locator('article').first()).toBeVisible();
    await expectAccessible(page);
  }
  const loaded = (await Promise.all(scripts)).join('');
  expect(loaded).toContain('timeline');
  expect(loaded).not.toContain('Yjs was already imported');
  await context.close();
});

test('from right to left, time runs the other way, for pointers and for keys', async ({ join, server }) => {
  const { page, ...person } = await join('Coordinator', 'Table of the river');
  await page.addInitScript(() =>
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.dir = 'rtl';
    }),
  );
  await openAfternoon({ ...person, page }, server);
  await expect(articles(page).first()).toBeVisible();
  const handle = moment(page);
  const [bed, grip] = [await page.locator('.chart').boundingBox(), await handle.boundingBox()];
  expect(Math.abs((grip?.x ?? 0) + (grip?.width ?? 0) / 2 - (bed?.x ?? 0))).toBeLessThan(12);
  const last = Number(await handle.getAttribute('aria-valuenow'));
  await handle.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Number(await handle.getAttribute('aria-valuenow'))).toBeLessThan(last);
});

test('bold and links are seen where text changed, and what only looks different says how', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Looks', 'A market hall');
  await body(ada.page).click();
  await ada.page.keyboard.type('A roof over the square');
  await expectSaved(ada.page);
  await bo.page.goto(elements[0] as string);
  await expect(body(bo.page)).toHaveText(/square/);
  await body(bo.page).click();
  await bo.page.keyboard.press('Control+a');
  await bo.page.keyboard.press('Control+b');
  await expectSaved(bo.page);
  const { page } = ada;
  await page.goto(`${plan}/history`);
  await revisions(page).filter({ hasText: 'Bo' }).getByRole('link').click();
  const look = articles(page).locator('.formatted');
  await expect(look).toContainText('A roof over the square');
  await expect(look.locator('strong')).toBeVisible();
  await expect(look).toHaveAttribute('title', 'made bold, by Bo');
});

test('dates that moved, and paragraphs that were split and joined, are told in the words of a person', async ({
  join,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Moves', 'Citizens’ panel');
  await ada.page.getByLabel('From').fill('2027');
  await ada.page.getByLabel('From').blur();
  await body(ada.page).click();
  for (const line of ['We meet in spring.', 'Everyone is paid.', 'All of it is public.']) {
    await ada.page.keyboard.type(line);
    await ada.page.keyboard.press('Enter');
  }
  await expectSaved(ada.page);

  await bo.page.goto(elements[0] as string);
  await expect(body(bo.page)).toHaveText(/public\./);
  await bo.page.getByLabel('From').fill('early 2030s');
  await bo.page.getByLabel('From').blur();
  await bo.page.getByText('Everyone is paid.').click();
  await bo.page.keyboard.press('Home');
  await bo.page.keyboard.press('Backspace');
  await expect(body(bo.page)).toContainText('We meet in spring.Everyone is paid.');
  await bo.page.getByText('All of it is public.').click();
  await bo.page.keyboard.press('Home');
  for (const _letter of 'All of it') await bo.page.keyboard.press('ArrowRight');
  await bo.page.keyboard.press('Enter');
  await expectSaved(bo.page);

  const { page } = ada;
  await page.goto(`${plan}/history`);
  await revisions(page).filter({ hasText: 'Bo' }).getByRole('link').click();
  const article = articles(page).filter({ hasText: 'Citizens’ panel' });
  await expect(article).toContainText(/Moved “Citizens’ panel” from\s*2027\s*to\s*early 2030s/);
  const blockOf = (note: string) => article.locator('.block', { has: page.locator('.note', { hasText: note }) });
  await expect(blockOf('joined with the one that followed')).toContainText('We meet in spring.Everyone is paid.');
  await expect(blockOf('split off from “All of')).toContainText('is public.');
  await expect(article.locator('.block').locator('ins, del')).toHaveCount(0);
});
