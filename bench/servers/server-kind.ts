/** What the scenarios must know of a kind of server: how it is started, and how it wants its frames. */
import type { RunningServer } from './running-server.ts';

export type ServerId =
  | 'longtable'
  | 'relay'
  | 'relay-batching'
  | 'hocuspocus'
  | 'hocuspocus-sqlite'
  | 'y-websocket'
  | 'y-websocket-leveldb';

export interface ServerKind {
  id: ServerId;
  label: string;
  /** A bound is no product: it shows what the machine can do, and is no peer to beat. */
  role: 'ours' | 'peer' | 'bound';
  /** What has happened to an edit when others see it. */
  stored: string;
  /** Whether it keeps plans over a restart. */
  isDurable: boolean;
  program(folder: string, port: number): { file: string; env: Record<string, string>; nodeOptions?: readonly string[] };
  /** What it prints when it listens. */
  ready: RegExp;
  /** Makes a plan without content; resolves with its name. */
  createPlan(server: RunningServer): Promise<string>;
  /** Makes that many people, beyond those there are; what they must send with a socket's request. */
  invite(server: RunningServer, count: number): Promise<Record<string, string>[]>;
  path(plan: string): string;
  /** What comes before each y-protocol message, in both directions. */
  prefix(plan: string): Uint8Array;
  /** Sent as soon as a socket is open. */
  greeting(plan: string): Uint8Array | null;
  /** Sent every fifteen seconds where silence counts as a lost connection. */
  keepAlive(plan: string): Uint8Array | null;
}

let planNumber = 0;

/** What peers have in common: a plan begins with its first socket, and nobody has to say who they are. */
export const openToAll = {
  createPlan: async () => `plan-${++planNumber}`,
  invite: async (_server: RunningServer, count: number) => Array.from({ length: count }, () => ({})),
  path: (plan: string) => `/${plan}`,
  prefix: () => new Uint8Array(),
  greeting: () => null,
  keepAlive: () => null,
};
