/** A third person reads who changed what. */
import { addElement, body, caretTo, expect, expectSaved, setReasonedState, startPlan, test } from './people.ts';

test('an afternoon of three people is told rightly, each change under its author', async ({ join }) => {
  const ada = await join('Ada', 'City of Ghent');
  const bo = await join('Bo', 'Neighbours of the Dok');
  const chi = await join('Chi');
  const { plan, elements } = await startPlan(ada, 'An afternoon', 'A market hall');
  const path = elements[0] as string;
  await body(ada.page).click();
  await ada.page.keyboard.type('A roof over the square. ');
  await expectSaved(ada.page);

  await bo.page.goto(path);
  await expect(body(bo.page)).toHaveText(/A roof over the square\./);
  await caretTo(bo.page, 'end');
  await bo.page.keyboard.type('With room for the neighbours.');
  await setReasonedState(bo.page, 'dropped', 'It is too small');
  await bo.page.getByLabel('State', { exact: true }).selectOption({ label: 'proposed' });
  await expectSaved(bo.page);
  await setReasonedState(bo.page, 'dropped', 'No money');
  await expectSaved(bo.page);

  await expect(body(ada.page)).toHaveText(/neighbours\./);
  await caretTo(ada.page, 'start');
  for (let letter = 0; letter < 'A roof'.length; letter++) await ada.page.keyboard.press('Shift+ArrowRight');
  await ada.page.keyboard.type('Glass');
  await expectSaved(ada.page);

  await chi.page.goto(`${plan}/history`);
  await expect(chi.page.getByRole('link', { name: /Ada, City of Ghent/ })).toHaveCount(1);
  const first = chi.page.locator('ol > li').first();
  await expect(first).toContainText('Ada, City of Ghent');
  await chi.page.getByRole('link', { name: /Bo, Neighbours of the Dok/ }).click();
  const article = chi.page.locator('article', { hasText: 'A market hall' });
  await expect(article.locator('ins', { hasText: 'With room for the neighbours.' })).toHaveCount(1);
  await expect(article).toContainText(/Changed the state from\s*proposed\s*to\s*dropped/);
  await expect(article.locator('ins', { hasText: 'roof' })).toHaveCount(0);

  await chi.page.goBack();
  await chi.page.getByRole('link', { name: /Ada, City of Ghent/ }).click();
  await expect(article.locator('ins', { hasText: 'Glass' })).toBeVisible();
  await expect(article).toContainText('With room for the neighbours.');
  await expect(article.locator('ins', { hasText: 'neighbours' })).toHaveCount(0);

  const id = plan.replace('/plan/', '');
  const answer = await chi.context.request.get(`/api/plans/${id}/revisions`);
  const { revisions } = (await answer.json()) as { revisions: { to: number }[] };
  const { changes } = (await (
    await chi.context.request.get(`/api/plans/${id}/diff?from=0&to=${revisions[0]?.to}`)
  ).json()) as { changes: { field: string; type: string; text?: string; by: { name: string } }[] };
  const written = changes.filter(({ type, field }) => type === 'insert' && field === 'body');
  expect(written.map(({ by, text }) => `${by.name}: ${text}`)).toEqual([
    'Ada: Glass over the square. ',
    'Bo: With room for the neighbours.',
  ]);
});

