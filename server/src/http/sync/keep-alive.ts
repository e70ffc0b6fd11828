/** Finds sockets whose other end is gone without a word: a phone in a tunnel would hold its seat for many minutes. */
import type { WebSocket, WebSocketServer } from 'ws';

/**
 * Asks every socket now and then, and ends those that did not answer the time before.
 * @returns stops asking
 */
export function keepAlive(server: WebSocketServer, everyMs: number): () => void {
  const silent = new WeakSet<WebSocket>();
  server.on('connection', (socket) => socket.on('pong', () => silent.delete(socket)));
  const timer = setInterval(() => {
    for (const socket of server.clients) {
      // A socket that we do not read can't answer.
      if (socket.isPaused) silent.delete(socket);
      else if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, everyMs);
  return () => clearInterval(timer);
}
