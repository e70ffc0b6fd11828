/** A coordinator comes back after three weeks in which nine organisations wrote on. */
import type { Review } from '@longtable/shared/history/review';
import { startAfternoon } from './afternoon-plan.ts';
import { expect, test } from './people.ts';

test('what others did in three weeks is there to be understood, and the one bad change among it', async ({
  join,
  server,
}) => {
  const { page, context } = await join('Coordinator', 'Table of the river');
  const { plan, vandalism } = await startAfternoon({ name: 'Coordinator', page, context }, server);
  const review = (await (await context.request.get(`/api/plans/${plan}/review`)).json()) as Review;
  expect(review).toMatchObject({ changes: 240, people: 30 });
  expect(review.clusters.find(({ element }) => element === vandalism.element)?.changes).toBeGreaterThan(10);

  await page.goto(`/plan/${plan}/history?element=${vandalism.element}`);
  await expect(page.locator('ol > li').first()).toContainText(vandalism.title);
  await page.goto(`/plan/${plan}/history/${vandalism.seq - 1}-${vandalism.seq}`);
  await expect(page.locator('del', { hasText: vandalism.before })).toBeVisible();
  await expect(page.locator('ins', { hasText: vandalism.nonsense })).toBeVisible();
});
