/** Without a connection, without a tab, without a server: no word is lost. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { browserArguments, findBrowser } from '../scripts/browser.ts';
import { addElement, body, caretTo, expect, expectSaved, startPlan, test } from './people.ts';
import { RunningServer } from './running-server.ts';

const path = findBrowser();
const executable = path === null ? {} : { executablePath: path };

/** How many changes the copies of plans in this browser hold. */
function rowsOnDevice(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let rows = 0;
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name ?? ''));
      rows += await settled(database.transaction('updates').objectStore('updates').count());
      database.close();
    }
    return rows;
  });
}

test('offline: write on, close the tab, open it again, come back; both sides’ words are there', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  // As people come: from home, by links and forms. Only the plan's first page is ever loaded as a whole.
  await ada.page.goto('/');
  await ada.page.getByRole('link', { name: 'Start a plan' }).click();
  await ada.page.getByLabel('Title of the plan').fill('Away');
  await ada.page.getByRole('button', { name: 'Start the plan' }).click();
  await addElement(ada.page, 'Commitment', 'A harbour');
  const path = new URL(ada.page.url()).pathname;
  await bo.page.goto(path);
  await body(ada.page).click();
  await ada.page.keyboard.type('Before. ');
  await expect(body(bo.page)).toHaveText(/Before\./);
  await expectSaved(ada.page);
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  await ada.context.setOffline(true);
  await expect(ada.page.getByText('You’re offline. Your words are safe on this device.')).toBeVisible();
  await caretTo(ada.page, 'end');
  await ada.page.keyboard.type('Written offline. ');
  await expect(body(ada.page)).toHaveText(/Written offline\./);
  await expect(ada.page.locator('[data-saved]')).toHaveAttribute('data-saved', 'offline');
  await caretTo(bo.page, 'start');
  await bo.page.keyboard.type('Meanwhile. ');
  await expectSaved(bo.page);

  await ada.page.close();
  const again = await ada.context.newPage();
  await again.goto(path);
  await expect(body(again)).toHaveText(/Written offline\./);
  await caretTo(again, 'end');
  await again.keyboard.type('And again. ');

  await ada.context.setOffline(false);
  await expectSaved(again);
  for (const page of [again, bo.page]) {
    for (const words of ['Before.', 'Written offline.', 'And again.', 'Meanwhile.']) {
      await expect(body(page)).toContainText(words);
    }
  }
});

test('offline: words in what somebody removes meanwhile are told of on return, wherever their writer is by then', async ({
  join,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Removed', 'A harbour', 'A quay');
  const { page } = bo;
  const network = page.getByRole('link', { name: 'Network', exact: true });
  await page.goto(elements[0] as string);
  await expectSaved(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // The page is known here before it is needed.
  await network.click();
  await expect(page.getByRole('heading', { name: 'Network' })).toBeVisible();
  await page.goBack();
  await expectSaved(page);
  await bo.context.setOffline(true);
  await expect(page.locator('[data-saved]')).toHaveAttribute('data-saved', 'offline');
  await body(page).click();
  await page.keyboard.type('Every word of Bo.');
  await network.click();
  await expect(page.getByRole('heading', { name: 'Network' })).toBeVisible();
  for (const each of elements) {
    await ada.page.goto(each);
    await ada.page.getByRole('button', { name: 'Remove', exact: true }).last().click();
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(ada.page).not.toHaveURL(each);
    await expectSaved(ada.page);
  }
  await bo.context.setOffline(false);
  const words = page.getByRole('region', { name: 'Your words in “A harbour”' });
  await expect(words.getByRole('blockquote')).toHaveText('Every word of Bo.');
  await expectSaved(page);
  // He wrote nothing in the other.
  await expect(page.getByRole('region', { name: 'Your words in' })).toHaveCount(1);
});

test('offline: any page of a plan opens from this device, and what it does not keep is said', async ({ join }) => {
  const ada = await join('Ada');
  const { plan, elements } = await startPlan(ada, 'Kept', 'A mooring', 'A crane');
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await ada.context.setOffline(true);
  await ada.page.close();
  const again = await ada.context.newPage();
  await again.goto(elements[0] as string);
  await expect(again.getByRole('textbox', { name: 'Title' })).toHaveValue('A mooring');
  await again.goto(plan);
  await again.getByRole('link', { name: 'A crane' }).click();
  await again.waitForURL(elements[1] as string);
  await expect(again.getByRole('textbox', { name: 'Title' })).toHaveValue('A crane');
  await again.goto('/plan/AAAAAAAAAAAAAAAAAAAAAA');
  await expect(again.getByText('this device does not keep this plan')).toBeVisible();
  await again.goto(`${plan}/history`);
  await expect(again.getByText('History needs a connection')).toBeVisible();
  await again.getByRole('link', { name: 'Go to the plan' }).click();
  await expect(again.getByRole('link', { name: 'A mooring' })).toBeVisible();
  await again.goto('/');
  await again.getByRole('link', { name: 'Kept' }).click();
  await expect(again.getByRole('link', { name: 'A mooring' })).toBeVisible();
});

test('a plan that this device does not keep opens by itself when the connection is back', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'By itself', 'A ferry');
  await bo.page.goto('/');
  await bo.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await bo.context.setOffline(true);
  await bo.page.goto(plan);
  await expect(bo.page.getByText('this device does not keep this plan')).toBeVisible();
  // The connection is back in the very moment in which somebody goes elsewhere: they get there.
  await bo.page.evaluate((to) => {
    location.href = to;
    dispatchEvent(new Event('online'));
  }, `${plan}/history`);
  await expect(bo.page).toHaveURL(`${plan}/history`);
  await expect(bo.page.getByText('this device does not keep this plan')).toBeVisible();
  await bo.context.setOffline(false);
  await expect(bo.page.getByRole('link', { name: /Ada/ })).toBeVisible();
  await bo.page.getByRole('link', { name: 'Plan', exact: true }).click();
  await bo.page.getByRole('link', { name: 'A ferry' }).click();
  await expect(bo.page).toHaveURL(elements[0] as string);
  await expect(bo.page.getByRole('textbox', { name: 'Title' })).toHaveValue('A ferry');
});

