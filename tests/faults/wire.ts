/**
 * A connection between a tab and the server, as the network treats it: each way keeps its order, what is on its way
 * can be lost with the connection, and what the server has yet to read may reach it after the tab has come back on
 * another. The server's end is both the WebSocket and the network socket below it.
 */
import { EventEmitter } from 'node:events';
import { behindBytes } from '../../server/src/room/limits.ts';
import type { Random } from './random.ts';

/** The tab's end. */
export interface WireListener {
  receive(message: Uint8Array): void;
  closed(code: number): void;
}

const gone = Symbol('gone');

export class Wire extends EventEmitter {
  readonly #listener: WireListener;
  #toServer: (Uint8Array | typeof gone)[] = [];
  #toTab: (Uint8Array | { code: number })[] = [];
  #isPaused = false;
  /** Whether the tab has stopped reading. */
  isStalled = false;
  /** Whether the tab can still send and hear. */
  isOpen = true;

  constructor(listener: WireListener) {
    super();
    this.#listener = listener;
  }

  // The tab's end.

  sendToServer(message: Uint8Array): void {
    if (this.isOpen) this.#toServer.push(message);
  }

  /** The tab is closed: what it has sent arrives. */
  leave(): void {
    this.#end(this.#toServer);
  }

  /** The network is gone: some of what was sent may have arrived. */
  drop(random: Random): void {
    this.#end(this.#toServer.slice(0, random.below(this.#toServer.length + 1)));
  }

  #end(arriving: (Uint8Array | typeof gone)[]): void {
    this.isOpen = false;
    this.#toTab = [];
    this.#toServer = [...arriving, gone];
  }

  // What the schedule moves.

  get canReachServer(): boolean {
    return this.#toServer.length > 0 && !this.#isPaused;
  }

  get canReachTab(): boolean {
    return this.#toTab.length > 0 && !this.isStalled;
  }

  carryToServer(): void {
    const message = this.#toServer.shift();
    if (message === gone) this.emit('close');
    else if (message) this.emit('message', Buffer.from(message), true);
  }

  carryToTab(): void {
    const message = this.#toTab.shift();
    if (!message) return;
    if (message instanceof Uint8Array) {
      this.#listener.receive(message);
      return;
    }
    this.leave();
    this.#listener.closed(message.code);
  }

  // The server's end.

  readonly OPEN = 1;

  get readyState(): number {
    return this.isOpen ? this.OPEN : 3;
  }

  get writableLength(): number {
    const queued = this.#toTab.reduce((sum, message) => sum + (message instanceof Uint8Array ? message.length : 0), 0);
    // What a tab that does not read has waiting in the system's own buffers, where nothing moves.
    return this.isStalled ? behindBytes + 1 + queued : queued;
  }

  /** @param frame a whole WebSocket frame */
  write(frame: Uint8Array): void {
    if (this.isOpen) this.#toTab.push(messageIn(frame));
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  close(code: number): void {
    if (this.isOpen) this.#toTab.push({ code });
  }

  terminate(): void {
    if (!this.isOpen) return;
    this.#end([]);
    this.#listener.closed(1006);
  }
}

/** The payload of an unmasked WebSocket frame (RFC 6455, section 5.2). */
function messageIn(frame: Uint8Array): Uint8Array {
  const size = frame[1] as number;
  return frame.slice(size < 126 ? 2 : size === 126 ? 4 : 10);
}
