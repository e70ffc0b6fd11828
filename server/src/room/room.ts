/**
 * A plan that is open: a position in its log, and the people at it (rules S2 to S8). It holds no document: bytes to
 * serve, and what is known of them. Knows the PlanStore interface, no database.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { closeCode, messageType, syncMessage } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import { canEdit } from '../access/access.ts';
import { type NewLogRow, type PlanStore, StoreFailed } from '../store/plan-store.ts';
import { IdRanges } from '../updates/id-ranges.ts';
import { decodeUpdate, encodeDeletions, encodeUpdate, type UpdateParts } from '../updates/update-codec.ts';
import { type Admitted, admit, type ReadUpdate, type Refused, readUpdate } from './admission.ts';
import { Batch } from './batch.ts';
import type { CommitQueue, Committer } from './commit-queue.ts';
import { numberedUpdateFrame, savedFrame, step1Frame, storageFrame, syncedFrame } from './frames.ts';
import type { KnownState } from './known-state.ts';
import {
  bytesPerClient,
  maxSessionsWithoutWindow,
  maxTailRows,
  maxUnknownClients,
  maxWindowMs,
  retryCompactionMs,
  windowMsPerSession,
} from './limits.ts';
import type { Frames, PlanBytes } from './plan-bytes.ts';
import type { PlanWithBodies } from './plan-documents.ts';
import type { PlanWorker } from './plan-worker-client.ts';
import { Presence } from './presence.ts';
import { restorePlan } from './restore-plan.ts';
import type { Session } from './session.ts';

/** What a room needs of the server. */
export interface RoomParts {
  store: PlanStore;
  worker: PlanWorker;
  commits: CommitQueue;
}

/** What somebody lacks at a seq. */
interface Difference {
  seq: number;
  update: Uint8Array;
}

/** A sync step 2 or an update, as it came in. */
interface IncomingChange {
  update: ReadUpdate;
  payload: Uint8Array;
  /** How many changes have come in on this socket, with this one. */
  count: number;
  /** Whether it holds all that its sender has: a step 2. */
  isWhole: boolean;
  /** How far its sender is beyond the rate they may send at, milliseconds. */
  debt: number;
  /** Whether its deletions are only those that somebody made. */
  isCompared: boolean;
}

export class Room implements Committer {
  readonly plan: PlanId;
  readonly #parts: RoomParts;
  readonly #presence = new Presence();
  readonly #sessions = new Set<Session>();
  /** Who the client ids of these sessions belong to; the store knows all of them. */
  readonly #owners = new Map<number, ActorId>();
  /** Of every change that was admitted, on disk or on its way there. */
  readonly #known: KnownState;
  /** Of every change that is on disk. */
  readonly #bytes: PlanBytes;
  #settledSeq: number;

  #pending = new Batch();
  #committing: Batch | null = null;
  #step1: Uint8Array | null = null;
  #content: { seq: number; read: Promise<PlanWithBodies> } | null = null;
  #differences: { seq: number; byStateVector: Map<string, Promise<Difference>> } | null = null;
  /** Telling deletions that somebody made from those that follow. */
  #comparing: Promise<IdRanges> | null = null;
  /** A change that brought nothing new, as it came in: those who come back together repeat the same deletions. */
  #lastRepeated: Uint8Array | null = null;
  #compacting: Promise<void> | null = null;
  #compactAgainAt = 0;