test('offline words do not go out under the name of somebody who took the seat since', async ({ join }) => {
  const ada = await join('Ada');
  const { elements } = await startPlan(ada, 'Swapped', 'A lock');
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await ada.context.setOffline(true);
  await ada.page.goto(elements[0] as string);
  await body(ada.page).click();
  await ada.page.keyboard.type('Ada’s own');
  await ada.context.setOffline(false);
  await expectSaved(ada.page);
  await expect(body(ada.page)).toHaveText(/Ada’s own/);

  await ada.context.setOffline(true);
  await ada.page.goto(elements[0] as string);
  await body(ada.page).click();
  await ada.page.keyboard.type('Still Ada’s. ');
  const other = await join('Eve');
  await ada.context.clearCookies();
  await ada.context.addCookies(await other.context.cookies());
  await ada.context.setOffline(false);
  await expect(ada.page.getByText('This device keeps words that Ada wrote')).toBeVisible();
  await expect(body(ada.page)).not.toContainText('Still');
});

test('a browser that is killed while offline has lost nothing', async ({ server }) => {
  const profile = await mkdtemp(joinPath(tmpdir(), 'longtable-browser-'));
  const open = () =>
    chromium.launchPersistentContext(profile, { baseURL: server.url, args: browserArguments, ...executable });
  const words = 'The last words before the battery died';
  let context = await open();
  try {
    await context.request.post('/api/guest', { data: { name: 'Ada' } });
    const page = await context.newPage();
    const { plan, elements } = await startPlan({ name: 'Ada', context, page }, 'Killed', 'A bridge');
    const path = elements[0] as string;
    await context.setOffline(true);
    await expect(page.locator('[data-saved]')).toHaveAttribute('data-saved', 'offline');
    const kept = await rowsOnDevice(page);
    await body(page).click();
    await page.keyboard.type(words);
    // Each letter is a row of the copy on this device.
    await expect.poll(() => rowsOnDevice(page)).toBeGreaterThanOrEqual(kept + words.length);
    const cookies = await context.cookies();
    const closed = context.waitForEvent('close');
    for (const browser of await findBrowserProcesses(profile)) process.kill(browser, 'SIGKILL');
    await closed;

    context = await open();
    // Chromium writes new cookies down only every thirty seconds; somebody who has been here longer has theirs.
    await context.addCookies(cookies);
    const again = await context.newPage();
    await again.goto(path);
    await expectSaved(again);
    await expect(body(again)).toHaveText(words);
    const stored = await context.request.get(`/api/plans/${plan.replace('/plan/', '')}/export?format=json`);
    expect(await stored.text()).toContain(words);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
});

/** The browser and the script that Debian starts it by; what they started ends with them. */
async function findBrowserProcesses(profile: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(`--user-data-dir=${profile}`) && !command.includes('--type=')) found.push(Number(name));
  }
  return found;
}

