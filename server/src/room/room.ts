/**
 * A plan that is open: a position in its log, and the people at it (rules S2, S3, S4, S8). It holds no document:
 * an immutable base, a short tail, the state vector and what is deleted. Knows the PlanStore interface, no database.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { closeCode, messageType, syncMessage } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import { canEdit } from '../access/access.ts';
import type { LogRow, NewLogRow, PlanStore } from '../store/plan-store.ts';
import { type Admitted, admit } from './admission.ts';
import { presenceFrame, savedFrame, step1Frame, step2Frame, updateFrame } from './frames.ts';
import { IdRanges } from './id-ranges.ts';
import type { PlanWithBodies } from './plan-documents.ts';
import type { PlanWorker } from './plan-worker-client.ts';
import { Presence } from './presence.ts';
import type { Session } from './session.ts';

/** A tail longer than this is folded into the base. */
const maxTailRows = 400;
const maxTailBytes = 512 * 1024;

export class Room {
  readonly plan: PlanId;
  readonly #store: PlanStore;
  readonly #worker: PlanWorker;
  readonly #presence = new Presence();
  readonly #sessions = new Set<Session>();
  readonly #owners: Map<number, ActorId>;
  /** State vector and deletions with every change that was admitted, on disk or on its way there. */
  readonly #clocks: Map<number, number>;
  readonly #deletions: IdRanges;

  /** The plan as it was at some seq, and the updates after it that are on disk. */
  #base: Uint8Array;
  #tail: Uint8Array[] = [];
  #tailBytes = 0;
  /** The seq on disk, and the last one handed out. */
  #seq: number;
  #nextSeq: number;

  #welcome: Uint8Array | null = null;
  #content: { seq: number; read: Promise<PlanWithBodies> } | null = null;
  #compacting: Promise<void> | null = null;
  #settled: Promise<void> = Promise.resolve();
  #failure: Error | null = null;

  private constructor(plan: PlanId, store: PlanStore, worker: PlanWorker, start: RoomStart) {
    this.plan = plan;
    this.#store = store;
    this.#worker = worker;
    this.#owners = start.owners;
    this.#clocks = start.clocks;
    this.#deletions = start.deletions;
    this.#base = start.base;
    this.#seq = start.seq;
    this.#nextSeq = start.seq;
  }

  /** Resolves when the plan is loaded: nobody is served an empty one before that. @throws PlanNotFound */
  static async open(plan: PlanId, store: PlanStore, worker: PlanWorker): Promise<Room> {
    const { checkpoint, rows, owners } = await store.loadPlan(plan);
    const updates = [...(checkpoint ? [checkpoint.update] : []), ...rows.map((row) => row.update)];
    const opened = await worker.openPlan(updates);
    const deletions = new IdRanges();
    for (const [client, start, end] of opened.deletions) deletions.add(client, start, end);
    const seq = rows.at(-1)?.seq ?? checkpoint?.seq ?? 0;
    if (rows.length > maxTailRows) await store.saveCheckpoint(plan, { seq, update: opened.base });
    return new Room(plan, store, worker, { base: opened.base, seq, owners, deletions, clocks: new Map(opened.clocks) });
  }

  /** The last seq that is on disk. */
  get seq(): number {
    return this.#seq;
  }

  get isEmpty(): boolean {
    return this.#sessions.size === 0;
  }

  /** Whether storage refused a change: this room is over, the next one starts from what is on disk. */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /** Resolves when every change that was admitted is on disk, or has failed. */
  async settle(): Promise<void> {
    await this.#settled;
    await this.#compacting;
  }

