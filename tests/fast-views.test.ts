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
    const noted: { ms: number; untilDrawn: number }[] = [];
    Object.assign(globalThis, { noted });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        const { interactionId, processingStart, processingEnd, duration } = entry;
        if (interactionId) noted.push({ ms: processingEnd - processingStart, untilDrawn: duration });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
}

interface Noted {
  /** What the page itself worked on it. */
  ms: number;
  /** From the press until what came of it was drawn, in steps of 8 ms: what is called INP. */
  untilDrawn: number;
}

/** The longest since the last time, once the page has drawn what came of it. */
async function longest(page: Page): Promise<Noted> {
  const noted = await page.evaluate(async () => {
    const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    await frame();
    await frame();
    const { noted } = globalThis as unknown as { noted: Noted[] };
    return noted.splice(0);
  });
  const most = (read: (one: Noted) => number) => Math.round(Math.max(0, ...noted.map(read)));
  return { ms: most(({ ms }) => ms), untilDrawn: most(({ untilDrawn }) => untilDrawn) };
}

interface Words {
  /** What is typed into the search, and what is opened of what it finds. */
  filter: string;
  opens: RegExp;
}

/** Through the plan as somebody goes. @returns the longest press of each step */
async function goThrough(page: Page, plan: string, { filter, opens }: Words): Promise<Map<string, Noted>> {
  const figures = new Map<string, Noted>();
  const note = async (what: string) => figures.set(what, await longest(page));
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
  await page.keyboard.type(' today');
  await note('title types');
  await page.getByRole('textbox', { name: 'Text' }).click();
  await page.keyboard.type('Nobody is left out.');
  await note('text types');
  await page.getByLabel('Which element? Type its title').click();
  await page.keyboard.type('the');
  await note('link types');
  const views = page.getByRole('navigation', { name: 'This plan' });
  for (const name of ['Visions', 'Roadmap', 'Network', 'Does it hold?', 'Plan']) {
    const link = views.getByRole('link', { name, exact: true });
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
    await note(`${name} opens`);
    if (name !== 'Roadmap') continue;
    await page.getByLabel('All that has a date').check();
    await note('roadmap filters');
    await page.getByRole('link', { name: 'As a list' }).click();
    await note('roadmap lists');
    const toward = page.getByLabel('Show what leads to');
    if ((await toward.count()) > 0) await toward.selectOption({ index: 1 });
    await note('roadmap leads');
  }
  return figures;
}

/** A machine that is busy with something else makes one press slow, but not the same one each time. */
const mostTries = 3;

for (const { name, ...words } of [
  { name: 'bowling-green', filter: 'safe', opens: /safe place to raise a family/ },
  { name: 'us-open-government', filter: 'justice', opens: /Increase Access to Justice/ },
]) {
  test(`on ${name} no press takes the page longer than ${mostMs} ms`, async ({ join, server }) => {
    test.slow();
    const { page } = await join('Ada');
    await noteInteractions(page);
    const plan = await openExample(page, server, name);
    const least = new Map<string, Noted>();
    const slow = () => [...least].filter(([, { ms }]) => ms > mostMs);
    for (let tries = 0; tries < mostTries && (tries === 0 || slow().length > 0); tries++) {
      for (const [what, now] of await goThrough(page, plan, words)) {
        const before = least.get(what) ?? now;
        least.set(what, {
          ms: Math.min(now.ms, before.ms),
          untilDrawn: Math.min(now.untilDrawn, before.untilDrawn),
        });
      }
    }
    const figures = [...least].map(([what, { ms, untilDrawn }]) => `${what} ${ms} (${untilDrawn})`).join(', ');
    test.info().annotations.push({ type: name, description: figures });
    expect(slow(), figures).toEqual([]);
  });
}
