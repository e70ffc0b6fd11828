/** What journeys have in common: people in browsers of their own, at a plan, with a server behind it. */
import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type WebSocketRoute,
} from '@playwright/test';
import { RunningServer } from './running-server.ts';

export interface Person {
  name: string;
  context: BrowserContext;
  page: Page;
}

interface WorkerFixtures {
  server: RunningServer;
}

interface TestFixtures {
  /** Somebody with a name, in a browser of their own. */
  join(name: string, organisation?: string): Promise<Person>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({ browserName: _browser }, use) => {
      const server = await RunningServer.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  join: async ({ browser, server }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (name, organisation = '') => {
      const person = await joinServer(browser, server, name, organisation);
      contexts.push(person.context);
      return person;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };

async function joinServer(
  browser: Browser,
  server: RunningServer,
  name: string,
  organisation: string,
): Promise<Person> {
  const context = await browser.newContext({ baseURL: server.url });
  const answer = await context.request.post('/api/guest', { data: { name, organisation } });
  expect(answer.status()).toBe(201);
  return { name, context, page: await context.newPage() };
}

/** A plan with one element for each title. @returns paths of the plan and of its elements */
export async function startPlan({ page }: Person, title: string, ...elements: string[]) {
  await page.goto('/start');
  await page.getByLabel('Title of the plan').fill(title);
  await page.getByRole('button', { name: 'Start the plan' }).click();
  await expectSaved(page);
  const plan = new URL(page.url()).pathname;
  const paths: string[] = [];
  for (const element of elements) paths.push(await addElementTo(page, plan, 'Commitment', element));
  await expectSaved(page);
  return { plan, elements: paths };
}

/** From the plan's page; ends on the element's. */
export async function addElement(page: Page, kind: string, title: string): Promise<void> {
  await page.getByLabel('Add', { exact: true }).selectOption({ label: kind });
  await page.getByRole('textbox', { name: 'Title' }).last().fill(title);
  await page.getByRole('button', { name: 'Add to the plan' }).click();
  await expect(page.getByRole('textbox', { name: 'Text' })).toBeVisible();
}

/** From anywhere in the plan. @returns the path of the new element, whose page is open */
export async function addElementTo(page: Page, plan: string, kind: string, title: string): Promise<string> {
  await page.goto(plan);
  await addElement(page, kind, title);
  return new URL(page.url()).pathname;
}

/** On an element's page. @param phrase what the link says, such as “leads to” */
export async function addLink(page: Page, phrase: string, title: string): Promise<void> {
  await page.getByLabel('This element').selectOption({ label: phrase });
  await page.getByLabel('Which element? Type its title').fill(title);
  await page.getByRole('button', { name: 'Add the link' }).click();
}

/** A state that asks for a reason, on an element's page. */
export async function setReasonedState(page: Page, state: string, reason: string): Promise<void> {
  await page.getByLabel('State', { exact: true }).selectOption({ label: state });
  await page.getByLabel(`Why is it “${state}”?`).fill(reason);
  await page.getByRole('button', { name: `Set to “${state}”` }).click();
}

export const body = (page: Page) => page.getByRole('textbox', { name: 'Text' });

/** Puts the caret at one end of the text: pressed again until it stays, as an editor that just got the focus may move it. */
export async function caretTo(page: Page, end: 'start' | 'end'): Promise<void> {
  await body(page).click();
  await expect(async () => {
    await page.keyboard.press(end === 'start' ? 'Control+Home' : 'Control+End');
    const beyond = await body(page).evaluate((editor, before) => {
      const { focusNode, focusOffset } = getSelection() as Selection;
      const range = document.createRange();
      range.selectNodeContents(editor);
      if (before) range.setEnd(focusNode as Node, focusOffset);
      else range.setStart(focusNode as Node, focusOffset);
      // Others' carets carry their names between invisible signs.
      return range.toString().replace(/\u2060[^\u2060]*\u2060/g, '');
    }, end === 'start');
    expect(beyond).toBe('');
  }).toPass();
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.locator('[data-saved]')).toHaveAttribute('data-saved', 'saved');
}

/** What axe still calls experimental. */
const moreRules = { 'label-content-name-mismatch': { enabled: true } };

/** Stands between a page and the server: sees its sockets, and can speak to it as the server would. */
export async function standBetween(page: Page): Promise<WebSocketRoute[]> {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/sync\//, (socket) => {
    socket.connectToServer();
    sockets.push(socket);
  });
  return sockets;
}

/** The server's message that it can't save, or can again. */
export const storageMessage = (isFailing: boolean) => Buffer.from([101, isFailing ? 1 : 0]);

/** No violation of accessibility that axe can find, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).options({ rules: moreRules }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    expect(found, `${colorScheme}, ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
