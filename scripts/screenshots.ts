/** Takes the pictures that the README shows: every page, light, dark, and 390 px wide. Needs a built web. */
import { mkdir } from 'node:fs/promises';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { RunningServer } from '../tests/running-server.ts';
import { browserArguments, findBrowser } from './browser.ts';

const folder = 'docs/images';
const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

async function join(context: BrowserContext, name: string, organisation: string): Promise<void> {
  await context.request.post('/api/guest', { data: { name, organisation } });
}

/** Two people who leave something to see: words, a state, a link's worth of history. */
async function writeSomething(
  browser: Browser,
  url: string,
  plan: string,
): Promise<{ element: string; leave(): Promise<void> }> {
  const context = await browser.newContext({ baseURL: url });
  await join(context, 'Bo Peeters', 'Neighbours of the Dok');
  const page = await context.newPage();
  await page.goto(plan);
  await page.getByRole('link', { name: 'Increase Access to Justice' }).click();
  const text = page.getByRole('textbox', { name: 'Text' });
  await text.click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Nobody should stand before a judge alone. ');
  await page.getByLabel('Until', { exact: true }).fill('2030s');
  await page.keyboard.press('Tab');
  await page.locator('[data-saved=saved]').waitFor();
  await text.click();
  return { element: new URL(page.url()).pathname, leave: () => context.close() };
}

async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' });
}

await mkdir(folder, { recursive: true });
const executablePath = findBrowser();
const browser = await chromium.launch({ args: browserArguments, ...(executablePath && { executablePath }) });
const server = await RunningServer.start();
const maker = await browser.newContext({ baseURL: server.url });
const { id } = (await (await maker.request.post('/api/plans/example')).json()) as { id: string };
const plan = `/plan/${id}`;
const { element, leave } = await writeSomething(browser, server.url, plan);

for (const { name, colorScheme, viewport } of looks) {
  const context = await browser.newContext({ baseURL: server.url, colorScheme, viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  for (const path of ['/', '/join', '/start', '/import', '/nothing-here']) {
    await page.goto(path);
    await picture(page, `${path === '/' ? 'home' : path.slice(1)}-${name}`);
  }
  await page.goto(element);
  await picture(page, `element-reading-${name}`);
  await join(context, 'Ada Claes', 'City of Ghent');
  for (const [path, title] of [
    [plan, 'plan'],
    [element, 'element'],
    [`${plan}/visions`, 'visions'],
    [`${plan}/roadmap`, 'roadmap'],
    [`${plan}/network`, 'network'],
    [`${plan}/holds`, 'holds'],
    [`${plan}/search?q=justice`, 'search'],
    [`${plan}/history`, 'history'],
  ] as const) {
    await page.goto(path);
    await page.locator('[data-saved=saved]').waitFor();
    await picture(page, `${title}-${name}`);
  }
  await page
    .getByRole('link', { name: /Bo Peeters/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'What changed' }).waitFor();
  await picture(page, `change-${name}`);
  await context.close();
}
await leave();
await browser.close();
await server.stop();
