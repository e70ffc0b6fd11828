/** [S1] Who writes more than the server takes at once does not have to know: it goes out in parts. */
import { maxUpdateBytes } from '@longtable/shared/protocol';
import type { Page } from '@playwright/test';
import { body, caretTo, expect, expectSaved, type Person, startPlan, test } from './people.ts';

/** As from a file of one's own: about a kilobyte in each paragraph. */
function paste(page: Page, paragraphs: number): Promise<void> {
  const words = 'On water. '.repeat(100);
  const lines = Array.from({ length: paragraphs }, (_, index) => `Paragraph ${index + 1}. ${words}`);
  return body(page).evaluate((editor, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, lines.join('\n\n'));
}

/** Sizes of what a page sends to the server from now on, bytes. */
function watchSent(page: Page): number[] {
  const sent: number[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload.length)));
  return sent;
}

async function readStored({ context }: Person, plan: string): Promise<string> {
  return (await context.request.get(`/api/plans/${plan.replace('/plan/', '')}/export?format=json`)).text();
}

test('megabytes that were written offline come in, and everyone has them', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const sent = watchSent(ada.page);
  const { plan, elements } = await startPlan(ada, 'Very much', 'A canal');
  await bo.page.goto(elements[0] as string);
  await expectSaved(bo.page);

  await ada.context.setOffline(true);
  await expect(ada.page.locator('[data-saved]')).toHaveAttribute('data-saved', 'offline');
  await body(ada.page).click();
  await paste(ada.page, 3_300);
  await expect(body(ada.page)).toContainText('Paragraph 3300.');
  sent.length = 0;
  await ada.context.setOffline(false);
  await expectSaved(ada.page);

  expect(sent.reduce((sum, bytes) => sum + bytes)).toBeGreaterThan(3 * maxUpdateBytes);
  expect(Math.max(...sent)).toBeLessThan(maxUpdateBytes);
  await expect(ada.page.getByRole('alert')).toHaveCount(0);
  await expect(body(bo.page)).toContainText('Paragraph 3300.');
  const stored = await readStored(bo, plan);
  for (const number of [1, 1_000, 2_000, 3_300]) expect(stored).toContain(`Paragraph ${number}.`);
});

test('so does what is pasted while others look on, and what is typed right after it', async ({ join }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const sent = watchSent(ada.page);
  const { plan, elements } = await startPlan(ada, 'Pasted', 'A canal');
  await bo.page.goto(elements[0] as string);
  await expectSaved(bo.page);
  await body(ada.page).click();
  await paste(ada.page, 1_500);
  await caretTo(ada.page, 'end');
  await ada.page.keyboard.type('The end.');
  await expectSaved(ada.page);
  expect(sent.reduce((sum, bytes) => sum + bytes)).toBeGreaterThan(maxUpdateBytes);
  expect(Math.max(...sent)).toBeLessThan(maxUpdateBytes);
  await expect(body(bo.page)).toContainText('The end.');
  expect(await readStored(bo, plan)).toContain('The end.');
});
