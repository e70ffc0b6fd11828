/** One person's open socket in a room. Knows how to send and how to close; the room knows what. */
import type { Role } from '../access/access.ts';
import type { Actor } from '../store/plan-store.ts';

/** What a session needs of a socket; `ws` has it. */
export interface Socket {
  readonly bufferedAmount: number;
  send(data: Uint8Array): void;
  close(code: number, reason: string): void;
}

/** Above this many buffered bytes a socket is closed; its client comes back and resyncs. */
const maxBufferedBytes = 4 * 1024 * 1024;

export interface SessionOptions {
  id: string;
  actor: Actor;
  role: Role;
  /** Whether the client asked for side messages such as `saved`. */
  wantsSideMessages: boolean;
}

export class Session {
  readonly id: string;
  readonly actor: Actor;
  readonly role: Role;
  readonly wantsSideMessages: boolean;
  /** The Yjs client id whose presence this session speaks for, once it has said so. */
  client: number | null = null;
  /** How many changes came in on this socket. */
  received = 0;
  isOpen = true;
  readonly #socket: Socket;
  readonly #onSlow: (session: Session) => void;

  constructor(socket: Socket, options: SessionOptions, onSlow: (session: Session) => void) {
    this.#socket = socket;
    this.#onSlow = onSlow;
    this.id = options.id;
    this.actor = options.actor;
    this.role = options.role;
    this.wantsSideMessages = options.wantsSideMessages;
  }

  send(frame: Uint8Array): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > maxBufferedBytes) this.#onSlow(this);
    else this.#socket.send(frame);
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#socket.close(code, reason);
  }
}
