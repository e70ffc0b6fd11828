/**
 * `GET /sync/:planId`: a plan's socket. Whom we don't let in is let in and closed with a code, because a refused
 * upgrade looks to a browser like a lost network, and it would come back for ever.
 */
import { upgradeWebSocket } from '@hono/node-server';
import { type PlanId, parsePlanId, randomId } from '@longtable/shared/ids';
import { closeCode } from '@longtable/shared/protocol';
import type { Context } from 'hono';
import type { WebSocket } from 'ws';
import type { AccessPolicy } from '../../access/access.ts';
import type { Room } from '../../room/room.ts';
import type { RoomDirectory } from '../../room/room-directory.ts';
import { Session } from '../../room/session.ts';
import { type Actor, PlanNotFound } from '../../store/plan-store.ts';
import { type ApiEnv, createApi, type Parts } from '../api.ts';
import { isForeignOrigin } from '../origin.ts';

interface Admission {
  plan: PlanId;
  actor: Actor;
}

/** Why a socket is closed as soon as it is open. */
interface Rejection {
  code: number;
  reason: string;
}

export function syncApi({ config, rooms, access }: Pick<Parts, 'config' | 'rooms' | 'access'>) {
  return createApi().get(
    '/sync/:planId',
    async (c, next) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return c.text('This address is for WebSockets.', 426);
      await next();
    },
    upgradeWebSocket((c) => {
      const decision = decide(c as unknown as Context<ApiEnv>, config.origin, rooms);
      const wantsSideMessages = c.req.query('side') === '1';
      return {
        onOpen: (_event, ws) => {
          if ('code' in decision) ws.close(decision.code, decision.reason);
          else seat(ws.raw as unknown as WebSocket, decision, wantsSideMessages, rooms, access);
        },
      };
    }),
  );
}

function decide(c: Context<ApiEnv>, origin: string | null, rooms: RoomDirectory): Admission | Rejection {
  if (rooms.isStopping) return { code: closeCode.restarting, reason: 'The server is restarting.' };
  if (isForeignOrigin(c, origin)) return { code: closeCode.notAllowed, reason: 'This page is not part of Longtable.' };
  const plan = parsePlanId(c.req.param('planId'));
  if (!plan) return { code: closeCode.unknownPlan, reason: 'There is no plan with this id.' };
  const actor = c.get('actor');
  return actor ? { plan, actor } : { code: closeCode.noSession, reason: 'Choose a name first.' };
}

/** Listens at once, so that nothing is missed while the plan is being loaded. */
function seat(
  socket: WebSocket,
  { plan, actor }: Admission,
  wantsSideMessages: boolean,
  rooms: RoomDirectory,
  access: AccessPolicy,
): void {
  const session = new Session(
    socket,
    { id: randomId(), actor, role: access.roleOf(actor, plan), wantsSideMessages },
    (slow) => slow.close(closeCode.slowReader, 'This connection is too slow; come back.'),
  );
  const joining = rooms
    .use(plan, (room) => {
      if (session.isOpen) room.join(session);
      return room;
    })
    .catch((error: unknown): null => {
      if (error instanceof PlanNotFound) session.close(closeCode.unknownPlan, 'There is no plan with this id.');
      else session.close(closeCode.storageFailed, 'The plan could not be loaded; try again.');
      return null;
    });
  let room: Room | null = null;
  void joining.then((joined) => {
    room = joined;
  });
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) return session.close(closeCode.badMessage, 'Messages must be binary.');
    if (room) void room.receive(session, data);
    else void joining.then((joined) => joined?.receive(session, data));
  });
  socket.on('error', () => session.close(closeCode.badMessage, 'This message could not be read.'));
  socket.on('close', () => {
    session.isOpen = false;
    void joining.then((joined) => joined?.leave(session));
  });
}
