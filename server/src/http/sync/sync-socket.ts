/**
 * `GET /sync/:planId`: a plan's socket. Whom we don't let in is let in and closed with a code, because a refused
 * upgrade looks to a browser like a lost network, and it would come back for ever.
 */
import type { Socket as NetworkSocket } from 'node:net';
import { type HttpBindings, upgradeWebSocket } from '@hono/node-server';
import { type PlanId, parsePlanId, randomId } from '@longtable/shared/ids';
import { schemaVersion } from '@longtable/shared/plan/document';
import { closeCode } from '@longtable/shared/protocol';
import type { Context } from 'hono';
import type { WebSocket } from 'ws';
import { canRead, type Role } from '../../access/access.ts';
import type { Room } from '../../room/room.ts';
import { type ResumePoint, Session } from '../../room/session.ts';
import { type Actor, PlanNotFound } from '../../store/plan-store.ts';
import { type ApiEnv, createApi, type Parts } from '../api.ts';
import { isForeignOrigin } from '../origin.ts';
import { FrameSocket } from './frame-socket.ts';

interface Admission {
  plan: PlanId;
  actor: Actor;
  role: Role;
  wantsSideMessages: boolean;
  resume: ResumePoint | null;
}

/** Why a socket is closed as soon as it is open. */
interface Rejection {
  code: number;
  reason: string;
}

type SyncParts = Pick<Parts, 'config' | 'rooms' | 'access'>;

export function syncApi(parts: SyncParts) {
  return createApi().get(
    '/sync/:planId',
    async (c, next) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return c.text('This address is for WebSockets.', 426);
      await next();
    },
    upgradeWebSocket((c) => {
      const decision = decide(c as unknown as Context<ApiEnv>, parts);
      const network = (c.env as HttpBindings).incoming.socket;
      return {
        onOpen: (_event, ws) => {
          if ('code' in decision) return ws.close(decision.code, decision.reason);
          seat(ws.raw as unknown as WebSocket, network, decision, parts);
          forgetRequest(ws.raw as unknown as WebSocket);
        },
      };
    }),
  );
}

function decide(c: Context<ApiEnv>, { config, rooms, access }: SyncParts): Admission | Rejection {
  if (rooms.isStopping) return { code: closeCode.restarting, reason: 'The server is restarting.' };
  if (isForeignOrigin(c, config.origin)) {
    return { code: closeCode.notAllowed, reason: 'This page is not part of Longtable.' };
  }
  const plan = parsePlanId(c.req.param('planId'));
  if (!plan) return { code: closeCode.unknownPlan, reason: 'There is no plan with this id.' };
  const actor = c.get('actor');
  if (!actor) return { code: closeCode.noSession, reason: 'Choose a name first.' };
  const role = access.roleOf(actor, plan);
  if (!canRead(role)) return { code: closeCode.notAllowed, reason: 'You have no access to this plan.' };
  const schema = c.req.query('schema');
  if (schema !== undefined && Number(schema) < schemaVersion) {
    return { code: closeCode.outdatedPage, reason: 'This page is older than the plan; load it again.' };
  }
  const [seq, run] = [readCount(c.req.query('seq')), readCount(c.req.query('run'))];
  const resume = seq === null || run === null ? null : { seq, run };
  return { plan, actor, role, wantsSideMessages: c.req.query('side') === '1', resume };
}

function readCount(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Listens at once, so that nothing is missed while the plan is being loaded. */
export function seat(
  socket: WebSocket,
  network: NetworkSocket,
  admission: Admission,
  { config, rooms }: Pick<Parts, 'config' | 'rooms'>,
): void {
  const session = new Session(new FrameSocket(socket, network), {
    id: randomId(),
    isLimited: config.hasLimits,
    ...admission,
  });
  let room: Room | null = null;
  // What it sends waits in the network until the plan is loaded.
  socket.pause();
  const joining = rooms
    .use(admission.plan, (loaded) => {
      room = loaded;
      if (session.isOpen) loaded.join(session);
      socket.resume();
    })
    .catch((error: unknown) => {
      if (error instanceof PlanNotFound) session.close(closeCode.unknownPlan, 'There is no plan with this id.');
      else session.close(closeCode.storageFailed, 'The plan could not be loaded; try again.');
    });
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) session.close(closeCode.badMessage, 'Messages must be binary.');
    else if (room) room.receive(session, data);
    else void joining.then(() => room?.receive(session, data));
  });
  socket.on('error', () => session.close(closeCode.badMessage, 'This message could not be read.'));
  socket.on('close', () => {
    session.isOpen = false;
    if (room) room.leave(session);
    else void joining.then(() => room?.leave(session));
  });
}

/**
 * The listeners that node-server adds after `onOpen` do nothing for us, and keep the request of every socket for as
 * long as it is open: some 10 KB.
 */
function forgetRequest(socket: WebSocket): void {
  const events = ['message', 'close', 'error'];
  const own = new Set(events.flatMap((event) => socket.listeners(event)));
  queueMicrotask(() => {
    for (const event of events) {
      for (const listener of socket.listeners(event)) {
        if (!own.has(listener)) socket.off(event, listener as () => void);
      }
    }
  });
}
