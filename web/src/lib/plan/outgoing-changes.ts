/**
 * The changes of a page on their way to the server, in order, and how far they came. One that may be more than the server
 * takes at once waits until it can be split, and what follows waits behind it. Knows messages, no sockets.
 */
import { messageType, syncMessage } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export type SplitUpdate = (update: Uint8Array) => Uint8Array[];

interface Change {
  message: Uint8Array;
  kind: number;
  update: Uint8Array;
  /** What goes out for it, once that is known: the message itself, or its parts. */
  messages: Uint8Array[] | null;
}

/** An update of this size can't break a limit on what one may add, bytes: it has no room for so many structs. */
const surelySmall = 4 * 1024;

export class OutgoingChanges {
  readonly #loadSplit: () => Promise<SplitUpdate>;
  readonly #isSynced: () => boolean;
  #send: (message: Uint8Array) => void = () => undefined;
  #waiting: Change[] = [];
  #isLoading = false;
  #isStorageFailing = false;
  #sent = 0;
  /** Of those that were sent on the open socket, how many are on the server's disk. */
  #saved = 0;
  /** How many were sent with the last part of an answer to what the server lacks; 0 when none is on its way. */
  #answered = 0;
  #largest = 0;

  /** @param isSynced whether the server has answered on the open socket: before, it says whether it can save */
  constructor(loadSplit: () => Promise<SplitUpdate>, isSynced: () => boolean) {
    this.#loadSplit = loadSplit;
    this.#isSynced = isSynced;
  }

  /** Whether anything was given since the socket opened. */
  get isBegun(): boolean {
    return this.#sent + this.#waiting.length > 0;
  }

  get isSaved(): boolean {
    return this.#waiting.length === 0 && this.#saved >= this.#sent;
  }

  /** The largest message that was sent on the open socket, bytes. */
  get largest(): number {
    return this.#largest;
  }

  /** A new socket: the server asks first what it lacks, and that is all that waited for the old one. */
  begin(send: (message: Uint8Array) => void): void {
    this.#send = send;
    this.#waiting = [];
    this.#isStorageFailing = false;
    this.#sent = 0;
    this.#saved = 0;
    this.#answered = 0;
    this.#largest = 0;
  }

  /** Takes a change to be sent. @returns whether the message is one */
  take(message: Uint8Array): boolean {
    const change = readChange(message);
    if (!change) return false;
    if (change.kind === syncMessage.step2) {
      // The server asks again when it could not place a part; the answer that is on its way is one to that too.
      if (this.#answered > this.#saved) return true;
      // It holds all that the server lacks, and so all that waits.
      this.#waiting = [];
    }
    if (this.#waiting.length === 0 && !mayBeLarge(change.update)) this.#sendNow(message);
    else this.#waiting.push(change);
    void this.flush();
    return true;
  }

  /** Of the changes that were sent on the open socket, the first `count` are on the server's disk. */
  noteSaved(count: number): void {
    this.#saved = count;
    void this.flush();
  }

  /** While the server can't save it passes over what is sent; when it can again it asks for what that was. */
  noteStorage(isFailing: boolean): void {
    this.#isStorageFailing = isFailing;
    if (isFailing) this.#answered = 0;
    void this.flush();
  }

  /** Sends what waits, as far as it may go now. */
  async flush(): Promise<void> {
    if (this.#isLoading || this.#waiting.length === 0) return;
    this.#isLoading = true;
    const split = await this.#loadSplit();
    this.#isLoading = false;
    for (let change = this.#waiting[0]; change && this.#mayGo(change, split); change = this.#waiting[0]) {
      this.#waiting.shift();
      const { messages, kind } = change;
      for (const message of messages ?? []) this.#sendNow(message);
      if (kind === syncMessage.step2 && messages && messages.length > 1) this.#answered = this.#sent;
    }
  }

  /**
   * Parts of which the server passes over one would each be asked for again, and all with it. So they go when it can
   * save, and those of what was just written only after what they may build on.
   */
  #mayGo(change: Change, split: SplitUpdate): boolean {
    if (mayBeLarge(change.update) && (this.#isStorageFailing || !this.#isSynced())) return false;
    change.messages ??= messagesOf(change, split);
    return change.messages.length === 1 || change.kind === syncMessage.step2 || this.#saved >= this.#sent;
  }

  #sendNow(message: Uint8Array): void {
    this.#send(message);
    this.#sent++;
    this.#largest = Math.max(this.#largest, message.length);
  }
}

function readChange(message: Uint8Array): Change | null {
  const decoder = decoding.createDecoder(message);
  if (decoding.readVarUint(decoder) !== messageType.sync) return null;
  const kind = decoding.readVarUint(decoder);
  if (kind === syncMessage.step1) return null;
  return { message, kind, update: decoding.readVarUint8Array(decoder), messages: null };
}

/** An update begins with how many client ids add something: one that only deletes may be long, and takes no splitting. */
function mayBeLarge(update: Uint8Array): boolean {
  return update.length > surelySmall && update[0] !== 0;
}

/** The last one is of the change's own kind: only after that has the server all that a step 2 stands for. */
function messagesOf({ message, kind, update }: Change, split: SplitUpdate): Uint8Array[] {
  const parts = mayBeLarge(update) ? split(update) : [update];
  if (parts.length === 1) return [message];
  const last = parts.length - 1;
  return parts.map((part, index) =>
    encoding.encode((out) => {
      encoding.writeVarUint(out, messageType.sync);
      encoding.writeVarUint(out, index === last ? kind : syncMessage.update);
      encoding.writeVarUint8Array(out, part);
    }),
  );
}
