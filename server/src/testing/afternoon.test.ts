import type { Review } from '@longtable/shared/history/review';
import { createActorId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { afternoonChanges, writeAfternoon } from './afternoon.ts';
import { TestServer } from './test-server.ts';
import { openTestStore } from './test-store.ts';

test('what happens in an afternoon is decided by its seed', async () => {
  const store = await openTestStore();
  const coordinator = { id: createActorId(), name: 'Coordinator', organisation: null };
  const write = async (seed: number) => {
    const { plan, head } = await writeAfternoon(store, { coordinator, now: 1_800_000_000_000, seed });
    return (await store.readRows(plan, 0, head)).map(({ at, update }) => [at, Buffer.from(update).toString('base64')]);
  };
  const first = await write(1);
  expect(await write(1)).toEqual(first);
  expect(await write(2)).not.toEqual(first);
}, 60_000);

test('an afternoon: 240 changes of three weeks can be told apart, and the one bad one is found', async () => {
  const server = await TestServer.start();
  try {
    const guest = await server.join('Coordinator');
    const store = await openSqliteStore(server.databasePath);
    const now = Date.UTC(2026, 4, 25, 14);
    const { plan, leftAt, head, vandalism } = await writeAfternoon(store, {
      coordinator: { id: guest.id as never, name: guest.name, organisation: null },
      now,
    });
    await store.close();
    const ask = async <T>(path: string) =>
      (await (await server.fetch(`/api/plans/${plan}/${path}`, guest)).json()) as T;

    const review = await ask<Review>('review');
    expect(review).toMatchObject({ since: { seq: leftAt }, head, changes: afternoonChanges, people: 30 });
    expect(review.organisations).toHaveLength(9);
    expect(review.clusters.length).toBeGreaterThan(10);
    expect(review.clusters.map(({ changes }) => changes)).toEqual(
      review.clusters.map(({ changes }) => changes).toSorted((a, b) => b - a),
    );

    const weeksMs = Date.parse((await ask<{ until: string }>('timeline')).until) - (now - 21 * 24 * 3_600_000);
    expect(weeksMs).toBeGreaterThan(20 * 24 * 3_600_000);

    const { revisions } = await ask<{ revisions: { from: number; to: number; by: { name: string } }[] }>(
      `revisions?element=${vandalism.element}&kind=text&limit=200`,
    );
    const bad = revisions.find(({ to }) => to === vandalism.seq);
    expect(bad?.by.name).toBe(vandalism.by.name);
    const { changes } = await ask<{ changes: { type: string; text: string }[] }>(
      `diff?from=${bad?.from}&to=${bad?.to}`,
    );
    expect(changes.map(({ type, text }) => [type, text])).toEqual(
      expect.arrayContaining([
        ['delete', vandalism.before],
        ['insert', vandalism.nonsense],
      ]),
    );
    expect(revisions.some(({ to }) => to > vandalism.seq)).toBe(true);
  } finally {
    await server.remove();
  }
}, 60_000);
