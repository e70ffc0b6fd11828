/** What every endpoint gets: the parts of the server, and who is asking. */
import { Hono } from 'hono';
import type { AccessPolicy } from '../access/access.ts';
import type { Config } from '../config.ts';
import type { HistoryDirectory } from '../history/history-directory.ts';
import type { RoomDirectory } from '../room/room-directory.ts';
import type { Actor, PlanStore } from '../store/plan-store.ts';
import type { RateLimits } from './rate-limit.ts';

export interface Parts {
  config: Config;
  store: PlanStore;
  rooms: RoomDirectory;
  history: HistoryDirectory;
  access: AccessPolicy;
  limits: RateLimits;
  /** Sockets that are open now. */
  countSockets(): number;
}

export interface ApiEnv {
  Variables: { actor: Actor | null };
}

export const createApi = () => new Hono<ApiEnv>();
