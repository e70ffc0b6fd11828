/** `GET /livez`: the process answers. `GET /readyz`: it can write, because it just did. */
import { createApi, type Parts } from './api.ts';
import { Problem } from './problem.ts';

export function healthApi({ store, rooms }: Pick<Parts, 'store' | 'rooms'>) {
  return createApi()
    .get('/livez', (c) => c.json({ status: 'alive' }))
    .get('/readyz', async (c) => {
      if (rooms.isStopping) throw new Problem(503, 'The server is stopping.');
      await store.probe();
      return c.json({ status: 'ready' });
    });
}
