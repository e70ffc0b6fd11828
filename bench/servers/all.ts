import { hocuspocus, hocuspocusSqlite } from './hocuspocus.ts';
import { longtable } from './longtable.ts';
import { batchingRelay, relay } from './relay.ts';
import type { ServerId, ServerKind } from './server-kind.ts';
import { yWebsocket, yWebsocketLeveldb } from './y-websocket.ts';

/** In the order in which results show them. */
export const allServers: readonly ServerKind[] = [
  longtable,
  hocuspocusSqlite,
  hocuspocus,
  yWebsocketLeveldb,
  yWebsocket,
  batchingRelay,
  relay,
];

export const findServer = (id: string): ServerKind | undefined => allServers.find((kind) => kind.id === id);

export function getServer(id: ServerId): ServerKind {
  const found = findServer(id);
  if (!found) throw new Error(`There is no server ${id}.`);
  return found;
}
