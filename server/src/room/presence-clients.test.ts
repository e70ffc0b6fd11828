import { expect, test, vi } from 'vitest';
import { TestRoom } from '../testing/test-room.ts';
import { maxNewClientsPerDay } from './limits.ts';

test('[S2] who has taken all client ids of a day takes no more by being present', async () => {
  const testRoom = await TestRoom.open();
  const { room, store } = testRoom;
  const bindClients = vi.spyOn(store, 'bindClients');
  const seat = testRoom.sit();
  room.owners.allows(
    seat.session.actor.id,
    Array.from({ length: maxNewClientsPerDay }, (_, client) => client),
  );
  seat.sendPresence('here');
  await seat.idle();
  expect(bindClients).not.toHaveBeenCalled();
  expect(seat.closedWith).toBeNull();

  const other = testRoom.sit();
  other.sendPresence('there');
  await other.idle();
  expect(bindClients).toHaveBeenCalledOnce();
});
