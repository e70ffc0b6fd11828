/** Plans that other programs write in as well: what this one does not know is never lost by looking at it. */
import type { BrowserContext } from '@playwright/test';
import * as Y from 'yjs';
import { body, caretTo, expect, expectSaved, startPlan, test } from './people.ts';
import { openPlanDocument } from './plan-client.ts';

/** A stock y-websocket client with somebody's session, at the body of an element. */
async function openStockClient(context: BrowserContext, server: string, element: string) {
  const [, , plan = '', , id = ''] = element.split('/');
  const { doc, close } = await openPlanDocument(context, server, plan);
  const fragment = doc.getMap<Y.Map<unknown>>('elements').get(id)?.get('body') as Y.XmlFragment;
  return { fragment, block: () => fragment.get(0) as Y.XmlElement, close };
}

const deltaOf = (block: Y.XmlElement) => (block.get(0) as Y.XmlText).toDelta();

test('[S13] a third person opens what another program formatted: nothing is lost, for anyone', async ({
  join,
  server,
}) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Underlined', 'A canal');
  const path = elements[0] as string;
  await body(ada.page).click();
  await ada.page.keyboard.type('Deep and slow, with a way around the mill.');
  await expectSaved(ada.page);

  const stock = await openStockClient(bo.context, server.url, path);
  const text = stock.block().get(0) as Y.XmlText;
  // Ada's editor is open while this comes in.
  text.format(0, 8, { underline: {} });
  text.format(9, 4, { link: {} });
  stock.block().insert(1, [new Y.XmlElement('hard_break')]);
  await expect(body(ada.page).locator('br:not(.ProseMirror-trailingBreak)')).toHaveCount(1);
  await expect(body(ada.page)).toContainText('Deep and slow, with a way around the mill.');
  const written = deltaOf(stock.block());

  // Bo's is opened after.
  await bo.page.goto(path);
  await expect(body(bo.page)).toContainText('Deep and slow, with a way around the mill.');
  await caretTo(bo.page, 'start');
  await bo.page.keyboard.type('!');
  await bo.page.keyboard.press('Backspace');
  await caretTo(ada.page, 'end');
  await ada.page.keyboard.type('Ducks.');
  await expectSaved(bo.page);
  await expect.poll(() => stock.block().toString()).toContain('Ducks.');
  expect(stock.fragment.length).toBe(1);
  expect(deltaOf(stock.block())).toEqual(written);
  stock.close();
});

test('[S13] what no editor can hold is shown to be read, and left as it is', async ({ join, server }) => {
  const ada = await join('Ada');
  const bo = await join('Bo');
  const { elements } = await startPlan(ada, 'Embedded', 'A weir');
  const path = elements[0] as string;
  await body(ada.page).click();
  await ada.page.keyboard.type('Before the picture.');
  await expectSaved(ada.page);

  const stock = await openStockClient(bo.context, server.url, path);
  const text = stock.block().get(0) as Y.XmlText;
  text.insertEmbed(6, { picture: 'weir.jpg' });
  await expect(ada.page.getByText('you can only read it')).toBeVisible();
  await expect(body(ada.page)).toHaveCount(0);
  await bo.page.goto(path);
  await expect(bo.page.getByText('Before the picture.')).toBeVisible();
  text.insert(0, 'Live: ');
  await expect(ada.page.getByText('Live: Before the picture.')).toBeVisible();
  expect(text.toDelta()).toHaveLength(3);

  text.delete(12, 1);
  await expect(body(ada.page)).toHaveText(/Live: Before the picture\./);
  stock.close();
});