  join(session: Session): void {
    this.#sessions.add(session);
    session.send(step1Frame(this.#clocks));
    const present = this.#presence.entries();
    if (present.length > 0) session.send(presenceFrame(present));
  }

  leave(session: Session): void {
    session.isOpen = false;
    this.#sessions.delete(session);
    const gone = this.#presence.leave(session);
    if (gone) this.#broadcast(presenceFrame([gone]));
  }

  closeAll(code: number, reason: string): void {
    for (const session of this.#sessions) session.close(code, reason);
  }

  /** A message that came in on `session`'s socket. Closes the session when it makes no sense. */
  async receive(session: Session, message: Uint8Array): Promise<void> {
    try {
      const decoder = decoding.createDecoder(message);
      switch (decoding.readVarUint(decoder)) {
        case messageType.sync:
          await this.#receiveSync(session, decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
          break;
        case messageType.awareness:
          await this.#receivePresence(session, decoding.readVarUint8Array(decoder));
          break;
        case messageType.queryAwareness:
          session.send(presenceFrame(this.#presence.entries()));
          break;
        default:
          session.close(closeCode.badMessage, 'This message has an unknown type.');
      }
    } catch (error) {
      if (this.#failure) return;
      if (!(error instanceof Error)) throw error;
      session.close(closeCode.badMessage, 'This message could not be read.');
    }
  }

  /** The plan as plain values at the seq on disk; read once per seq. */
  read(): { seq: number; content: Promise<PlanWithBodies> } {
    if (this.#content?.seq !== this.#seq) {
      this.#content = { seq: this.#seq, read: this.#worker.readWholePlan(this.#updates()) };
    }
    return { seq: this.#content.seq, content: this.#content.read };
  }

  async #receiveSync(session: Session, kind: number, payload: Uint8Array): Promise<void> {
    if (kind === syncMessage.step1) await this.#welcomeSession(session, payload);
    else if (kind === syncMessage.step2 || kind === syncMessage.update) await this.#receiveChange(session, payload);
    else session.close(closeCode.badMessage, 'This message has an unknown kind.');
  }

  /** A newcomer gets the shared bytes; anyone else a difference that a worker makes (rule S4). */
  async #welcomeSession(session: Session, stateVector: Uint8Array): Promise<void> {
    const isNewcomer = stateVector.length === 1 && stateVector[0] === 0;
    if (!isNewcomer) {
      session.send(step2Frame(await this.#worker.diffPlan(this.#updates(), stateVector)));
      return;
    }
    if (this.#tail.length === 0) {
      this.#welcome ??= step2Frame(this.#base);
      session.send(this.#welcome);
      return;
    }
    // Step 2 says "that is all", so it comes last: base and tail first, as plain updates.
    this.#welcome ??= updateFrame(this.#base);
    session.send(this.#welcome);
    for (const update of this.#tail.slice(0, -1)) session.send(updateFrame(update));
    session.send(step2Frame(this.#tail.at(-1) as Uint8Array));
  }

  async #receiveChange(session: Session, payload: Uint8Array): Promise<void> {
    const admitted = admit(payload, this.#known(), session.actor.id);
    if (admitted.ok && admitted.update === null) {
      const count = ++session.received;
      await this.#settled;
      this.#tellSaved(session, count);
      return;
    }
    // Everybody answers step 1, readers too; only what is new is refused.
    if (!canEdit(session.role)) {
      session.close(closeCode.notAllowed, 'You can read this plan, but not change it.');
      return;
    }
    if (!admitted.ok) {
      session.close(admitted.resync ? closeCode.resync : closeCode.refusedUpdate, admitted.reason);
      return;
    }
    const count = ++session.received;
    const { id, organisation } = session.actor;
    await this.#commit(admitted, { actor: id, onBehalfOf: organisation, session: session.id, intent: null }, session);
    this.#tellSaved(session, count);
  }

  #tellSaved(session: Session, count: number): void {
    if (session.wantsSideMessages && !this.#failure) session.send(savedFrame({ count, seq: this.#seq }));
  }

  /** On disk first, then to everyone but `writer` (rule S3). Resolves with the seq. */
  async #commit(
    admitted: Admitted,
    author: Pick<NewLogRow, 'actor' | 'onBehalfOf' | 'session' | 'intent'>,
    writer: Session | null,
  ): Promise<number> {
    if (this.#failure) throw this.#failure;
    const update = admitted.update;
    if (update === null) return this.#seq;
    const seq = ++this.#nextSeq;
    const row: NewLogRow = { ...author, plan: this.plan, seq, at: Date.now(), update, newClients: admitted.newClients };
    for (const [client, clock] of admitted.clocks) this.#clocks.set(client, clock);
    for (const client of admitted.newClients) this.#owners.set(client, author.actor);
    this.#deletions.addAll(admitted.deletions);
    const stored = this.#store.append([row]).then(
      () => this.#publish(row, writer),
      (error: Error) => this.#fail(error),
    );
    this.#settled = stored;
    await stored;
    if (this.#failure) throw this.#failure;
    return seq;
  }

  #publish(row: LogRow, writer: Session | null): void {
    this.#seq = row.seq;
    this.#tail.push(row.update);
    this.#tailBytes += row.update.byteLength;
    if (this.#tail.length === 1) this.#welcome = null;
    this.#broadcast(updateFrame(row.update), writer);
    if (this.#tail.length > maxTailRows || this.#tailBytes > maxTailBytes) this.#compacting ??= this.#compact();
  }

  /** What was admitted is not on disk: nobody may build on it, so everyone starts again from what is. */
  #fail(error: Error): void {
    this.#failure ??= error;
    this.closeAll(closeCode.storageFailed, 'The plan could not be saved. Your words are safe in this browser.');
  }

  async #compact(): Promise<void> {
    const rows = this.#tail.length;
    const seq = this.#seq;
    try {
      const base = await this.#worker.compactPlan(this.#updates());
      await this.#store.saveCheckpoint(this.plan, { seq, update: base });
      this.#base = base;
      this.#tail = this.#tail.slice(rows);
      this.#tailBytes = this.#tail.reduce((bytes, update) => bytes + update.byteLength, 0);
      this.#welcome = null;
    } catch {
      // Nothing is lost: the tail stays as it is, and the next change tries again.
    } finally {
      this.#compacting = null;
    }
  }

  async #receivePresence(session: Session, message: Uint8Array): Promise<void> {
    const said = this.#presence.ownEntry(session, message);
    if (!said) return;
    const owner = this.#owners.get(said.client);
    if (owner !== undefined && owner !== session.actor.id) {
      session.close(closeCode.refusedUpdate, 'This client id belongs to someone else.');
      return;
    }
    if (owner === undefined) {
      this.#owners.set(said.client, session.actor.id);
      try {
        await this.#store.bindClients(this.plan, session.actor.id, [said.client]);
      } catch (error) {
        this.#fail(error as Error);
      }
      if (!session.isOpen) return;
    }
    const stamped = this.#presence.seat(session, said);
    // The sender hears itself too: a stock provider takes thirty silent seconds for a dead connection (rule S9).
    if (stamped) this.#broadcast(presenceFrame([stamped]));
  }

  #broadcast(frame: Uint8Array, except: Session | null = null): void {
    for (const session of this.#sessions) if (session !== except) session.send(frame);
  }

  #known() {
    return { clocks: this.#clocks, deletions: this.#deletions, owners: this.#owners };
  }

  #updates(): Uint8Array[] {
    return [this.#base, ...this.#tail];
  }
}

interface RoomStart {
  base: Uint8Array;
  seq: number;
  owners: Map<number, ActorId>;
  clocks: Map<number, number>;
  deletions: IdRanges;
}
