/**
 * What comes in for a plan: an update is read, held against what the room knows, cut down to what is new, bound to its
 * sender, and handed on to be stored (rules S1, S2, S8). What takes a worker or the store holds up its sender only.
 */
import { closeCode } from '@longtable/shared/protocol';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { decodeUpdate, encodeDeletions, encodeUpdate, type UpdateParts } from '@longtable/shared/updates/update-codec';
import { canEdit } from '../access/access.ts';
import { WorkerExited } from '../worker-rpc.ts';
import { type Admitted, admit, type ReadUpdate, type Refused, readUpdate } from './admission.ts';
import type { ClientOwners } from './client-owners.ts';
import type { KnownState } from './known-state.ts';
import { rehearsalMs, rehearsalMsPerWeight } from './limits.ts';
import type { PlanWorker } from './plan-worker-client.ts';
import { RehearsalBudget } from './rehearsal-budget.ts';
import type { Session } from './session.ts';
import { weighUpdate } from './update-weight.ts';

/** The room that changes come in for. */
export interface IntakeRoom {
  /** Of every change that was admitted, on disk or on its way there. */
  readonly known: KnownState;
  readonly owners: ClientOwners;
  readonly worker: PlanWorker;
  /** Whether nothing new can be stored at the moment. */
  readonly isFailing: boolean;
  /** All that is on disk. */
  readonly updates: readonly Uint8Array[];
  /** Resolves when what has been admitted so far is on disk. */
  admittedIsOnDisk(): Promise<void>;
  /** Asks for everything that a client has and this plan lacks. */
  askForAll(session: Session): void;
  /** Takes in what is new. */
  take(session: Session, admitted: Admitted): void;
  /** Says "saved" once all that this session sent up to `count` is on disk. */
  acknowledge(session: Session, count: number, isWhole: boolean): void;
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
  /** Whether a worker has tried out what it takes a document. */
  isRehearsed: boolean;
}

export class Intake {
  readonly #room: IntakeRoom;
  readonly #budget = new RehearsalBudget();
  /** The last in the line of those whose changes are held against the document, one after the other. */
  #line: Promise<unknown> = Promise.resolve();
  /** A change that brought nothing new, as it came in: those who come back together repeat the same deletions. */
  #lastRepeated: Uint8Array | null = null;

  constructor(room: IntakeRoom) {
    this.#room = room;
  }

  /** Closes the session when its change may not come in. @returns when the next one of this session may follow */
  receive(session: Session, payload: Uint8Array, isWhole: boolean, debt: number): void | Promise<void> {
    const count = ++session.received;
    if (this.#lastRepeated && Buffer.compare(this.#lastRepeated, payload) === 0) {
      this.#noteNothingNew(session, count, isWhole, debt);
      return;
    }
    const update = readUpdate(payload);
    if (!update.ok) {
      session.close(closeCode.refusedUpdate, update.reason);
      return;
    }
    const change = { update, payload, count, isWhole, debt, isCompared: false, isRehearsed: false };
    return this.#admit(session, change);
  }

  #admit(session: Session, change: IncomingChange): void | Promise<void> {
    const { update, payload, count, isWhole, debt } = change;
    const { known, owners } = this.#room;
    const admitted = admit(update, known);
    if (admitted.ok && admitted.parts.isEmpty) {
      this.#lastRepeated = payload.length > 2 && payload.length <= maxRepeatedBytes ? payload.slice() : null;
      this.#noteNothingNew(session, count, isWhole, debt);
      return;
    }
    if (!canEdit(session.role)) return this.#passOver(session, admitted, change);
    if (!admitted.ok) return this.#refuse(session, admitted, change);
    if (isWhole && !change.isCompared && !admitted.deletions.isEmpty) return this.#compare(session, change);
    if (this.#room.isFailing) {
      session.owesResync = true;
      return slowDown(debt);
    }
    const { id } = session.actor;
    const writers = [...admitted.clocks.keys()];
    if (writers.some((client) => (owners.of(client) ?? id) !== id)) {
      session.close(closeCode.refusedUpdate, 'The change uses a client id of someone else.');
      return;
    }
    const unknown = writers.filter((client) => owners.of(client) === undefined);
    if (unknown.length > 0) return this.#bind(session, change, unknown);
    const weight = weighUpdate(admitted, known, (client) => session.isWriting(client));
    if (!change.isRehearsed && this.#budget.isSpent(id, weight)) return this.#rehearse(session, change);
    if (!change.isRehearsed) this.#budget.note(id, weight, admitted.parts);
    for (const client of writers) session.noteWriting(client);
    this.#room.take(session, admitted);
    this.#room.acknowledge(session, count, isWhole);
    return slowDown(debt);
  }

