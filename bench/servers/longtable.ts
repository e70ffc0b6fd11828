import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFlags } from '../../server/src/testing/start-flags.ts';
import type { RunningServer } from './running-server.ts';
import type { ServerKind } from './server-kind.ts';

const file = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));
/** Guests that are made at once; each is a commit. */
const invitedAtOnce = 50;

async function invite(server: RunningServer, count: number): Promise<{ cookie: string }[]> {
  const guests: { cookie: string }[] = [];
  while (guests.length < count) {
    const batch = Math.min(invitedAtOnce, count - guests.length);
    guests.push(
      ...(await Promise.all(Array.from({ length: batch }, (_, index) => inviteOne(server, guests.length + index)))),
    );
  }
  return guests;
}

async function inviteOne(server: RunningServer, number: number): Promise<{ cookie: string }> {
  const response = await server.post('/api/guest', { name: `Guest ${number + 1}` });
  return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

export const longtable: ServerKind = {
  id: 'longtable',
  label: 'Longtable',
  role: 'ours',
  stored: 'on disk: committed to SQLite and fsynced',
  isDurable: true,
  program: (folder, port) => ({
    file,
    nodeOptions: startFlags,
    env: { PORT: String(port), DATA_DIR: join(folder, 'longtable'), LIMITS: 'off' },
  }),
  ready: /^Longtable is at/,
  createPlan: async (server) => {
    const response = await server.post('/api/plans', { title: 'A plan' }, await server.person(0));
    return ((await response.json()) as { id: string }).id;
  },
  invite,
  path: (plan) => `/sync/${plan}`,
  prefix: () => new Uint8Array(),
  greeting: () => null,
  keepAlive: () => null,
};