  private constructor(plan: PlanId, parts: RoomParts, bytes: PlanBytes, known: KnownState) {
    this.plan = plan;
    this.#parts = parts;
    this.#bytes = bytes;
    this.#known = known;
    this.#settledSeq = bytes.seq;
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
    while (!this.#pending.isEmpty || this.#committing) await this.#admittedIsOnDisk();
    await this.#compacting;
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
    if (session.client !== null) this.#owners.delete(session.client);
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
      if (!isFailing && session.owesResync) session.send(this.#askForAll());
    }
  }

  /** A message that came in on `session`'s socket. Closes the session when it makes no sense. */
  receive(session: Session, message: Uint8Array): void {
    session.inOrder(() => this.#handle(session, message));
  }

  /** The plan as plain values at the seq on disk; read once per seq. */
  read(): { seq: number; content: Promise<PlanWithBodies> } {
    if (this.#content?.seq !== this.seq) {
      const read = this.#parts.worker.readWholePlan(this.#bytes.updates);
      this.#content = { seq: this.seq, read };
      // What failed is tried again by whoever asks next.
      read.catch(() => {
        if (this.#content?.read === read) this.#content = null;
      });
    }
    return { seq: this.#content.seq, content: this.#content.read };
  }

  /** Writes a checkpoint when a restart would otherwise have much to read. */
  async saveCheckpoint(): Promise<void> {
    if (this.#bytes.rowsAfterBase > maxTailRows / 10) await this.#compact();
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
      const mostClients = this.#known.clocks.size + maxUnknownClients;
      if (debt === 0 && payload.byteLength <= mostClients * bytesPerClient) return this.#welcome(session, payload);
      session.close(closeCode.tooManyMessages, 'This is asked too often, or for too much.');
      return;
    }
    if (kind === syncMessage.step2 || kind === syncMessage.update) {
      return this.#handleChange(session, payload, kind === syncMessage.step2, debt);
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
    return this.#difference(stateVector)
      .then(
        ({ seq, update }) => session.send(syncedFrame(session.wantsSideMessages ? seq : null, update)),
        () => session.close(closeCode.storageFailed, 'The plan could not be read; try again.'),
      )
      .finally(() => {
        session.awaitsDifference = false;
      });
  }

  #framesFor(session: Session, stateVector: Uint8Array): Frames | null {
    const hasNothing = stateVector.length === 1 && stateVector[0] === 0;
    if (hasNothing) return this.#bytes.forNewcomer();
    const resumed = session.resumeSeq === null ? null : this.#bytes.after(session.resumeSeq);
    return resumed ?? this.#bytes.forStateVector(stateVector);
  }

  #sendAll(session: Session, frames: Frames): void {
    for (const frame of frames) session.send(frame);
    session.send(syncedFrame(session.wantsSideMessages ? this.seq : null));
    session.position = this.seq;
  }

  /** Made once for all who wait for the same: they come back together. Kept for nobody else, as it may be large. */
  async #difference(stateVector: Uint8Array): Promise<Difference> {
    const { seq } = this;
    if (this.#differences?.seq !== seq) this.#differences = { seq, byStateVector: new Map() };
    const { byStateVector } = this.#differences;
    const key = Buffer.from(stateVector).toString('latin1');
    let making = byStateVector.get(key);
    if (!making) {
      making = this.#parts.worker
        .diffPlan(this.#bytes.updates, stateVector)
        .then((update) => ({ seq, update }))
        .finally(() => byStateVector.delete(key));
      byStateVector.set(key, making);
    }
    return making;
  }

  #handleChange(session: Session, payload: Uint8Array, isWhole: boolean, debt: number): void | Promise<void> {
    const count = ++session.received;
    if (this.#lastRepeated && Buffer.compare(this.#lastRepeated, payload) === 0) {
      if (debt > 0) session.close(closeCode.tooManyMessages, 'These are too many messages.');
      this.#acknowledge(session, count, isWhole);
      return;
    }
    const update = readUpdate(payload);
    if (!update.ok) {
      session.close(closeCode.refusedUpdate, update.reason);
      return;
    }
    return this.#admit(session, { update, payload, count, isWhole, debt, isCompared: false });
  }

  #admit(session: Session, change: IncomingChange): void | Promise<void> {
    const { update, payload, count, isWhole, debt } = change;
    const admitted = admit(update, this.#known);
    if (admitted.ok && admitted.parts.isEmpty) {
      if (debt > 0) session.close(closeCode.tooManyMessages, 'These are too many messages.');
      this.#lastRepeated = payload.length > 2 && payload.length <= maxRepeatedBytes ? payload.slice() : null;
      this.#acknowledge(session, count, isWhole);
      return;
    }
    if (!canEdit(session.role)) return this.#passOver(session, admitted, change);
    if (admitted.ok && isWhole && !change.isCompared && !admitted.deletions.isEmpty) {
      return this.#compare(session, change, admitted);
    }
    if (!admitted.ok && admitted.resync && !isWhole) {
      // Something on the way was passed over: whoever lacks it has it, and sends it all again.
      session.owesResync = true;
      session.send(this.#askForAll());
      return;
    }
    if (!admitted.ok) {
      session.close(admitted.resync ? closeCode.resync : closeCode.refusedUpdate, admitted.reason);
      return;
    }
    if (this.#parts.commits.isFailing) {
      session.owesResync = true;
      return;
    }
    const writers = [...admitted.clocks.keys()];
    if (writers.some((client) => (this.#owners.get(client) ?? session.actor.id) !== session.actor.id)) {
      session.close(closeCode.refusedUpdate, 'The change uses a client id of someone else.');
      return;
    }
    const unknown = writers.filter((client) => !this.#owners.has(client));
    if (unknown.length > 0) {
      return this.#bind(session, unknown).then((isBound) => {
        if (!session.isOpen) return;
        if (isBound) return this.#admit(session, change);
        session.owesResync = true;
      });
    }
    const { id, organisation } = session.actor;
    this.#known.grow(admitted);
    this.#step1 = null;
    this.#pending.add({ actor: id, onBehalfOf: organisation, session: session.id, intent: null }, admitted);
    this.#acknowledge(session, count, isWhole);
    this.#parts.commits.schedule(this);
    // Who writes faster than they may is slowed down, and loses nothing.
    if (debt > 0) return new Promise((resolve) => setTimeout(resolve, debt));
  }

  /** A reader's change that is new. Documents tidy up by themselves, a reader's too; all else is refused (rule S8). */
  async #passOver(session: Session, admitted: Admitted | Refused, change: IncomingChange): Promise<void> {
    const onlyDeletes = admitted.ok && admitted.parts.pieces.size === 0;
    if (onlyDeletes && !(await this.#parts.worker.deletesContent(this.#bytes.updates, change.payload))) {
      this.#acknowledge(session, change.count, change.isWhole);
      return;
    }
    session.close(closeCode.notAllowed, 'You can read this plan, but not change it.');
  }

  /**
   * Documents also delete what was written over at the same time by somebody else, and a step 2 states it. Nobody has
   * deleted that: it follows from what was written, and must not be signed by whoever comes back first. What follows
   * for one follows for all who come back with them, so they wait for each other.
   */
  async #compare(session: Session, change: IncomingChange, { parts }: Admitted): Promise<void> {
    if (this.#comparing) {
      await this.#comparing;
      if (session.isOpen) await this.#admit(session, change);
      return;
    }
    const comparing = this.#findFollowing(change.update.deletions, parts).finally(() => {
      this.#comparing = null;
    });
    this.#comparing = comparing;
    const following = await comparing;
    if (parts.pieces.size === 0) this.#known.deletions.addAll(following);
    const update = { ...change.update, deletions: change.update.deletions.without(following) };
    if (session.isOpen) await this.#admit(session, { ...change, update, isCompared: true });
  }

  /** Those of `deletions` that follow from what is written, on disk and in `parts`. */
  async #findFollowing(deletions: IdRanges, { pieces }: UpdateParts): Promise<IdRanges> {
    await this.#admittedIsOnDisk();
    const written = pieces.size === 0 ? [] : [encodeUpdate({ pieces, deletions: new IdRanges() })];
    const stated = encodeDeletions(deletions);
    const following = await this.#parts.worker.followingDeletions([...this.#bytes.updates, ...written], stated);
    return decodeUpdate(following).deletions;
  }

  /** Resolves when what has been admitted so far is on disk. */
  async #admittedIsOnDisk(): Promise<void> {
    const last = this.#pending.isEmpty ? this.#committing : this.#pending;
    if (last) await new Promise<void>((resolve) => last.onDisk.push(resolve));
  }

