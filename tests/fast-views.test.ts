/**
 * How long the page itself works on what somebody does: on the 371 ideas and the 112 commitments of the examples, and while
 * somebody else writes. What the machine does beside it is not counted.
 */
import type { Page } from '@playwright/test';
import { expect, expectSaved, test } from './people.ts';
import type { RunningServer } from './running-server.ts';

/** At most, ms of the page's own processing for one press of a key or a button. */
const mostMs = 100;

async function openExample(page: Page, server: RunningServer, name: string): Promise<string> {
  const answer = await page.request.post(`${server.url}/api/plans/example`, { data: { name } });
  return `/plan/${((await answer.json()) as { id: string }).id}`;
}

/** Notes from now on what each interaction with any page takes. */
async function noteInteractions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: { name: string; ms: number }[] = [];
    Object.assign(globalThis, { noted });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (entry.interactionId) noted.push({ name: entry.name, ms: entry.processingEnd - entry.processingStart });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

interface Noted {
  name: string;
  ms: number;
}

/** The longest since the last time, once the page has drawn what came of it. */
async function longest(page: Page): Promise<number> {
  const noted = await page.evaluate(async () => {
    const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await frame();
    await frame();
    const { noted } = globalThis as unknown as { noted: Noted[] };
    return noted.splice(0);
  });
  return Math.max(0, ...noted.map(({ ms }) => ms));
}

for (const { name, filter, opens } of [
  { name: 'bowling-green', filter: 'safe', opens: /safe place to raise a family/ },
  { name: 'us-open-government', filter: 'justice', opens: /Increase Access to Justice/ },
]) {
  test(`on ${name} no press takes the page longer than ${mostMs} ms`, async ({ join, server }) => {
    test.slow();
    const { page } = await join('Ada');
    await noteInteractions(page);
    const plan = await openExample(page, server, name);
    const figures: Record<string, number> = {};
    const note = async (what: string) => {
      figures[what] = Math.round(await longest(page));
    };

    await page.goto(plan);
    await expectSaved(page);
    await page.keyboard.press('Control+k');
    await note('search opens');
    await page.keyboard.type(filter);
    const hit = page.getByRole('dialog').getByRole('link', { name: opens }).first();
    await expect(hit).toBeVisible();
    await note('search types');
    await hit.click();
    await expect(page).toHaveURL(/\/element\//);
    await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue(opens);
    await note('element opens');
    await page.getByRole('textbox', { name: 'Title' }).press('End');
    await page.keyboard.type(' every day');
    await note('title types');
    await page.getByRole('textbox', { name: 'Text' }).click();
    await page.keyboard.type('Nobody is left out.');
    await note('text types');
    await page.getByLabel('Which element? Type its title').click();
    await page.keyboard.type('the');
    await note('link types');
    for (const [view, title] of [
      ['Visions', 'Visions'],
      ['Roadmap', 'Roadmap'],
      ['Network', 'Network'],
      ['Does it hold?', 'Does it hold?'],
      ['Plan', ''],
    ] as const) {
      await page.getByRole('navigation', { name: 'This plan' }).getByRole('link', { name: view, exact: true }).click();
      if (title) await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.getByRole('link', { name: view, exact: true })).toHaveAttribute('aria-current', 'page');
      await note(`${view} opens`);
      if (view === 'Roadmap') {
        await page.getByLabel('All that has a date').check();
        await note('roadmap filters');
        await page.getByRole('link', { name: 'As a list' }).click();
        await note('roadmap lists');
        const toward = page.getByLabel('Show what leads to');
        if ((await toward.count()) > 0) await toward.selectOption({ index: 1 });
        await note('roadmap leads');
      }
    }
    const words = Object.entries(figures).map(([what, ms]) => `${what} ${ms}`);
    test.info().annotations.push({ type: name, description: words.join(', ') });
    expect(
      Object.entries(figures).filter(([, ms]) => ms > mostMs),
      words.join(', '),
    ).toEqual([]);
  });
}
