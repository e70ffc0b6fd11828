/**
 * What goes over a plan's socket beside the y-websocket protocol, and why a socket is closed.
 * For these clients, sync step 2 and most updates end with a varuint: the seq at which whoever has it, and all that came
 * before it on this socket, stands. After it, step 2 has another one, which names this run of the server. Who comes back
 * with `&seq=…&run=…` to the same run gets what came since.
 * Side messages go only to clients that ask for them with `?side=1`: a stock provider does not know them.
 */

/** Raised whenever a side message or its meaning changes. */
export const protocolVersion = 2;

/** y-websocket's own message types, then ours. */
export const messageType = {
  sync: 0,
  awareness: 1,
  queryAwareness: 3,
  saved: 100,
  storage: 101,
  present: 102,
  marked: 103,
} as const;

/** y-protocols' own kinds of a sync message. */
export const syncMessage = { step1: 0, step2: 1, update: 2 } as const;

/**
 * `saved`: varuint count, varuint seq. Of the changes (sync step 2 and updates) that came in on this socket,
 * the first `count` are on the server's disk; the plan is at `seq`.
 */
export interface Saved {
  count: number;
  seq: number;
}

/** `storage`: varuint 1 while the server can't save, 0 when it can again. What is sent meanwhile is not kept. */

/** `present`: a JSON string, sent when more people are present than are shown one by one. */
export interface PresentCounts {
  total: number;
  /** Largest first; citizens who act for nobody have no name. */
  organisations: { name: string | null; count: number }[];
}

/** `marked`: a JSON string. Somebody named or changed a version of this plan, or wrote or resolved a note on a change. */
export type Marked = 'versions' | 'notes';

/** 44xx: coming back can't help, the provider stops. 45xx and 1012: it comes back by itself. */
export const closeCode = {
  badMessage: 4400,
  noSession: 4401,
  notAllowed: 4403,
  unknownPlan: 4404,
  refusedUpdate: 4422,
  /** The page is older than the plan's schema: it must be loaded again. */
  outdatedPage: 4426,
  tooManyMessages: 4429,
  storageFailed: 4500,
  resync: 4509,
  /** The WebSocket server's own, for a message beyond `maxMessageBytes`. */
  tooLarge: 1009,
  restarting: 1012,
  /** Too slow: comes back and goes on where it was. */
  slowReader: 1013,
} as const;

/** An update that adds more than this is refused, bytes (rule S1). */
export const maxUpdateBytes = 1024 * 1024;

/** A message larger than this ends its socket, bytes: an update, and all deletions ever made, which a returning client repeats. */
export const maxMessageBytes = 4 * 1024 * 1024;

/** A presence state larger than this is refused, bytes (rule S6). */
export const maxPresenceBytes = 2048;

/** A person's presence as others see it: the server stamps `actor`, the client says where it is. */
export interface Presence {
  actor: { id: string; name: string; organisation: string | null };
  element?: string;
  /** Which page of the plan it looks at, after the plan's own address. */
  view?: string;
  cursor?: unknown;
}
