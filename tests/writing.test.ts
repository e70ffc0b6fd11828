/** Writing: Markdown while typing, the toolbar by keyboard, paste from Word and Docs, files. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { body, expect, expectAccessible, expectSaved, standBetween, startPlan, test } from './people.ts';

async function paste(page: Page, html: string): Promise<void> {
  await body(page).evaluate((editor, data) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', data);
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, html);
}

test('Markdown turns into form while it is typed', async ({ browser, join }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Writing', 'Forms');
  const { page } = ada;
  await body(page).click();
  await page.keyboard.type('## Why\n');
  await page.keyboard.type('Because of **water** and *air*.\n');
  await page.keyboard.type('- one\n');
  await page.keyboard.press('Tab');
  await page.keyboard.type('inside\n\n\n');
  await page.keyboard.type('1. first\nsecond\n\n');
  await page.keyboard.type('> said somebody');
  const text = body(page);
  await expect(text.locator('h2')).toHaveText('Why');
  await expect(text.locator('strong')).toHaveText('water');
  await expect(text.locator('em')).toHaveText('air');
  await expect(text.locator('.bullet')).toHaveText(['one', 'inside']);
  await expect(text.locator('.bullet[data-indent="1"]')).toHaveText('inside');
  await expect(text.locator('.ordered')).toHaveText(['first', 'second']);
  await expect(text.locator('blockquote')).toHaveText('said somebody');
  await expectSaved(page);

  const plain = await browser.newPage({ javaScriptEnabled: false });
  await plain.goto(page.url());
  await expect(plain.locator('ul > li > ul > li')).toHaveText('inside');
  await plain.close();
});

test('the toolbar works by keyboard alone', async ({ join }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Keys', 'Toolbar');
  const { page } = ada;
  await body(page).click();
  await page.keyboard.type('Read the charter');
  await page.keyboard.press('Control+a');
  const tools = page.getByRole('toolbar', { name: 'Form of the text' });
  await tools.getByRole('button', { name: 'Heading', exact: true }).focus();
  await page.keyboard.press('End');
  await expect(tools.getByRole('button', { name: 'Link' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('Address of the link').fill('javascript:alert(1)');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is not an address that can be opened.')).toBeVisible();
  await page.getByLabel('Address of the link').fill('example.org/charter');
  await page.keyboard.press('Enter');
  await expect(body(page).locator('a')).toHaveAttribute('href', 'https://example.org/charter');
  await expect(body(page)).toBeFocused();
  await page.keyboard.press('Control+b');
  await expect(tools.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true');
});

test('a link can be opened from the text, by mouse and by keyboard', async ({ join }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Following', 'Sources');
  const { page, context } = ada;
  await context.route('https://charter.example/**', (route) => route.fulfill({ body: 'The charter' }));
  await paste(page, '<p>Read <a href="https://charter.example/text">the charter</a> first</p>');
  const link = body(page).locator('a');
  await link.click();
  await expect(page).not.toHaveURL(/charter/);
  const open = page.getByRole('link', { name: 'Open https://charter.example/text' });
  await expect(open).toHaveAttribute('rel', 'noopener');
  const opens = async (act: () => Promise<void>) => {
    const [tab] = await Promise.all([context.waitForEvent('page'), act()]);
    await expect(tab).toHaveURL('https://charter.example/text');
    await tab.close();
  };
  await opens(() => link.click({ modifiers: ['ControlOrMeta'] }));
  await opens(() => page.keyboard.press('Alt+Enter'));
  await opens(() => open.click());
});

test('a new element is ready to be written in; a quote ends with an empty line; Escape leads on', async ({ join }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Empty', 'Blank');
  const { page } = ada;
  await expect(body(page)).toBeFocused();
  await expect(body(page)).toHaveAttribute('aria-placeholder', /Write here/);
  await page.keyboard.type('> Quoted');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('مرحبا');
  await expect(body(page).locator('blockquote')).toHaveText(['Quoted']);
  await expect(body(page).locator('p')).toHaveText('مرحبا');
  await expect(body(page).locator('p')).toHaveCSS('direction', 'rtl');
  await page.keyboard.press('Escape');
  await expect(page.getByText('You have left the text.')).toBeFocused();
});

test('paste from Word and from Docs comes in clean', async ({ join }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Pasting', 'Clean');
  const { page } = ada;
  await body(page).click();
  await paste(
    page,
    `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body>
    <h1 style="color:#2F5496">A heading</h1><p class="MsoNormal"><b style="mso-bidi-font-weight:normal">Bold</b> and plain<o:p></o:p></p>
    <p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp;</span></span>First point</p>
    <p class="MsoListParagraph" style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">o<span>&nbsp;</span></span>Deeper</p>
    <script>alert(1)</script><p class="MsoNormal"><a href="javascript:alert(1)">press</a></p></body></html>`,
  );
  const text = body(page);
  await expect(text.locator('h2')).toHaveText('A heading');
  await expect(text.locator('strong')).toHaveText('Bold');
  await expect(text.locator('.bullet')).toHaveText(['First point', 'Deeper']);
  await expect(text.locator('a')).toHaveCount(0);
  await expect(text).not.toContainText('alert');
  await expect(text.locator('[style]:not(.caret)')).toHaveCount(0);

  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await paste(
    page,
    `<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">Strong</span><span style="font-style:italic"> slanted</span></p>
    <ol><li><p><span>One</span></p></li><li><p>Two</p><ul><li>Inside</li></ul></li></ol><blockquote><p>Quoted</p></blockquote></b>`,
  );
  await expect(text.locator('strong')).toHaveText('Strong');
  await expect(text.locator('em')).toHaveText('slanted');
  await expect(text.locator('.ordered')).toHaveText(['One', 'Two']);
  await expect(text.locator('.bullet[data-indent="1"]')).toHaveText('Inside');
  await expect(text.locator('blockquote')).toHaveText('Quoted');
  await expectSaved(page);
});

test('what the server refuses as too large can be taken along as a file', async ({ join }) => {
  const ada = await join('Ada');
  const { page } = ada;
  const sockets = await standBetween(page);
  await startPlan(ada, 'Large', 'Too much');
  await body(page).pressSequentially('A very long story.');
  await expectSaved(page);
  // Only what can't be parted comes to this, such as a single value of megabytes that another program wrote.
  await sockets.at(-1)?.close({ code: 1009, reason: '' });
  await expect(page.getByRole('alert')).toContainText('larger than the server takes');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download my copy' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('A very long story.');
  await page.getByRole('button', { name: 'Open the plan again' }).click();
  await expectSaved(page);
});

test('a plan is started from files; what can’t be read is refused by name', async ({ join }) => {
  const { page } = await join('Ada');
  await page.goto('/import');
  const choose = (name: string, text: string) =>
    page.getByLabel('Files').setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });
  await choose('broken.md', '---\nkind: dragon\n---\n# D');
  await page.getByRole('button', { name: 'Import and open' }).click();
  await expect(page.getByRole('alert')).toContainText('"broken.md" says it is a "dragon"');
  await choose('valley.md', '# Our valley\n\nThe Lys.\n\n## Visions\n\n### Clean water\n\nFor everyone.');
  await page.getByRole('button', { name: 'Import and open' }).click();
  await expect(page.getByRole('link', { name: 'Clean water' })).toBeVisible();
});

test('a name of control characters is refused with a sentence, and nobody is made', async ({ page, server }) => {
  await page.goto(`${server.url}/join`);
  await page.getByLabel('Your name').fill('\u200b\u200b');
  await page.getByRole('button', { name: 'Take a seat' }).click();
  await expect(page.getByRole('alert')).toHaveText("Your name can't be empty.");
  expect(await (await page.request.get(`${server.url}/api/me`)).json()).toEqual({ actor: null });
});

test('lists have real marks, numbered as readers see them', async ({ join, page: reader, server }) => {
  const ada = await join('Ada');
  await startPlan(ada, 'Lists', 'An agenda');
  const { page } = ada;
  await body(page).click();
  await page.keyboard.type('1. open\nvote\n\n');
  await page.keyboard.type('- bread\n');
  await page.keyboard.press('Tab');
  await page.keyboard.type('rye\n\n\n');
  await page.keyboard.type('1. close');
  await expectSaved(page);
  const marksIn = async (of: Page) => {
    const session = await of.context().newCDPSession(of);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    return nodes
      .filter(({ role, ignored }) => !ignored && role?.value === 'ListMarker')
      .map(({ name }) => String(name?.value).trim());
  };
  const marks = ['1.', '2.', '•', '◦', '1.'];
  await expect.poll(() => marksIn(page)).toEqual(marks);
  await expectAccessible(page);
  await reader.goto(server.url + new URL(page.url()).pathname);
  await expect(reader.getByText('rye')).toBeVisible();
  expect((await marksIn(reader)).toSorted()).toEqual(marks.toSorted());
});

test('a refused name is told at its field, wherever it is asked for', async ({ page, server }) => {
  for (const [path, action] of [
    ['/start', 'Start the plan'],
    ['/import', 'Import and open'],
  ] as const) {
    await page.goto(server.url + path);
    if (path === '/start') await page.getByLabel('Title of the plan').fill('Nameless');
    else
      await page
        .getByLabel('Files')
        .setInputFiles({ name: 'a.md', mimeType: 'text/markdown', buffer: Buffer.from('# A') });
    await page.getByLabel('Your name').fill('\u200b');
    await page.getByRole('button', { name: action }).click();
    await expect(page.getByRole('alert')).toHaveText("Your name can't be empty.");
    await expect(page.getByLabel('Your name')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Your name')).toHaveAccessibleDescription(/Your name can't be empty\./);
    await expectAccessible(page);
  }
});
