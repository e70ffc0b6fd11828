/**
 * A plan's socket: y-websocket's provider, what the server says beside the protocol (shared/protocol), and from
 * these whether everything is on the server's disk. Knows nothing of what a plan holds.
 */
import type { PlanId } from '@longtable/shared/ids';
import { schemaVersion } from '@longtable/shared/plan/document';
import { closeCode, maxUpdateBytes, messageType, type PresentCounts, syncMessage } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { OutgoingChanges, type SplitUpdate } from './outgoing-changes.ts';
import { readSaved, savedSocket } from './saved-socket.ts';

/**
 * `saved`: the server has every change of this page on its disk. `saving`: some are on their way. `unsaved`: the
 * server can't write at the moment. `away`: there is no connection. `refused`: the server closed the door for good.
 */
export type ConnectionState =
  | { type: 'opening' }
  | { type: 'saved' }
  | { type: 'saving' }
  | { type: 'unsaved' }
  | { type: 'away' }
  | { type: 'refused'; code: number };

/** Attempts to come back grow to this, milliseconds. */
const maxBackoffMs = 8_000;

export class PlanConnection {
  readonly #provider: WebsocketProvider;
  readonly #onChange: () => void;
  readonly #onAsked: (stateVector: Uint8Array) => void;
  readonly #changes = new OutgoingChanges(loadSplit, () => this.#provider.synced);
  #isStorageFailing = false;
  #present: PresentCounts | null = null;
  #marks = 0;
  #refusal: number | null = null;

  /**
   * Opens no socket before `connect`.
   * @param onChange after `state`, `present` or `marks` may have changed
   * @param onAsked when the server says what it has, before it sends what this page lacks
   */
  constructor(plan: PlanId, doc: Y.Doc, onChange: () => void, onAsked: (stateVector: Uint8Array) => void) {
    this.#onChange = onChange;
    this.#onAsked = onAsked;
    const address = new URL('/sync', location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    this.#provider = new WebsocketProvider(address.href, plan, doc, {
      connect: false,
      params: { side: '1', schema: String(schemaVersion) },
      disableBc: true,
      // What is too large stays too large: coming back with it would go on for ever.
      shouldReconnect: ({ code }) => code !== closeCode.tooLarge && !(code >= 4400 && code < 4500),
      WebSocketPolyfill: savedSocket(this.#changes, onChange),
    });
    this.#spreadReturns();
    this.#readSideMessages();
    this.#provider.on('status', onChange);
    this.#provider.on('sync', () => {
      this.#marks++;
      void this.#changes.flush();
      onChange();
    });
    this.#provider.on('closed', ({ code }) => {
      const isTooLarge = code === closeCode.refusedUpdate && this.#changes.largest > maxUpdateBytes;
      this.#refusal = isTooLarge ? closeCode.tooLarge : code;
      onChange();
    });
  }

  get awareness(): Awareness {
    return this.#provider.awareness;
  }

  /** How many are present, when they are too many to be known one by one. */
  get present(): PresentCounts | null {
    return this.#present;
  }

  /** Grows when versions, or notes on changes, are others than before, as far as this page can know. */
  get marks(): number {
    return this.#marks;
  }

  get state(): ConnectionState {
    if (this.#refusal !== null) return { type: 'refused', code: this.#refusal };
    const { wsconnected, synced } = this.#provider;
    if (!wsconnected) return { type: 'away' };
    if (this.#isStorageFailing) return { type: 'unsaved' };
    // The first change is the answer to the server's question what it lacks.
    if (!synced || !this.#changes.isBegun) return { type: 'opening' };
    return { type: this.#changes.isSaved ? 'saved' : 'saving' };
  }

  /** Whether a change of the document came from the server. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#provider;
  }

  connect(): void {
    if (this.#refusal === null) this.#provider.connect();
  }

  disconnect(): void {
    this.#provider.disconnect();
  }

  close(): void {
    this.#provider.destroy();
  }

  /**
   * Everybody whom a restarting server lost would come back at the same moment: each waits a random part of the
   * pause. The provider waits at most `maxBackoffTime`, and reads it right after this event.
   */
  #spreadReturns(): void {
    this.#provider.on('connection-close', () => {
      this.#isStorageFailing = false;
      this.#present = null;
      const pauseMs = Math.min(2 ** (this.#provider.wsUnsuccessfulReconnects + 1) * 100, maxBackoffMs);
      this.#provider.maxBackoffTime = Math.random() * pauseMs;
    });
  }

  #readSideMessages(): void {
    const handlers = this.#provider.messageHandlers;
    const readSync = handlers[messageType.sync];
    handlers[messageType.sync] = (encoder, decoder, ...rest) => {
      const asked = decoding.clone(decoder);
      if (decoding.readVarUint(asked) === syncMessage.step1) this.#onAsked(decoding.readVarUint8Array(asked));
      readSync?.(encoder, decoder, ...rest);
      if (!this.#provider.synced || !decoding.hasContent(decoder)) return;
      // From here on this page has all that the plan held at this seq, and needs only the rest when it comes back.
      const seq = String(decoding.readVarUint(decoder));
      this.#provider.params = { ...this.#provider.params, seq };
      if (decoding.hasContent(decoder)) this.#provider.params.run = String(decoding.readVarUint(decoder));
    };
    handlers[messageType.saved] = (_encoder, decoder) => {
      this.#changes.noteSaved(readSaved(decoder).count);
      this.#onChange();
    };
    handlers[messageType.storage] = (_encoder, decoder) => {
      this.#isStorageFailing = decoding.readVarUint(decoder) === 1;
      this.#changes.noteStorage(this.#isStorageFailing);
      this.#onChange();
    };
    handlers[messageType.present] = (_encoder, decoder) => {
      const present = JSON.parse(decoding.readVarString(decoder)) as PresentCounts;
      this.#present = present.total > 0 ? present : null;
      this.#onChange();
    };
    handlers[messageType.marked] = () => {
      this.#marks++;
      this.#onChange();
    };
  }
}

/** Few ever write so much at once that it has to be split. Without the code for it, it is sent as it is, and may be refused. */
const loadSplit = (): Promise<SplitUpdate> =>
  import('@longtable/shared/updates/split-update').then(
    ({ splitUpdate }) => splitUpdate,
    () => (update) => [update],
  );
