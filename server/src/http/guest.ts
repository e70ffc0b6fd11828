/** `POST /api/guest`: somebody chooses a name, and whom they act for. `GET /api/me`: who is asking. */
import { createActorId } from '@longtable/shared/ids';
import * as v from 'valibot';
import type { Actor } from '../store/plan-store.ts';
import { createApi, type Parts } from './api.ts';
import { lineOfText, readJson } from './request-input.ts';
import { startSession } from './session-cookie.ts';

const guestSchema = v.object({
  name: lineOfText('Your name', 80),
  organisation: v.optional(
    v.union([v.null(), v.literal(''), lineOfText('The organisation', 120)], 'The organisation must be a line of text.'),
  ),
});

export function guestApi({ store, config }: Pick<Parts, 'store' | 'config'>) {
  return createApi()
    .get('/api/me', (c) => c.json({ actor: c.get('actor') }))
    .post('/api/guest', async (c) => {
      const guest = await readJson(c, guestSchema);
      const actor: Actor = { id: createActorId(), name: guest.name, organisation: guest.organisation || null };
      await startSession(c, store, actor, config.origin?.startsWith('https:') ?? false);
      return c.json({ actor }, 201);
    });
}
