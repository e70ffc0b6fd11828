/**
 * For tests: one room over a real database and a real worker, and seats in it. What a seat is sent waits until the
 * test reads it, as it does in the network when nobody reads; time is the test's.
 */
import { createActorId, createPlanId, type PlanId, randomId } from '@longtable/shared/ids';
import { initialisePlan } from '@longtable/shared/plan/edits';
import { messageType, type Saved, syncMessage } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { onTestFinished, vi } from 'vitest';
import * as Y from 'yjs';
import type { Role } from '../access/access.ts';
import { ClientAllowance } from '../room/client-allowance.ts';
import { CommitQueue } from '../room/commit-queue.ts';
import { PlanWorker } from '../room/plan-worker-client.ts';
import { Room } from '../room/room.ts';
import { Session, type Socket } from '../room/session.ts';
import type { PlanStore } from '../store/plan-store.ts';
import { openTestStore } from './test-store.ts';

/** What a room sent; `seq` is where its reader stands then, null when that was not said. */
export type Message =
  | { type: 'step1' }
  | { type: 'step2' | 'update'; update: Uint8Array; seq: number | null }
  | ({ type: 'saved' } & Saved)
  | { type: 'presence' | 'storage' | 'present' };

export class TestRoom {
  readonly store: PlanStore;
  readonly worker: PlanWorker;
  readonly room: Room;

  private constructor(store: PlanStore, worker: PlanWorker, room: Room) {
    this.store = store;
    this.worker = worker;
    this.room = room;
  }

  /** Takes over the clock until the test is over. @param edit what is in the plan already */
  static async open(edit: (doc: Y.Doc) => void = () => undefined): Promise<TestRoom> {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const store = await openTestStore();
    const worker = new PlanWorker();
    onTestFinished(() => worker.close());
    const commits = new CommitQueue(store, (isFailing) => room.tellStorage(isFailing));
    const parts = { store, worker, commits, allowance: new ClientAllowance(), run: 1 };
    const room = await Room.open(await storePlan(store, edit), parts);
    return new TestRoom(store, worker, room);
  }

  /** Somebody comes in. */
  sit({ isLimited = false, role = 'editor' as Role } = {}): TestSeat {
    const seat = new TestSeat(this.room, role, isLimited);
    this.room.join(seat.session);
    return seat;
  }

  /** Lets time pass, at the end of which the room is looked after. */
  pass(ms: number): void {
    vi.advanceTimersByTime(ms);
    this.room.tick(performance.now());
  }
}

/** A plan with a title and what `edit` adds to it. */
async function storePlan(store: PlanStore, edit: (doc: Y.Doc) => void): Promise<PlanId> {
  const plan = createPlanId();
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'A plan' });
  edit(doc);
  const author = { actor: createActorId(), onBehalfOf: null, session: 'create', intent: null };
  const row = { ...author, plan, seq: 1, at: Date.now(), update: Y.encodeStateAsUpdate(doc) };
  await store.createPlan(plan, [row], [doc.clientID]);
  return plan;
}

/** Somebody's document and socket. Its edits go to the room at once. */
export class TestSeat implements Socket {
  readonly doc = new Y.Doc();
  readonly session: Session;
  isPaused = false;
  closedWith: number | null = null;
  readonly #room: Room;
  #waiting: Uint8Array[] = [];

  constructor(room: Room, role: Role, isLimited: boolean) {
    this.#room = room;
    this.session = new Session(this, {
      id: randomId(),
      plan: room.plan,
      actor: { id: createActorId(), name: 'Ada', organisation: null },
      role,
      wantsSideMessages: true,
      resume: null,
      isLimited,
    });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.sendUpdate(update);
    });
  }

  /** Takes all that waits. */
  read(): Message[] {
    const messages = this.#waiting.map(messageIn);
    this.#waiting = [];
    for (const message of messages) if ('update' in message) Y.applyUpdate(this.doc, message.update, this);
    return messages;
  }

  /** Resolves when what it sent has been read, and is on disk. */
  async idle(): Promise<void> {
    await this.session.idle;
    await this.#room.idle();
  }

  sendUpdate(update: Uint8Array): void {
    this.#sendSync(syncMessage.update, update);
  }

  /** Answers with all that it has. */
  sendStep2(update: Uint8Array): void {
    this.#sendSync(syncMessage.step2, update);
  }

  /** Asks for what it lacks. */
  sendStep1(stateVector = Y.encodeStateVector(this.doc)): void {
    this.#sendSync(syncMessage.step1, stateVector);
  }

  /** Says that it is at `element`. */
  sendPresence(element: string): void {
    const update = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, this.doc.clientID);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, JSON.stringify({ element }));
    });
    this.#send(messageType.awareness, (encoder) => encoding.writeVarUint8Array(encoder, update));
  }

  /** Asks who is here. */
  queryPresence(): void {
    this.#send(messageType.queryAwareness, () => undefined);
  }

  #sendSync(kind: number, payload: Uint8Array): void {
    this.#send(messageType.sync, (encoder) => {
      encoding.writeVarUint(encoder, kind);
      encoding.writeVarUint8Array(encoder, payload);
    });
  }

  #send(type: number, write: (encoder: encoding.Encoder) => void): void {
    const message = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, type);
      write(encoder);
    });
    this.#room.receive(this.session, message);
  }

  // The socket.

  get bufferedAmount(): number {
    return this.#waiting.reduce((sum, frame) => sum + frame.byteLength, 0);
  }

  send(frame: Uint8Array): void {
    this.#waiting.push(frame);
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  close(code: number): void {
    this.closedWith = code;
  }

  terminate(): void {
    this.#waiting = [];
  }
}

/** Reads an unmasked WebSocket frame (RFC 6455, section 5.2). */
function messageIn(frame: Uint8Array): Message {
  const size = frame[1] as number;
  const decoder = decoding.createDecoder(frame.subarray(size < 126 ? 2 : size === 126 ? 4 : 10));
  switch (decoding.readVarUint(decoder)) {
    case messageType.sync:
      return syncMessageIn(decoder);
    case messageType.saved:
      return { type: 'saved', count: decoding.readVarUint(decoder), seq: decoding.readVarUint(decoder) };
    case messageType.storage:
      return { type: 'storage' };
    case messageType.present:
      return { type: 'present' };
    default:
      return { type: 'presence' };
  }
}

function syncMessageIn(decoder: decoding.Decoder): Message {
  const kind = decoding.readVarUint(decoder);
  if (kind === syncMessage.step1) return { type: 'step1' };
  const update = decoding.readVarUint8Array(decoder);
  const seq = decoding.hasContent(decoder) ? decoding.readVarUint(decoder) : null;
  return { type: kind === syncMessage.step2 ? 'step2' : 'update', update, seq };
}
