/**
 * The copy of a plan on this device, in IndexedDB, and whether it holds everything. y-indexeddb writes without
 * looking whether that worked; here a full disk is noticed, and the whole is written again until it is there.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { IndexeddbPersistence, storeState } from 'y-indexeddb';
import type * as Y from 'yjs';

/** The copy of a plan on this device belongs to one person: what waits in it must not be signed by another. */
export const copyName = (plan: PlanId, actor: ActorId) => `longtable:${plan}:${actor}`;

/** A storage that does not answer must not keep the plan closed. */
const patienceMs = 4_000;
/** After a write that failed, before all is written again. */
const mendAfterMs = 5_000;

export class DeviceCopy {
  readonly #copy: IndexeddbPersistence;
  readonly #onChange: () => void;
  /** Resolves when the copy has been read into the document, or when there is none to be had. */
  readonly whenRead: Promise<void>;
  #isKept = false;
  #isMending = false;
  #mending: ReturnType<typeof setTimeout> | undefined;

  /** @param onChange after `isKept` has changed */
  constructor(name: string, doc: Y.Doc, onChange: () => void) {
    this.#onChange = onChange;
    this.#copy = new IndexeddbPersistence(name, doc);
    // Without storage (a private window may refuse it) the plan still works; it is just not kept here.
    const read = this.#copy._db.then((database) => {
      this.#watch(database);
      return this.#copy.whenSynced.then(() => this.#tell(true));
    });
    const patience = new Promise<void>((resolve) => setTimeout(resolve, patienceMs));
    this.whenRead = Promise.race([read.catch(() => undefined), patience]);
  }

  /** Whether all that was read and written is on this device, as far as its storage has said. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** Whether a change of the document came from this copy. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#copy;
  }

  async clear(): Promise<void> {
    clearTimeout(this.#mending);
    await this.#copy.clearData();
  }

  close(): void {
    clearTimeout(this.#mending);
    void this.#copy.destroy();
  }

  #watch(database: IDBDatabase): void {
    const begin = database.transaction.bind(database);
    database.transaction = (...parameters) => {
      const isWhole = this.#isMending;
      const transaction = begin(...parameters);
      transaction.addEventListener('abort', () => this.#fail());
      if (isWhole) transaction.addEventListener('complete', () => this.#tell(true));
      return transaction;
    };
    // Another tab deletes the copy, or the browser takes storage away: a write would only throw from now on.
    for (const event of ['versionchange', 'close']) {
      database.addEventListener(event, () => {
        this.#copy.db = null;
        this.#tell(false);
      });
    }
  }

  #fail(): void {
    this.#tell(false);
    clearTimeout(this.#mending);
    this.#mending = setTimeout(() => this.#mend(), mendAfterMs);
  }

  #mend(): void {
    if (!this.#copy.db) return;
    this.#isMending = true;
    const written = storeState(this.#copy);
    this.#isMending = false;
    written.catch(() => this.#fail());
  }

  #tell(isKept: boolean): void {
    if (isKept === this.#isKept) return;
    this.#isKept = isKept;
    this.#onChange();
  }
}