  /** Says "saved" once all that this session sent up to `count` is on disk. */
  #acknowledge(session: Session, count: number, isWhole: boolean): void {
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
    for (const resolve of batch.onDisk) resolve();
    if (this.#bytes.shouldCompact && now > this.#compactAgainAt) void this.#compact();
  }

  /** Sends a slow reader what it missed, as much at once as there is, and who is here. */
  #catchUp(session: Session): void {
    this.#sendAll(session, this.#bytes.after(session.position) ?? this.#bytes.forNewcomer());
    session.send(this.#presence.welcome(session));
    if (session.owedSaved === null) return;
    session.send(savedFrame({ count: session.owedSaved, seq: this.seq }));
    session.owedSaved = null;
  }

  #compact(): Promise<void> {
    this.#compacting ??= this.#fold().finally(() => {
      this.#compacting = null;
    });
    return this.#compacting;
  }

  async #fold(): Promise<void> {
    const { seq, updates } = this.#bytes.beginCompaction();
    try {
      const plan = await this.#parts.worker.compactPlan(updates);
      await this.#parts.store.saveCheckpoint(this.plan, { seq, ...plan });
      this.#bytes.finishCompaction(seq, plan);
    } catch (error) {
      console.error(`Plan ${this.plan} could not be compacted; it goes on as it is:`, error);
      this.#bytes.abandonCompaction();
      this.#compactAgainAt = performance.now() + retryCompactionMs;
    }
  }

  #handlePresence(session: Session, message: Uint8Array): void | Promise<void> {
    const said = this.#presence.read(session, message);
    if (!said) return;
    if (said.state === null || this.#owners.get(said.client) === session.actor.id) {
      this.#presence.seat(session, said);
      return;
    }
    return this.#bind(session, [said.client]).then((isBound) => {
      if (!isBound || !session.isOpen) return;
      if (this.#owners.get(said.client) === session.actor.id) this.#presence.seat(session, said);
      else session.close(closeCode.refusedUpdate, 'This client id belongs to someone else.');
    });
  }

  /** Learns who client ids belong to, and takes those that are free for this session's actor (rule S2). */
  async #bind(session: Session, clients: readonly number[]): Promise<boolean> {
    try {
      const owners = await this.#parts.store.bindClients(this.plan, session.actor.id, clients);
      for (const [client, owner] of owners) this.#owners.set(client, owner);
      return true;
    } catch (error) {
      if (!(error instanceof StoreFailed)) throw error;
      this.#parts.commits.noteFailure();
      return false;
    }
  }

  /** Asks for everything that a client has and this plan lacks. */
  #askForAll(): Uint8Array {
    // What is on its way to disk counts as had: it will be, or its sender is asked again.
    this.#step1 ??= step1Frame(this.#known.clocks);
    return this.#step1;
  }
}

/** Longer state vectors than this are answered one per turn of the loop, bytes. */
const maxStateVectorPerTurn = 4 * 1024;
/** The position of who has to be sent everything. */
const nowhere = -1;
/** What brings nothing new is remembered up to this size, bytes. */
const maxRepeatedBytes = 64 * 1024;
