/** The plan that a coordinator comes back to after three weeks, in the database of a server that runs. */

import type { Actor } from '../server/src/store/plan-store.ts';
import { openSqliteStore } from '../server/src/store/sqlite/sqlite-store.ts';
import type { Afternoon } from '../server/src/testing/afternoon.ts';
import { writeAfternoon } from '../server/src/testing/afternoon.ts';
import type { Person } from './people.ts';
import type { RunningServer } from './running-server.ts';

/** @param coordinator who has been away, and sees it as they left it three weeks ago */
export async function startAfternoon(coordinator: Person, server: RunningServer, seed = 1): Promise<Afternoon> {
  const answer = await coordinator.context.request.get('/api/me');
  const { actor } = (await answer.json()) as { actor: Actor };
  const store = await openSqliteStore(server.databasePath);
  try {
    return await writeAfternoon(store, { coordinator: actor, seed });
  } finally {
    await store.close();
  }
}
