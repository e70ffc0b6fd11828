import type { PlanId } from '@longtable/shared/ids';
import { afterEach, describe, expect, test } from 'vitest';
import type { PlanStore } from '../store/plan-store.ts';
import { type GeneratedLog, generateLog } from './generated-log.ts';
import { HistoryDirectory } from './history-directory.ts';

/** What history reads of a store; its answers come late, so that questions about several plans cross each other. */
function storeOf(logs: ReadonlyMap<PlanId, GeneratedLog>): PlanStore {
  const store: Pick<PlanStore, 'readRows' | 'readActors'> = {
    async readRows(plan, after, limit) {
      await new Promise(setImmediate);
      return (
        logs
          .get(plan)
          ?.rows.filter(({ seq }) => seq > after)
          .slice(0, limit) ?? []
      );
    },
    readActors: async (ids) => [...logs.values()].flatMap(({ actors }) => actors).filter(({ id }) => ids.includes(id)),
  };
  return store as PlanStore;
}

describe('[H1] history under questions about many plans at once', () => {
  let directory: HistoryDirectory | undefined;
  afterEach(() => directory?.close());

  test('an answer is for the whole log of its plan, though there is room for none of them', async () => {
    const logs = new Map([1, 2, 3, 4].map((seed) => [`plan-${seed}` as PlanId, generateLog(seed, 60)]));
    directory = new HistoryDirectory(storeOf(logs), async () => undefined, { maxBytes: 1, rowsPerRead: 3 });
    for (let round = 0; round < 3; round++) {
      const questions = [...logs].map(async ([plan, { rows }]) => {
        const seq = rows.length;
        const [list, diff, whole] = await Promise.all([
          directory?.revisions(plan, { group: 'day' }),
          directory?.diff(plan, { from: 0, to: seq }),
          directory?.planAt(plan, seq),
        ]);
        expect(list?.revisions).toMatchObject([{ from: 0, to: seq, changes: seq }]);
        expect(diff?.documents.length).toBeGreaterThan(0);
        expect(whole?.elements.length).toBeGreaterThan(0);
      });
      await Promise.all(questions);
    }
  });
});
