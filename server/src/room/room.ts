/**
 * A plan that is open: a position in its log, and the people at it (rules S2 to S8). It holds no document: bytes to
 * serve, and what is known of them. Knows the PlanStore interface, no database.
 */
import type { PlanId } from '@longtable/shared/ids';
import { closeCode, type Marked, messageType, syncMessage } from '@longtable/shared/protocol';
import { decodeUpdate } from '@longtable/shared/updates/update-codec';
import * as decoding from 'lib0/decoding';
import { type NewLogRow, type PlanStore, StoreFailed } from '../store/plan-store.ts';
import { type Admitted, admit } from './admission.ts';
import { Batch, type Writer } from './batch.ts';
import type { ClientAllowance } from './client-allowance.ts';
import { ClientOwners } from './client-owners.ts';
import type { CommitQueue, Committer } from './commit-queue.ts';
import { Compaction } from './compaction.ts';
import { Differences } from './differences.ts';
import { markedFrame, numberedUpdateFrame, savedFrame, step1Frame, storageFrame, syncedFrame } from './frames.ts';
import { Intake, type IntakeRoom } from './intake.ts';
import type { KnownState } from './known-state.ts';
import {
  bytesPerClient,
  maxSessionsWithoutWindow,
  maxUnknownClients,
  maxWindowMs,
  windowMsPerSession,
} from './limits.ts';
import type { Frames, PlanBytes } from './plan-bytes.ts';
import { PlanReads } from './plan-reads.ts';
import type { PlanWorker } from './plan-worker-client.ts';
import { Presence } from './presence.ts';
import { restorePlan } from './restore-plan.ts';
import type { ResumePoint, Session } from './session.ts';

/** What a room needs of the server. */
export interface RoomParts {
  store: PlanStore;
  worker: PlanWorker;
  commits: CommitQueue;
  allowance: ClientAllowance;
  /** Names this run of the server among others: a random number of 32 bits. */
  run: number;
}

export class Room implements Committer, IntakeRoom {
  readonly plan: PlanId;
  readonly #parts: RoomParts;
  readonly #presence = new Presence();
  readonly #sessions = new Set<Session>();
  readonly #intake: Intake;
  readonly owners: ClientOwners;
  readonly known: KnownState;
  /** Of every change that is on disk. */
  readonly #bytes: PlanBytes;
  readonly #compaction: Compaction;
  readonly #differences: Differences;
  readonly reads: PlanReads;
  #settledSeq: number;

  #pending = new Batch();
  #committing: Batch | null = null;
  #step1: Uint8Array | null = null;
  #isBroken = false;

  private constructor(plan: PlanId, parts: RoomParts, bytes: PlanBytes, known: KnownState) {
    this.plan = plan;
    this.#parts = parts;
    this.#bytes = bytes;
    this.known = known;
    this.#settledSeq = bytes.seq;
    this.owners = new ClientOwners(plan, parts.store, parts.allowance, () => parts.commits.noteFailure());
    this.#intake = new Intake(this);
    this.#compaction = new Compaction(plan, bytes, parts);
    this.#differences = new Differences(bytes, parts.worker);
    this.reads = new PlanReads(plan, bytes, parts.worker);
  }

  /** Resolves when the plan is loaded: nobody is served an empty one before that. @throws PlanNotFound */
  static async open(plan: PlanId, parts: RoomParts): Promise<Room> {
    const stored = await parts.store.loadPlan(plan);
    const { bytes, known } = await restorePlan(plan, stored, parts);
    return new Room(plan, parts, bytes, known);
  }

  /** The last seq that is on disk. */
  get seq(): number {
    return this.#bytes.seq;
  }

  /** Whether it knows of changes that it can't store: whoever comes next needs a new one. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  get isEmpty(): boolean {
    return this.#sessions.size === 0;
  }

  get sessions(): Iterable<Session> {
    return this.#sessions;
  }

  /** The last seq on disk when it has yet to be settled, or null. */
  get unsettledSeq(): number | null {
    return this.seq > this.#settledSeq ? this.seq : null;
  }

  noteSettled(seq: number): void {
    this.#settledSeq = Math.max(this.#settledSeq, seq);
  }

