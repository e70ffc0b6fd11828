/** What the server says beside the words: that it can't save, how many are here, that a page is too old. */
import {
  body,
  expect,
  expectAccessible,
  expectSaved,
  standBetween,
  startPlan,
  storageMessage,
  test,
} from './people.ts';

function present(counts: object): Buffer {
  const text = Buffer.from(JSON.stringify(counts));
  return Buffer.concat([Buffer.from([102, (text.length & 127) | 128, text.length >> 7]), text]);
}

test('[S11] while the server can’t save it says so, and that the words are on this device', async ({ join }) => {
  const ada = await join('Ada');
  const sockets = await standBetween(ada.page);
  await startPlan(ada, 'Full', 'A disk');
  sockets.at(-1)?.send(storageMessage(true));
  await expect(ada.page.getByRole('status').filter({ hasText: 'The server can’t save right now.' })).toBeVisible();
  await expect(ada.page.getByText('Your words are safe on this device')).toBeVisible();
  await body(ada.page).click();
  await ada.page.keyboard.type('Meanwhile');
  await expect(ada.page.locator('[data-saved]')).toHaveAttribute('data-saved', 'unsaved');
  sockets.at(-1)?.send(storageMessage(false));
  await expectSaved(ada.page);
});

test('[S6] in a crowd people are counted, by organisation', async ({ join }) => {
  const ada = await join('Ada');
  const sockets = await standBetween(ada.page);
  await startPlan(ada, 'Assembly', 'A hall');
  const organisations = [
    { name: 'City of Ghent', count: 90 },
    { name: null, count: 60 },
  ];
  sockets.at(-1)?.send(present({ total: 150, organisations }));
  await ada.page.locator('summary', { hasText: '+149' }).click();
  await expect(ada.page.getByRole('heading', { name: '150 people are here' })).toBeVisible();
  await expect(ada.page.locator('dl > div').filter({ hasText: 'City of Ghent' })).toContainText('90');
  await expect(ada.page.locator('dl > div').filter({ hasText: 'Citizens' })).toContainText('60');
  await expectAccessible(ada.page);
  const bo = await join('Bo');
  await bo.page.goto(ada.page.url());
  await expect(ada.page.getByText('Bo', { exact: true }).last()).toBeVisible();
  await expect(ada.page.getByRole('heading', { name: '150 people are here' })).toBeVisible();
  // The crowd has gone.
  sockets.at(-1)?.send(present({ total: 0, organisations: [] }));
  await expect(ada.page.getByRole('heading', { name: '2 people are here' })).toBeVisible();
  await expect(ada.page.locator('dl > div').filter({ hasText: 'City of Ghent' })).toHaveCount(0);
  await bo.context.close();
  await expect(ada.page.getByRole('heading', { name: 'You are alone here' })).toBeVisible();
});

test('[S4] who comes back says how far they have come, in this page only', async ({ join }) => {
  const ada = await join('Ada');
  const sockets = await standBetween(ada.page);
  const { elements } = await startPlan(ada, 'Again', 'A return');
  const query = () => Object.fromEntries(new URL(sockets.at(-1)?.url() ?? '').searchParams);
  await ada.page.goto(elements[0] as string);
  await expectSaved(ada.page);
  expect(query()).toEqual({ side: '1', schema: '1' });
  await body(ada.page).click();
  await ada.page.keyboard.type('Here');
  await expectSaved(ada.page);
  const seen = sockets.length;
  await sockets.at(-1)?.close({ code: 1013, reason: 'Too slow.' });
  await expect.poll(() => sockets.length).toBeGreaterThan(seen);
  await expectSaved(ada.page);
  const number = expect.stringMatching(/^\d+$/);
  expect(query()).toEqual({ side: '1', schema: '1', seq: number, run: number });
});

test('[S13] a page that is older than the plan asks to be reloaded, and keeps its words', async ({ join }) => {
  const ada = await join('Ada');
  const sockets = await standBetween(ada.page);
  await startPlan(ada, 'Newer', 'A schema');
  await body(ada.page).click();
  await ada.page.keyboard.type('Written here. ');
  await expectSaved(ada.page);
  await sockets.at(-1)?.close({ code: 4426, reason: 'in the server’s words' });
  const notice = ada.page.getByRole('alert');
  await expect(notice).toContainText('This page is older than the plan. Reload it to write on.');
  await expect(notice).toContainText('Your words are safe on this device.');
  await expect(notice).not.toContainText('in the server’s words');
  await expectAccessible(ada.page);
  await ada.page.keyboard.type('And after.');
  await notice.getByRole('button', { name: 'Reload the page' }).click();
  await expectSaved(ada.page);
  await expect(body(ada.page)).toHaveText('Written here. And after.');
});

test('why the server closed the door is said in the words of the page', async ({ join }) => {
  const ada = await join('Ada');
  const sockets = await standBetween(ada.page);
  await startPlan(ada, 'Closed', 'A door');
  for (const [code, words] of [
    [4429, 'More changes came from this page than the server takes at once.'],
    [4404, 'This plan is no longer on the server.'],
    [4477, 'The server closed the connection'],
  ] as const) {
    await expectSaved(ada.page);
    await sockets.at(-1)?.close({ code, reason: 'in the server’s words' });
    await expect(ada.page.getByRole('alert')).toContainText(words);
    await ada.page.getByRole('button', { name: 'Open the plan again' }).click();
  }
});
