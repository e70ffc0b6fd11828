/** Somebody who is seen at a plan: says where they are, again and again. */
import type { Connection } from './connection.ts';
import { awarenessFrame } from './frames.ts';

export class Presence {
  readonly #connection: Connection;
  readonly #client = Math.floor(Math.random() * 2 ** 31);
  readonly #name: string;
  #clock = 0;
  #at = 0;

  constructor(connection: Connection, number: number) {
    this.#connection = connection;
    this.#name = `Guest ${number + 1}`;
  }

  /** Says the same again, as a provider does every fifteen seconds. */
  renew(): void {
    const state = {
      user: { name: this.#name, color: '#3b6e8f' },
      element: 'context',
      cursor: { anchor: this.#at, head: this.#at },
    };
    const frame = awarenessFrame(this.#connection.prefix, this.#client, ++this.#clock, JSON.stringify(state));
    this.#connection.send(frame);
  }

  move(): void {
    this.#at++;
    this.renew();
  }
}