  #noteNothingNew(session: Session, count: number, isWhole: boolean, debt: number): void {
    if (debt > 0) session.close(closeCode.tooManyMessages, 'These are too many messages.');
    this.#room.acknowledge(session, count, isWhole);
  }

  #refuse(session: Session, { resync, reason }: Refused, { isWhole, debt }: IncomingChange): void | Promise<void> {
    if (resync && !isWhole) {
      // Something on the way was passed over: whoever lacks it has it, and sends it all again, asked once for all of it.
      if (!session.owesResync) this.#room.askForAll(session);
      session.owesResync = true;
      return slowDown(debt);
    }
    session.close(resync ? closeCode.resync : closeCode.refusedUpdate, reason);
  }

  /** A reader's change that is new. Documents tidy up by themselves, a reader's too; all else is refused (rule S8). */
  async #passOver(session: Session, admitted: Admitted | Refused, change: IncomingChange): Promise<void> {
    if (change.debt > 0) {
      session.close(closeCode.tooManyMessages, 'These are too many messages.');
      return;
    }
    const onlyDeletes = admitted.ok && admitted.parts.pieces.size === 0;
    if (onlyDeletes && !(await this.#room.worker.deletesContent(this.#room.updates, change.payload))) {
      this.#room.acknowledge(session, change.count, change.isWhole);
      return;
    }
    session.close(closeCode.notAllowed, 'You can read this plan, but not change it.');
  }

  async #bind(session: Session, change: IncomingChange, clients: readonly number[]): Promise<void> {
    if (!this.#room.owners.allows(session.actor.id, clients)) {
      session.close(closeCode.refusedUpdate, 'The changes come from too many client ids.');
      return;
    }
    const isBound = await this.#room.owners.bind(session.actor.id, clients);
    if (!session.isOpen) return;
    if (isBound) await this.#admit(session, change);
    else session.owesResync = true;
  }

  /**
   * Documents also delete what was written over at the same time by somebody else, and a step 2 states it. Nobody has
   * deleted that: it follows from what was written, and must not be signed by whoever comes back first. What follows
   * for one follows for all who come back with them, so they wait in line.
   */
  async #compare(session: Session, change: IncomingChange): Promise<void> {
    const compared = await this.#inLine(() => this.#leaveOutFollowing(session, change));
    if (session.isOpen) await this.#admit(session, compared);
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#line.then(work);
    this.#line = mine.catch(() => undefined);
    return mine;
  }

  async #leaveOutFollowing(session: Session, change: IncomingChange): Promise<IncomingChange> {
    if (!session.isOpen) return change;
    // Those before it in line may have brought all there is.
    const admitted = admit(change.update, this.#room.known);
    if (!admitted.ok || admitted.deletions.isEmpty) return change;
    const following = await this.#findFollowing(change.update.deletions, admitted.parts);
    if (admitted.parts.pieces.size === 0) this.#room.known.deletions.addAll(following);
    const update = { ...change.update, deletions: change.update.deletions.without(following) };
    return { ...change, update, isCompared: true };
  }

  /** Those of `deletions` that follow from what is written, on disk and in `parts`. */
  async #findFollowing(deletions: IdRanges, { pieces }: UpdateParts): Promise<IdRanges> {
    await this.#room.admittedIsOnDisk();
    const written = pieces.size === 0 ? [] : [encodeUpdate({ pieces, deletions: new IdRanges() })];
    const stated = encodeDeletions(deletions);
    const following = await this.#room.worker.followingDeletions([...this.#room.updates, ...written], stated);
    return decodeUpdate(following).deletions;
  }

  /** Has a worker try out what a change takes a document, and admits it before the next in line has its turn. */
  #rehearse(session: Session, change: IncomingChange): Promise<void> {
    const { id } = session.actor;
    return this.#inLine(async () => {
      if (!session.isOpen) return;
      await this.#room.admittedIsOnDisk();
      const admitted = admit(change.update, this.#room.known);
      if (admitted.ok && !admitted.parts.isEmpty) {
        const now = performance.now();
        if (this.#budget.isRefused(id, now) || !(await this.#isQuick(admitted, session))) {
          this.#budget.noteRefused(id, now);
          session.close(closeCode.refusedUpdate, 'The change would take every page too long.');
          return;
        }
        this.#budget.noteRehearsed(id);
      }
      if (session.isOpen) await this.#admit(session, { ...change, isRehearsed: true });
    });
  }

  async #isQuick(admitted: Admitted, session: Session): Promise<boolean> {
    const { updates, known, worker } = this.#room;
    const { weight, since } = this.#budget.of(session.actor.id);
    const added = weighUpdate(admitted, known, (client) => session.isWriting(client));
    const allowedMs = rehearsalMs + (weight + added) * rehearsalMsPerWeight;
    try {
      return await worker.rehearse({ updates, since, added: encodeUpdate(admitted.parts), allowedMs });
    } catch (error) {
      if (error instanceof WorkerExited) return false;
      throw error;
    }
  }
}

/** Who writes faster than they may is slowed down, and loses nothing. */
function slowDown(debt: number): void | Promise<void> {
  if (debt > 0) return new Promise((resolve) => setTimeout(resolve, debt));
}

/** What brings nothing new is remembered up to this size, bytes. */
const maxRepeatedBytes = 64 * 1024;
