import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { keepAlive } from './keep-alive.ts';

test('[S6] a socket that answers stays; one that does not is ended, and its seat with it', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const stop = keepAlive(server, 50);
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const alive = new WebSocket(address);
  const dead = new WebSocket(address, { autoPong: false });
  await Promise.all([once(alive, 'open'), once(dead, 'open')]);
  await once(dead, 'close');
  // It has been asked at least once more since.
  await once(alive, 'ping');
  expect(alive.readyState).toBe(WebSocket.OPEN);
  expect(server.clients.size).toBe(1);
  stop();
  alive.terminate();
  server.close();
});

test('[S6] a socket that is not read can’t answer, and stays', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const stop = keepAlive(server, 50);
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new WebSocket(address);
  const [paused] = (await once(server, 'connection')) as [WebSocket];
  paused.pause();
  const other = new WebSocket(address);
  for (let round = 0; round < 3; round++) await once(other, 'ping');
  expect(paused.readyState).toBe(WebSocket.OPEN);
  // Once it is read again it is asked again, and answers.
  paused.resume();
  for (let round = 0; round < 3; round++) await once(client, 'ping');
  expect(paused.readyState).toBe(WebSocket.OPEN);
  stop();
  for (const end of [client, other]) end.terminate();
  server.close();
});
