/**
 * Who is in a room and where. The server says who: what a client claims about its actor is overwritten with
 * the session's. One client id per session; entries about anyone else are passed over (rule S6, its first half).
 */
import { maxPresenceBytes, type Presence as PresenceState } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import type { PresenceEntry } from './frames.ts';
import type { Session } from './session.ts';

interface Seat {
  session: Session;
  entry: PresenceEntry;
}

export class Presence {
  readonly #seats = new Map<number, Seat>();

  entries(): PresenceEntry[] {
    return [...this.#seats.values()].map((seat) => seat.entry);
  }

  /**
   * The client id that an awareness message of `session` speaks for, or null when it says nothing of its own.
   * y-websocket repeats what it hears about others; those entries are not its own.
   * @throws when the bytes are no awareness update
   */
  ownEntry(session: Session, message: Uint8Array): PresenceEntry | null {
    const decoder = decoding.createDecoder(message);
    const count = decoding.readVarUint(decoder);
    for (let index = 0; index < count; index++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const state = decoding.readVarString(decoder);
      const holder = this.#seats.get(client)?.session;
      // A tab that comes back takes its seat over from its own dead socket.
      const isFree = holder === undefined || holder.actor.id === session.actor.id;
      const isOwn = session.client === null ? isFree : session.client === client;
      if (isOwn) return { client, clock, state };
    }
    return null;
  }

  /** Takes what a session said of itself, stamped with who it is. Null when it is too large or no object. */
  seat(session: Session, said: PresenceEntry): PresenceEntry | null {
    const parsed: unknown = JSON.parse(said.state);
    if (parsed === null) return this.leave(session, said.clock);
    if (said.state.length > maxPresenceBytes || typeof parsed !== 'object' || Array.isArray(parsed)) return null;
    const { id, name, organisation } = session.actor;
    const stamped: PresenceState = { ...parsed, actor: { id, name, organisation } };
    const entry = { ...said, state: JSON.stringify(stamped) };
    session.client = said.client;
    this.#seats.set(said.client, { session, entry });
    return entry;
  }

  /** Frees the seat of a session; the entry tells the others. */
  leave(session: Session, atClock = 0): PresenceEntry | null {
    const seat = session.client === null ? undefined : this.#seats.get(session.client);
    if (seat?.session !== session) return null;
    this.#seats.delete(seat.entry.client);
    return { client: seat.entry.client, clock: Math.max(atClock, seat.entry.clock + 1), state: 'null' };
  }
}