test('what one adds and another removes in the same minutes is told of both, with its words', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan } = await startPlan(ada, 'Quick hands', 'A market hall');
  await bo.page.goto(plan);
  await addElement(bo.page, 'Challenge', 'Bo wrote this challenge');
  const challenge = new URL(bo.page.url()).pathname;
  await body(bo.page).click();
  await bo.page.keyboard.type('Nobody can cross the square.');
  await expectSaved(bo.page);

  await ada.page.goto(challenge);
  await expect(body(ada.page)).toHaveText(/cross the square\./);
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expectSaved(ada.page);
  for (const { page } of [bo, ada]) {
    await page.goto(plan);
    await addElement(page, 'Idea', 'Something else');
    await expectSaved(page);
  }

  const { page } = ada;
  const revision = page.locator('ol > li');
  const article = page.locator('article', { hasText: 'Bo wrote this challenge' });
  await page.goto(`${plan}/history`);
  await expect(revision.filter({ hasText: 'removed “Bo wrote this challenge”' })).toHaveCount(1);
  await revision.filter({ hasText: 'added “Bo wrote this challenge”' }).getByRole('link').click();
  await expect(article).toContainText(/Challenge\s*· added/);
  await expect(article.locator('ins', { hasText: 'Nobody can cross the square.' })).toBeVisible();

  await page.goBack();
  await revision.filter({ hasText: 'removed “Bo wrote this challenge”' }).getByRole('link').click();
  await expect(article).toContainText(/Challenge\s*· removed/);
  await expect(article.locator('del', { hasText: 'Nobody can cross the square.' })).toBeVisible();
  await expect(page.locator('article', { hasText: 'The plan itself' })).not.toContainText('Languages');
});

test('what one adds and removes again is said, and who worked in it reads as working in what was there', async ({
  join,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { plan, elements } = await startPlan(ada, 'Second thoughts', 'A passing thought');
  const path = elements[0] as string;
  await bo.page.goto(path);
  await body(bo.page).click();
  await bo.page.keyboard.type('Bo thought along.');
  await expectSaved(bo.page);
  await expect(body(ada.page)).toHaveText(/Bo thought along\./);
  await ada.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expectSaved(ada.page);
  await bo.page.goto(plan);
  await addElement(bo.page, 'Idea', 'Something else');
  await expectSaved(bo.page);

  const { page } = ada;
  const revision = page.locator('ol > li');
  const article = page.locator('article', { hasText: 'A passing thought' });
  await page.goto(`${path.replace('/element/', '/history?element=')}`);
  await revision.filter({ hasText: 'added and removed again: “A passing thought”' }).getByRole('link').click();
  await expect(article).toContainText('added and removed again');
  await expect(article.locator('del', { hasText: 'Bo thought along.' })).toBeVisible();

  await page.goBack();
  await revision.filter({ hasText: '“A passing thought”: Text' }).getByRole('link').click();
  await expect(article).toContainText(/Commitment\s*· changed/);
  await expect(article.locator('ins', { hasText: 'Bo thought along.' })).toBeVisible();
});

test('a seq that was never reached, and a range that makes no sense, are said so', async ({ join }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Small', 'One');
  await ada.page.goto(`${plan}/history/0-99999`);
  await expect(ada.page.getByText('This plan has no change 99999')).toBeVisible();
  await ada.page.goto(`${plan}/history/soon`);
  await expect(ada.page.getByText('There is no such piece of history.')).toBeVisible();
});

test('times are in UTC and say so, until the reader’s own zone is known', async ({ join, browser, server }) => {
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Zones', 'A clock');
  const look = async (javaScriptEnabled: boolean) => {
    const context = await browser.newContext({
      baseURL: server.url,
      timezoneId: 'Pacific/Kiritimati',
      javaScriptEnabled,
    });
    const page = await context.newPage();
    await page.goto(`${plan}/history`);
    return { page, close: () => context.close() };
  };
  const plain = await look(false);
  const now = new Date();
  const inZone = (timeZone: string) => new Intl.DateTimeFormat('en', { dateStyle: 'full', timeZone }).format(now);
  await expect(plain.page.locator('time').first()).toContainText('(UTC)');
  await expect(plain.page.getByRole('heading', { level: 2 }).first()).toHaveText(`${inZone('UTC')} (UTC)`);
  await plain.close();
  const live = await look(true);
  await expect(live.page.locator('section:has(> ol) > h2').first()).toHaveText(inZone('Pacific/Kiritimati'));
  await expect(live.page.locator('time').first()).not.toContainText('UTC');
  const shown = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: 'Pacific/Kiritimati' });
  const until = (await live.page.locator('time').first().getAttribute('datetime')) ?? '';
  await expect(live.page.locator('time').first()).toContainText(shown.format(new Date(until)));
  await live.close();
});