test('words of somebody whose session is gone are found again on the device', async ({ join, server }) => {
  const ada = await join('Ada');
  const { elements } = await startPlan(ada, 'Session', 'A quay');
  const { page } = ada;
  await ada.context.setOffline(true);
  await expect(page.locator('[data-saved]')).toHaveAttribute('data-saved', 'offline');
  const kept = await rowsOnDevice(page);
  await body(page).click();
  await page.keyboard.type('Not yet saved');
  await expect.poll(() => rowsOnDevice(page)).toBeGreaterThanOrEqual(kept + 'Not yet saved'.length);
  await page.close();
  await ada.context.clearCookies();
  await ada.context.setOffline(false);
  const again = await ada.context.newPage();
  await again.goto(server.url + (elements[0] as string));
  await expect(again.getByText('This device keeps words that Ada wrote')).toBeVisible();
  const download = again.waitForEvent('download');
  await again.getByRole('button', { name: 'Download them' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('Not yet saved');
});

test('two tabs of one person: what one has saved says nothing of the other', async ({ join }) => {
  const ada = await join('Ada');
  const { elements } = await startPlan(ada, 'Two tabs', 'A tide');
  const path = elements[0] as string;
  const cut = await ada.context.newPage();
  let isCut = false;
  await cut.routeWebSocket(/\/sync\//, (socket) => {
    if (isCut) void socket.close({ code: 1013 });
    else socket.connectToServer().onMessage((message) => (isCut ? socket.close({ code: 1013 }) : socket.send(message)));
  });
  await cut.goto(path);
  await expectSaved(cut);
  isCut = true;
  await body(cut).click();
  await cut.keyboard.type('Only here');
  await expect(cut.locator('[data-saved]')).toHaveAttribute('data-saved', 'offline');
  await ada.page.getByLabel('State').selectOption({ label: 'Nobody has said' });
  await expectSaved(ada.page);
  const marks = (page: Page) =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('longtable:unsaved:')).length);
  expect(await marks(ada.page)).toBe(1);
  await cut.close();
  await ada.page.close();

  // Opened again, the words of the closed tab go out with this one's.
  const again = await ada.context.newPage();
  await again.goto(path);
  await expectSaved(again);
  await expect(body(again)).toContainText('Only here');
  await expect.poll(() => marks(again)).toBe(0);
});

test('when this device can’t keep words it is not said to, until it can again', async ({ join }) => {
  const ada = await join('Ada');
  await ada.page.addInitScript(() => {
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...parameters) {
      const request = add.apply(this, parameters);
      if ('isDiskFull' in window) this.transaction.abort();
      return request;
    };
    navigator.storage.persist = async () => {
      Object.assign(window, { askedToPersist: ((window as { askedToPersist?: number }).askedToPersist ?? 0) + 1 });
      return true;
    };
  });
  const { elements } = await startPlan(ada, 'Disk', 'A reef');
  await ada.page.goto(elements[0] as string);
  await expectSaved(ada.page);
  await ada.context.setOffline(true);
  await expect(ada.page.getByText('Your words are safe on this device.')).toBeVisible();
  await ada.page.evaluate(() => Object.assign(window, { isDiskFull: true }));
  await body(ada.page).click();
  await ada.page.keyboard.type('Lost?');
  await expect(ada.page.getByText('this device can’t keep your words. Keep this page open.')).toBeVisible();
  await ada.page.evaluate(() => Reflect.deleteProperty(window, 'isDiskFull'));
  await expect(ada.page.getByText('Your words are safe on this device.')).toBeVisible();
  expect(await ada.page.evaluate(() => (window as { askedToPersist?: number }).askedToPersist)).toBe(1);
  await ada.page.close();
  const again = await ada.context.newPage();
  await again.goto(elements[0] as string);
  await expect(body(again)).toHaveText('Lost?');
});

test('a server that is killed and started again has everything that anyone saw', async ({ browser }) => {
  const server = await RunningServer.start();
  const context = await browser.newContext({ baseURL: server.url });
  try {
    await context.request.post('/api/guest', { data: { name: 'Ada' } });
    const page = await context.newPage();
    const ada = { name: 'Ada', context, page };
    const { elements } = await startPlan(ada, 'Power cut', 'A lighthouse');
    await page.goto(elements[0] as string);
    await body(page).click();
    await page.keyboard.type('Shines.');
    await expectSaved(page);
    await server.kill();
    await expect(page.getByText('No connection to the server.')).toBeVisible();
    await page.keyboard.type(' Still.');
    await server.start();
    await expectSaved(page);
    const fresh = await (await browser.newContext({ baseURL: server.url })).newPage();
    await fresh.goto(elements[0] as string);
    await expect(fresh.getByText('Shines. Still.')).toBeVisible();
    await fresh.context().close();
  } finally {
    await context.close();
    await server.stop();
  }
});
