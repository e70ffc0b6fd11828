/** One person's open socket in a room. Knows how to send, how far it has come, and how to close; the room knows what. */
import type { PlanId } from '@longtable/shared/ids';
import { closeCode } from '@longtable/shared/protocol';
import type { Role } from '../access/access.ts';
import type { Actor } from '../store/plan-store.ts';
import { behindBytes, caughtUpBytes, messageBurst, messagesPerSecond, stalledMs } from './limits.ts';

/** What a session needs of a socket. */
export interface Socket {
  /** Bytes that were sent and that the network has yet to take. */
  readonly bufferedAmount: number;
  /** @param frame a whole WebSocket frame; see `frames.ts` */
  send(frame: Uint8Array): void;
  pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** Everything up to `seq`, as a server told it that called itself `run`. */
export interface ResumePoint {
  seq: number;
  run: number;
}

export interface SessionOptions {
  id: string;
  plan: PlanId;
  actor: Actor;
  role: Role;
  /** Whether the client asked for side messages such as `saved`. */
  wantsSideMessages: boolean;
  /** Where the client says that it stands; null when it says nothing. */
  resume: ResumePoint | null;
  /** False for load tests. */
  isLimited: boolean;
}

const maxWritingClients = 2;

/** A socket that takes too little (rule S7). */
interface Backlog {
  /** Bytes that waited when it last took some, and when that was. */
  bytes: number;
  at: number;
}

export class Session {
  readonly id: string;
  readonly plan: PlanId;
  readonly actor: Actor;
  role: Role;
  readonly wantsSideMessages: boolean;
  readonly resume: ResumePoint | null;
  /** The Yjs client id whose presence this session speaks for, once it has said so. */
  client: number | null = null;
  /** How many changes came in on this socket. */
  received = 0;
  /** Whether a change was passed over that the client still has: nothing is saved until it has sent all again. */
  owesResync = false;
  /** Everything up to this seq was sent. */
  position = 0;
  /** Whether a worker is making what it lacks: nothing that builds on that may overtake it. */
  awaitsDifference = false;
  /** How many of its changes are on disk, when it has yet to hear so. */
  owedSaved: number | null = null;
  isOpen = true;
  /** The first client ids that it wrote under: its own document's, and another's that it was handed. */
  readonly #writing = new Set<number>();
  readonly #socket: Socket;
  readonly #isLimited: boolean;
  #work: Promise<void> | null = null;
  #backlog: Backlog | null = null;
  #tokens = messageBurst;
  #tokensAt = performance.now();

  constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#isLimited = options.isLimited;
    this.id = options.id;
    this.plan = options.plan;
    this.actor = options.actor;
    this.role = options.role;
    this.wantsSideMessages = options.wantsSideMessages;
    this.resume = options.resume;
  }

  send(frame: Uint8Array): void {
    if (this.isOpen) this.#socket.send(frame);
  }

  /** Whether it takes what is sent; once it does not, nothing is sent until it has caught up. @param now ms */
  keepsUp(now: number): boolean {
    if (!this.#backlog && this.#socket.bufferedAmount > behindBytes) {
      this.#backlog = { bytes: this.#socket.bufferedAmount, at: now };
    }
    return this.#backlog === null;
  }

  get isBehind(): boolean {
    return this.#backlog !== null;
  }

  /**
   * Looks at a socket that did not keep up, and closes it when it takes nothing for long.
   * @returns whether what it missed can be sent now
   */
  hasCaughtUp(now: number): boolean {
    const backlog = this.#backlog;
    if (!backlog || !this.isOpen) return false;
    const bytes = this.#socket.bufferedAmount;
    if (bytes <= caughtUpBytes) {
      this.#backlog = null;
      return true;
    }
    if (bytes < backlog.bytes) this.#backlog = { bytes, at: now };
    else if (now - backlog.at > stalledMs) {
      this.close(closeCode.slowReader, 'This connection is too slow; come back.');
      // Its closing frame would wait behind all the rest.
      this.#socket.terminate();
    }
    return false;
  }

  /** Does `work` after what is still being done for this session. Only what waits for storage takes time. */
  inOrder(work: () => void | Promise<void>): void {
    if (this.#work) {
      this.#follow(this.#work.then(work));
      return;
    }
    const done = work();
    if (!done) return;
    this.#socket.pause();
    this.#follow(done);
  }

  /** Resolves when nothing is being done for it; null when nothing is. */
  get idle(): Promise<void> | null {
    return this.#work;
  }

  #follow(work: Promise<void>): void {
    const mine = work
      .catch(() => this.close(closeCode.storageFailed, 'Something went wrong on the server; come back.'))
      .finally(() => {
        if (this.#work !== mine) return;
        this.#work = null;
        this.#socket.resume();
      });
    this.#work = mine;
  }

  isWriting(client: number): boolean {
    return this.#writing.has(client) || this.#writing.size < maxWritingClients;
  }

  noteWriting(client: number): void {
    if (this.#writing.size < maxWritingClients) this.#writing.add(client);
  }

  /** Counts a message. @returns how long to wait before the next, milliseconds; 0 while within the limits */
  spend(): number {
    if (!this.#isLimited) return 0;
    const now = performance.now();
    const earned = ((now - this.#tokensAt) / 1000) * messagesPerSecond;
    this.#tokens = Math.min(messageBurst, this.#tokens + earned) - 1;
    this.#tokensAt = now;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / messagesPerSecond) * 1000;
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#socket.close(code, reason);
    // A paused socket would never hear that the other side has closed too.
    this.#socket.resume();
  }
}
