/**
 * A browser tab with a plan: a document that speaks y-protocols over a wire as y-websocket does, and a copy on the
 * device that it shares with the other tabs of its person. Notes what it was told is saved.
 */
import { messageType, syncMessage } from '@longtable/shared/protocol';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import { decodeUpdate } from '@longtable/shared/updates/update-codec';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import type { Role } from '../../server/src/access/access.ts';
import { KnownState } from '../../server/src/room/known-state.ts';
import type { ResumePoint } from '../../server/src/room/session.ts';
import type { Actor } from '../../server/src/store/plan-store.ts';
import { Wire, type WireListener } from './wire.ts';

/** Somebody on one device. */
export interface Person {
  actor: Actor;
  role: Role;
  /** IndexedDB, as y-indexeddb fills it. */
  copy: Uint8Array[];
  /** Every client id that one of their tabs had, and what was deleted in one of them. */
  clients: Set<number>;
  deletions: IdRanges;
}

/** What a message that was sent held at the least. */
interface Sent {
  clocks: ReadonlyMap<number, number>;
  deletions: IdRanges;
}

export class Tab implements WireListener {
  readonly doc = new Y.Doc();
  readonly person: Person;
  readonly wantsSideMessages: boolean;
  wire: Wire | null = null;
  /** Everything up to here is in the document; null until that is known. */
  position: ResumePoint | null = null;
  /** What it was told is saved, on any wire. */
  readonly saved = { clocks: new Map<number, number>(), deletions: new IdRanges() };
  closedWith: number | null = null;
  #sent: Sent[] = [];
  #savedCount = 0;
  #isSynced = false;
  #seqOnWire = 0;
  #runOnWire = 0;

  constructor(person: Person, client: number, wantsSideMessages: boolean) {
    this.person = person;
    this.wantsSideMessages = wantsSideMessages;
    this.doc.clientID = client;
    person.clients.add(client);
    this.doc.transact(() => {
      for (const update of person.copy) Y.applyUpdate(this.doc, update, person);
    }, person);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      person.copy.push(update);
      if (origin instanceof Wire) return;
      const { deletions } = decodeUpdate(update);
      person.deletions.addAll(deletions);
      const clocks = new Map([[client, Y.getState(this.doc.store, client)]]);
      this.#sendChange(syncMessage.update, update, { clocks, deletions });
    });
  }

  get isOnline(): boolean {
    return this.wire?.isOpen ?? false;
  }

  /** Whether the server has said that it has all of this tab's changes. */
  get isSaved(): boolean {
    return this.#isSynced && (!this.wantsSideMessages || this.#savedCount === this.#sent.length);
  }

  /** @returns the wire, whose other end is the server's */
  connect(): Wire {
    this.wire = new Wire(this);
    this.#sent = [];
    this.#savedCount = 0;
    this.#isSynced = false;
    this.#seqOnWire = 0;
    this.wire.sendToServer(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, messageType.sync);
        syncProtocol.writeSyncStep1(encoder, this.doc);
      }),
    );
    return this.wire;
  }

  receive(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    switch (decoding.readVarUint(decoder)) {
      case messageType.sync:
        this.#receiveSync(decoder);
        return;
      case messageType.saved:
        this.#noteSaved(decoding.readVarUint(decoder));
        return;
      case messageType.awareness:
      case messageType.storage:
      case messageType.present:
      case messageType.marked:
        return;
      default:
        throw new Error('The server sent a message of an unknown type.');
    }
  }

  closed(code: number): void {
    this.closedWith = code;
  }

  #receiveSync(decoder: decoding.Decoder): void {
    const encoder = encoding.createEncoder();
    const kind = syncProtocol.readSyncMessage(decoder, encoder, this.doc, this.wire, (error) => {
      throw error;
    });
    if (kind === syncMessage.step1) {
      const all = decoding.readVarUint8Array(decoding.createDecoder(encoding.toUint8Array(encoder).subarray(1)));
      const { clocks, deletions } = KnownState.ofDocument(this.doc);
      this.#sendChange(syncMessage.step2, all, { clocks, deletions });
      return;
    }
    if (decoding.hasContent(decoder)) this.#seqOnWire = Math.max(this.#seqOnWire, decoding.readVarUint(decoder));
    if (kind === syncMessage.step2) this.#isSynced = true;
    if (decoding.hasContent(decoder)) this.#runOnWire = decoding.readVarUint(decoder);
    if (this.#isSynced && this.wantsSideMessages) this.position = { seq: this.#seqOnWire, run: this.#runOnWire };
  }

  #sendChange(kind: number, update: Uint8Array, sent: Sent): void {
    if (!this.isOnline) return;
    this.#sent.push(sent);
    this.wire?.sendToServer(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, messageType.sync);
        encoding.writeVarUint(encoder, kind);
        encoding.writeVarUint8Array(encoder, update);
      }),
    );
  }

  #noteSaved(count: number): void {
    if (count > this.#sent.length) throw new Error(`${count} changes are saved, of ${this.#sent.length} sent.`);
    for (const { clocks, deletions } of this.#sent.slice(this.#savedCount, count)) {
      for (const [client, clock] of clocks) {
        this.saved.clocks.set(client, Math.max(clock, this.saved.clocks.get(client) ?? 0));
      }
      this.saved.deletions.addAll(deletions);
    }
    this.#savedCount = Math.max(this.#savedCount, count);
  }
}