  /** Resolves when every change that was admitted is on disk, and nothing is being folded. */
  async idle(): Promise<void> {
    while (!this.#pending.isEmpty || this.#committing) await this.admittedIsOnDisk().catch(() => undefined);
    await this.#compaction.idle();
  }

  join(session: Session): void {
    this.#sessions.add(session);
    session.position = this.seq;
    session.send(this.#askForAll());
    session.send(this.#presence.welcome(session));
    if (this.#parts.commits.isFailing && session.wantsSideMessages) session.send(storageFrame(true));
  }

  leave(session: Session): void {
    session.isOpen = false;
    this.#sessions.delete(session);
    this.#presence.leave(session);
  }

  closeAll(code: number, reason: string): void {
    for (const session of this.#sessions) session.close(code, reason);
  }

  /** Looks after presence and slow readers. @param now milliseconds */
  tick(now: number): void {
    if (this.#sessions.size === 0) return;
    this.#presence.flush(now, this.#sessions);
    for (const session of this.#sessions) {
      if (session.keepsUp(now) || session.awaitsDifference) continue;
      if (session.hasCaughtUp(now)) this.#catchUp(session);
    }
  }

  /** Tells everyone whether what they write can be saved; what was passed over meanwhile is asked for again. */
  tellStorage(isFailing: boolean): void {
    const frame = storageFrame(isFailing);
    for (const session of this.#sessions) {
      if (session.wantsSideMessages) session.send(frame);
      if (!isFailing && session.owesResync) this.askForAll(session);
    }
    if (!isFailing) this.#compaction.retry();
  }

  /** Tells everyone that something was said of the plan's history. */
  tellMarked(marked: Marked): void {
    const frame = markedFrame(marked);
    for (const session of this.#sessions) if (session.wantsSideMessages) session.send(frame);
  }

  /** A message that came in on `session`'s socket. Closes the session when it makes no sense. */
  receive(session: Session, message: Uint8Array): void {
    session.inOrder(() => this.#handle(session, message));
  }

  /**
   * A change that the server makes in somebody's name, such as a restore: admitted, bound, stored and sent like any other.
   * @returns its seq, once it is on disk
   * @throws StoreFailed, ClientTaken
   */
  async write(writer: Writer, update: Uint8Array): Promise<number> {
    const { structs, deletions } = decodeUpdate(update);
    const clients = [...new Set(structs.map(({ id }) => id.client))];
    if (this.isFailing || !(await this.owners.bind(writer.actor, clients))) {
      throw new StoreFailed('Storage fails at the moment.');
    }
    // What this room knew and could not store is not there to build on; the next one can be asked.
    if (this.#isBroken) throw new StoreFailed('Something went wrong on the server; try again.');
    if (clients.some((client) => this.owners.of(client) !== writer.actor)) {
      throw new ClientTaken('A client id that was chosen by chance is somebody else’s.');
    }
    const admitted = admit({ structs, deletions }, this.known, 'server');
    if (!admitted.ok) throw new Error(`A change that was made here does not fit its plan: ${admitted.reason}`);
    if (admitted.parts.isEmpty) return this.seq;
    this.#add(writer, admitted);
    const batch = this.#pending;
    await batch.onDisk.catch((error: unknown) => {
      throw new StoreFailed(String(error));
    });
    return batch.seqOf(writer.session) ?? this.seq;
  }

  /** Writes a checkpoint when a restart would otherwise have much to read. */
  async saveCheckpoint(): Promise<void> {
    await this.#compaction.beforeClosing();
  }

  // The commit queue's side.

  get windowMs(): number {
    const { size } = this.#sessions;
    return size <= maxSessionsWithoutWindow ? 0 : Math.min(maxWindowMs, size * windowMsPerSession);
  }

  beginCommit(): readonly NewLogRow[] {
    const batch = this.#pending;
    this.#pending = new Batch();
    this.#committing = batch;
    return batch.toRows(this.plan, this.seq, Date.now());
  }

  endCommit(): boolean {
    const batch = this.#committing;
    this.#committing = null;
    if (batch) this.#publish(batch);
    return !this.#pending.isEmpty;
  }

  // What comes in.

  #handle(session: Session, message: Uint8Array): void | Promise<void> {
    if (!session.isOpen) return;
    const debt = session.spend();
    try {
      const decoder = decoding.createDecoder(message);
      switch (decoding.readVarUint(decoder)) {
        case messageType.sync:
          return this.#handleSync(session, decoder, debt);
        case messageType.awareness:
          if (debt > 0) break;
          return this.#handlePresence(session, decoding.readVarUint8Array(decoder));
        case messageType.queryAwareness:
          if (debt > 0) break;
          if (session.keepsUp(performance.now())) session.send(this.#presence.welcome(session));
          return;
        default:
          session.close(closeCode.badMessage, 'This message has an unknown type.');
          return;
      }
      session.close(closeCode.tooManyMessages, 'These are too many messages.');
    } catch {
      session.close(closeCode.badMessage, 'This message could not be read.');
    }
  }

  #handleSync(session: Session, decoder: decoding.Decoder, debt: number): void | Promise<void> {
    const kind = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (kind === syncMessage.step1) {
      const mostClients = this.known.clocks.size + maxUnknownClients;
      if (debt === 0 && payload.byteLength <= mostClients * bytesPerClient) return this.#welcome(session, payload);
      session.close(closeCode.tooManyMessages, 'This is asked too often, or for too much.');
      return;
    }
    if (kind === syncMessage.step2 || kind === syncMessage.update) {
      return this.#intake.receive(session, payload, kind === syncMessage.step2, debt);
    }
    session.close(closeCode.badMessage, 'This message has an unknown kind.');
  }

  /** Who has nothing gets the shared bytes, who comes back what came since, and others a difference (rule S4). */
  #welcome(session: Session, stateVector: Uint8Array): void | Promise<void> {
    // Who asks faster than they read gets one answer for all their questions, when they have caught up.
    if (!session.keepsUp(performance.now())) {
      session.position = nowhere;
      return;
    }
    const frames = this.#framesFor(session, stateVector);
    if (frames) {
      this.#sendAll(session, frames);
      // Reading a large state vector takes a while; whoever sends several lets others have their turn.
      return stateVector.length > maxStateVectorPerTurn ? new Promise((resolve) => setImmediate(resolve)) : undefined;
    }
    // What comes meanwhile goes out as it comes; what is missed goes out after the difference, which it builds on.
    session.awaitsDifference = true;
    return this.#differences
      .from(stateVector)
      .then(
        ({ seq, update }) => session.send(syncedFrame(this.#positionFor(session, seq), update)),
        () => session.close(closeCode.storageFailed, 'The plan could not be read; try again.'),
      )
      .finally(() => {
        session.awaitsDifference = false;
      });
  }

  #framesFor(session: Session, stateVector: Uint8Array): Frames | null {
    const hasNothing = stateVector.length === 1 && stateVector[0] === 0;
    if (hasNothing) return this.#bytes.forNewcomer();
    // The log that another run of the server spoke of may have been another one, restored from a backup since.
    const isOurs = session.resume?.run === this.#parts.run;
    const resumed = session.resume && isOurs ? this.#bytes.after(session.resume.seq) : null;
    return resumed ?? this.#bytes.forStateVector(stateVector);
  }

  #sendAll(session: Session, frames: Frames): void {
    for (const frame of frames) session.send(frame);
    session.send(syncedFrame(this.#positionFor(session, this.seq)));
    session.position = this.seq;
  }

  #positionFor(session: Session, seq: number): ResumePoint | null {
    return session.wantsSideMessages ? { seq, run: this.#parts.run } : null;
  }

  breakOff(): void {
    this.#isBroken = true;
    for (const batch of [this.#committing, this.#pending]) batch?.giveUp();
    this.#pending = new Batch();
    this.#committing = null;
    this.closeAll(closeCode.resync, 'Something went wrong on the server; come back.');
  }

  // The intake's side.

  get worker(): PlanWorker {
    return this.#parts.worker;
  }

  get isFailing(): boolean {
    return this.#parts.commits.isFailing;
  }

  get updates(): readonly Uint8Array[] {
    return this.#bytes.updates;
  }

  askForAll(session: Session): void {
    // Who does not read is asked once they do.
    if (session.keepsUp(performance.now())) session.send(this.#askForAll());
  }

  take(session: Session, admitted: Admitted): void {
    const { id, organisation } = session.actor;
    this.#add({ actor: id, onBehalfOf: organisation, session: session.id, intent: null }, admitted);
  }

  #add(writer: Writer, admitted: Admitted): void {
    this.known.grow(admitted);
    this.#step1 = null;
    this.#pending.add(writer, admitted);
    this.#parts.commits.schedule(this);
  }

  async admittedIsOnDisk(): Promise<void> {
    const last = this.#pending.isEmpty ? this.#committing : this.#pending;
    if (last) await last.onDisk;
  }

  acknowledge(session: Session, count: number, isWhole: boolean): void {
    if (isWhole) session.owesResync = false;
    if (session.owesResync) return;
    const waitsFor = this.#pending.isEmpty ? this.#committing : this.#pending;
    if (waitsFor) waitsFor.acknowledgements.set(session, count);
    else this.#tellSaved(session, count);
  }

  #tellSaved(session: Session, count: number): void {
    if (!session.wantsSideMessages) return;
    // Only the last one counts: whoever does not read hears of it once they do.
    if (session.keepsUp(performance.now())) session.send(savedFrame({ count, seq: this.seq }));
    else session.owedSaved = count;
  }

  /** On disk: now everyone may see it (rule S3). */
  #publish(batch: Batch): void {
    const { segment, rows } = batch.toSegment();
    const frame = this.#bytes.push(segment, rows);
    const numbered = numberedUpdateFrame(segment.update, segment.to);
    const now = performance.now();
    const writer = batch.onlySession;
    for (const session of this.#sessions) {
      if (!session.keepsUp(now)) continue;
      if (session.id !== writer) session.send(session.wantsSideMessages ? numbered : frame);
      session.position = segment.to;
    }
    for (const [session, count] of batch.acknowledgements) this.#tellSaved(session, count);
    batch.noteOnDisk();
    this.#compaction.consider(now);
  }

  /** Sends a slow reader what it missed, as much at once as there is, and who is here. */
  #catchUp(session: Session): void {
    this.#sendAll(session, this.#bytes.after(session.position) ?? this.#bytes.forNewcomer());
    session.send(this.#presence.welcome(session));
    if (session.owesResync && !this.#parts.commits.isFailing) session.send(this.#askForAll());
    if (session.owedSaved === null) return;
    session.send(savedFrame({ count: session.owedSaved, seq: this.seq }));
    session.owedSaved = null;
  }

  #handlePresence(session: Session, message: Uint8Array): void | Promise<void> {
    const said = this.#presence.read(session, message);
    if (!said) return;
    if (said.state === null || this.owners.of(said.client) === session.actor.id) {
      this.#presence.seat(session, said);
      return;
    }
    // Who has taken too many is not shown any more: each is kept for ever, written under or not.
    if (this.owners.of(said.client) === undefined && !this.owners.allows(session.actor.id, [said.client])) return;
    return this.owners.bind(session.actor.id, [said.client]).then((isBound) => {
      if (!isBound || !session.isOpen) return;
      if (this.owners.of(said.client) === session.actor.id) this.#presence.seat(session, said);
      else session.close(closeCode.refusedUpdate, 'This client id belongs to someone else.');
    });
  }

  /** A question for everything that a client has and this plan lacks. */
  #askForAll(): Uint8Array {
    // What is on its way to disk counts as had: it will be, or its sender is asked again.
    this.#step1 ??= step1Frame(this.known.clocks);
    return this.#step1;
  }
}

/** Somebody else has the client id under which a change was made: it has to be made again under another. */
export class ClientTaken extends Error {
  override name = 'ClientTaken';
}

/** Longer state vectors than this are answered one per turn of the loop, bytes. */
const maxStateVectorPerTurn = 4 * 1024;
/** The position of who has to be sent everything. */
const nowhere = -1;
