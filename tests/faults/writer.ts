/** Somebody who writes marks such as «3:17» (writer 3, its edit 17), and knows which of them it was told are saved. */
import { planText } from '@longtable/shared/plan/document';
import { messageType, syncMessage } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import type { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import type { Guest, ServerProcess } from './server-process.ts';

export class Writer {
  readonly provider: WebsocketProvider;
  readonly name: string;
  readonly #number: number;
  readonly #written: string[] = [];
  /** For each change that was sent on the open socket, how many marks had been written. */
  #sent: number[] = [];
  #savedOnSocket = 0;
  #saved = 0;
  /** Called whenever the server has said "saved". */
  onSaved: () => void = () => undefined;
  /** Called when the server says whether it can save. */
  onStorage: (isFailing: boolean) => void = () => undefined;

  constructor(server: ServerProcess, plan: string, guest: Guest, number: number) {
    this.name = guest.name;
    this.#number = number;
    this.provider = server.connect(plan, guest, {
      onSend: (data) => {
        if (isChange(data)) this.#sent.push(this.#written.length);
      },
    });
    this.provider.on('status', ({ status }) => {
      if (status === 'connecting') this.#sent = [];
      this.#savedOnSocket = 0;
    });
    this.provider.messageHandlers[messageType.saved] = (_encoder, decoder: decoding.Decoder) => {
      this.#savedOnSocket = decoding.readVarUint(decoder);
      decoding.readVarUint(decoder);
      this.#saved = Math.max(this.#saved, this.#sent[this.#savedOnSocket - 1] ?? 0);
      this.onSaved();
    };
    this.provider.messageHandlers[messageType.storage] = (_encoder, decoder: decoding.Decoder) =>
      this.onStorage(decoding.readVarUint(decoder) === 1);
  }

  get text(): Y.Text {
    return planText(this.provider.doc, 'context') as Y.Text;
  }

  /** The marks that it was told are saved. */
  get saved(): string[] {
    return this.#written.slice(0, this.#saved);
  }

  get written(): readonly string[] {
    return this.#written;
  }

  /** Whether everything it sent is saved. */
  get isSaved(): boolean {
    return this.provider.synced && this.#sent.length > 0 && this.#savedOnSocket === this.#sent.length;
  }

  /** @param padding written with the mark, to make it long */
  write(padding = ''): void {
    const mark = `«${this.#number}:${this.#written.length}»`;
    this.#written.push(mark);
    this.text.insert(this.text.length, mark + padding);
  }

  /** Marks of others that it sees. */
  seen(): string[] {
    return [...marksIn(this.text.toJSON())].filter((mark) => !mark.startsWith(`«${this.#number}:`));
  }
}

export const marksIn = (text: string) => new Set(text.match(/«\d+:\d+»/g) ?? []);

function isChange(data: Uint8Array): boolean {
  const decoder = decoding.createDecoder(data);
  return decoding.readVarUint(decoder) === messageType.sync && decoding.readVarUint(decoder) !== syncMessage.step1;
}
