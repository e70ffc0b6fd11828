/** Very many who open a plan at once: all connect, and when all are connected they ask for the plan in one moment. */
import type { Connection } from './connection.ts';
import { waitUntil } from './pace.ts';

/** Sockets that are being opened at a time: below a listening socket's backlog, or the kernel delays some by a second. */
const handshakesAtOnce = 200;
const endsWithinMs = 120_000;

export interface Storm {
  connections: Connection[];
  /** From the first socket until everyone was in sync. */
  seconds: number;
  /** Those who were closed, or not in sync in time. */
  lost: number;
}

/** @param open makes a patient connection */
export async function raiseStorm(count: number, open: (index: number) => Connection): Promise<Storm> {
  const start = performance.now();
  const connections: Connection[] = [];
  while (connections.length < count) {
    const first = connections.length;
    const batch = Math.min(handshakesAtOnce, count - first);
    for (let index = 0; index < batch; index++) connections.push(open(first + index));
    await Promise.allSettled(connections.slice(first).map(({ opened }) => opened));
  }
  let settled = 0;
  const settle = () => settled++;
  for (const connection of connections) {
    connection.joined.then(settle, settle);
    connection.ask();
  }
  await waitUntil(() => settled === count, endsWithinMs);
  const joined = connections.filter(({ joinedAt }) => joinedAt > 0);
  return {
    connections,
    seconds: (Math.max(...joined.map(({ joinedAt }) => joinedAt)) - start) / 1000,
    lost: count - joined.length,
  };
}
