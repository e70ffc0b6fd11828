/**
 * `POST /api/guest`: somebody chooses a name, and whom they act for. `GET /api/me`: who is asking.
 * `DELETE /api/session`: somebody leaves, on every page they have open (rule S14).
 */
import { createActorId } from '@longtable/shared/ids';
import * as v from 'valibot';
import type { Actor } from '../store/plan-store.ts';
import { createApi, type Parts } from './api.ts';
import { addressOf } from './rate-limit.ts';
import { lineOfText, readJson } from './request-input.ts';
import { endSession, startSession } from './session-cookie.ts';

const guestSchema = v.object({
  name: lineOfText('Your name', 80),
  organisation: v.optional(
    v.union([v.null(), v.literal(''), lineOfText('The organisation', 120)], 'The organisation must be a line of text.'),
  ),
});

export function guestApi({ store, rooms, limits, config }: Pick<Parts, 'store' | 'rooms' | 'limits' | 'config'>) {
  const isSecure = config.origin?.startsWith('https:') ?? false;
  return createApi()
    .get('/api/me', (c) => c.json({ actor: c.get('actor') }))
    .post('/api/guest', async (c) => {
      const guest = await readJson(c, guestSchema);
      await limits.guests.spend(c, addressOf(c));
      const actor: Actor = { id: createActorId(), name: guest.name, organisation: guest.organisation || null };
      await startSession(c, store, actor, isSecure);
      return c.json({ actor }, 201);
    })
    .delete('/api/session', async (c) => {
      await endSession(c, store, isSecure);
      const actor = c.get('actor');
      if (actor) rooms.expel(actor.id);
      return c.body(null, 204);
    });
}
