/** A plan of five thousand elements, some of which make no sense, on every page. */
import type { ElementId } from '@longtable/shared/ids';
import { elementsMap } from '@longtable/shared/plan/document';
import { addElement, linkElements } from '@longtable/shared/plan/edits';
import { writeBadContent } from './bad-content.ts';
import { expect, startPlan, test } from './people.ts';
import { openPlanDocument } from './plan-client.ts';

// A trace holds each page after each step: with so many elements that takes longer to write than all else.
test.use({ trace: 'off' });

test('no page breaks on content that makes no sense, nor on 5,000 elements', async ({ join, browser, server }) => {
  test.slow();
  const ada = await join('Ada');
  const { plan } = await startPlan(ada, 'Large and odd');
  const { doc, close } = await openPlanDocument(ada.context, server.url, plan);
  const { odd, work } = writeBadContent(doc);
  const kinds = ['vision', 'commitment', 'deliberation', 'idea', 'actor', 'network'];
  const ties: [ElementId, ElementId][] = [];
  const many = 5000;
  for (let from = 0; from < many; from += 250) {
    doc.transact(() => {
      for (let at = from; at < from + 250; at++) {
        const rank = `b${String(at).padStart(4, '0')}`;
        const id = addElement(doc, {
          kind: kinds[at % 6] as string,
          title: `Element ${at}`,
          rank,
          horizonTo: `${2030 + (at % 60)}`,
        });
        if (kinds[at % 6] === 'actor') ties.push([id, id]);
        const last = ties.at(-1);
        if (kinds[at % 6] === 'network' && last) last[1] = id;
      }
      for (const [from, to] of ties.splice(0)) linkElements(doc, { from, to, type: 'member-of', since: '2020' });
    });
  }
  await expect
    .poll(
      async () => {
        const answer = await ada.page.request.get(`${server.url}${plan.replace('/plan/', '/api/plans/')}`);
        return ((await answer.json()) as { elements: unknown[] }).elements.length;
      },
      { timeout: 60_000 },
    )
    .toBe(elementsMap(doc).size);
  expect(elementsMap(doc).size).toBe(many + 5);

  const expected = [
    [plan, 'Large and odd'],
    [`${plan}/visions`, 'Visions'],
    [`${plan}/holds`, 'Does it hold?'],
    [`${plan}/roadmap`, 'Roadmap'],
    [`${plan}/roadmap?view=list`, 'Roadmap'],
    [`${plan}/network`, 'Network'],
    [`${plan}/search?q=element`, 'Search'],
    [`${plan}/element/${odd}`, 'Bread on Sunday'],
    [`${plan}/element/${work}`, 'A bench'],
    [`${plan}/history`, 'History'],
  ] as const;
  const failures: string[] = [];
  ada.page.on('pageerror', (error) => failures.push(error.message));
  const reading = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const reader = await reading.newPage();
  for (const [path, title] of expected) {
    await reader.goto(path);
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title);
    await ada.page.goto(path);
    // As much as this takes long to arrive on a machine that is busy.
    await expect(ada.page.locator('[data-saved=saved]')).toBeVisible({ timeout: 40_000 });
    const heading = ada.page.getByRole('heading', { level: 1 });
    const field = heading.getByRole('textbox');
    if ((await field.count()) > 0) await expect(field).toHaveValue(title);
    else await expect(heading).toHaveText(title);
  }
  expect(failures).toEqual([]);

  await reader.goto(`${plan}/holds`);
  await expect(reader.getByText('is no kind that this plan knows.')).toBeVisible();
  await expect(reader.getByRole('link', { name: '12 things in the plan are to mend' })).toBeVisible();
  await expect(reader.getByText('The plan looks as far as 2086.')).toBeVisible();
  await reading.close();
  close();
});
