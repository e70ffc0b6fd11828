/**
 * Who is in a room and where (rule S6). The server says who: what a client claims about its actor is overwritten with
 * the session's. One client id per session; entries about anyone else are passed over. Changes are gathered and go
 * out together. In a crowd everyone hears of some people near them, and of the others how many there are.
 */
import { maxPresenceBytes, type Presence as PresenceState, type PresentCounts } from '@longtable/shared/protocol';
import * as decoding from 'lib0/decoding';
import { type PresenceEntry, presenceFrame, presentFrame } from './frames.ts';
import {
  countsEveryMs,
  crowdPresenceEveryMs,
  maxNearShown,
  maxPresenceEntries,
  maxPresentShown,
  presenceEveryMs,
  presenceRefreshMs,
} from './limits.ts';
import type { Session } from './session.ts';

interface Seat {
  session: Session;
  entry: PresenceEntry;
  /** Where it is: an element, or the plan itself. */
  place: string;
}

/** What a session says of itself; `state` is null when it leaves. */
export interface SaidPresence {
  client: number;
  clock: number;
  state: Record<string, unknown> | null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Organisations that are counted by name; the others count only in the total. */
const maxOrganisations = 50;

export class Presence {
  /** In the order in which they last moved. */
  readonly #seats = new Map<number, Seat>();
  readonly #changed = new Set<number>();
  #gone: PresenceEntry[] = [];
  #flushedAt = 0;
  #refreshedAt = 0;
  #countedAt = 0;
  #counted = 0;

  get isCrowd(): boolean {
    return this.#seats.size > maxPresentShown;
  }

  /**
   * What an awareness message of `session` says of itself, or null when it says nothing that counts.
   * y-websocket repeats what it hears about others; those entries are passed over.
   * @throws when the bytes are no awareness update
   */
  read(session: Session, message: Uint8Array): SaidPresence | null {
    const decoder = decoding.createDecoder(message);
    const count = decoding.readVarUint(decoder);
    for (let entries = Math.min(count, maxPresenceEntries); entries > 0; entries--) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const state = decoding.readVarUint8Array(decoder);
      const holder = this.#seats.get(client)?.session;
      // A tab that comes back takes its seat over from its own dead socket.
      const isFree = holder === undefined || holder.actor.id === session.actor.id;
      const isOwn = session.client === null ? isFree : session.client === client;
      if (!isOwn || state.byteLength > maxPresenceBytes) continue;
      const said: unknown = JSON.parse(utf8.decode(state));
      if (said === null) return { client, clock, state: said };
      if (typeof said === 'object' && !Array.isArray(said)) {
        return { client, clock, state: said as Record<string, unknown> };
      }
    }
    return null;
  }

  /** Takes what a session said of itself, stamped with who it is. */
  seat(session: Session, { client, clock, state }: SaidPresence): void {
    if (state === null) {
      this.leave(session, clock);
      return;
    }
    const { id, name, organisation } = session.actor;
    const stamped: PresenceState = { ...state, actor: { id, name, organisation } };
    const entry = { client, clock, state: JSON.stringify(stamped) };
    const place = typeof state.element === 'string' ? state.element : '';
    const before = this.#seats.get(client);
    session.client = client;
    // What only renews itself goes out with the next refresh.
    if (before?.entry.state !== entry.state) this.#changed.add(client);
    this.#seats.delete(client);
    this.#seats.set(client, { session, entry, place });
  }

  /** Frees the seat of a session; the others hear of it with the next flush. */
  leave(session: Session, atClock = 0): void {
    const seat = session.client === null ? undefined : this.#seats.get(session.client);
    if (seat?.session !== session) return;
    const { client, clock } = seat.entry;
    this.#seats.delete(client);
    this.#changed.delete(client);
    this.#gone.push({ client, clock: Math.max(atClock, clock + 1), state: 'null' });
  }

  /** What a session hears when it sits down, or asks. */
  welcome(session: Session): Uint8Array {
    return presenceFrame(this.#shownTo(this.#placeOf(session)));
  }

  /** Sends what has changed, and now and then all, so that nobody is forgotten. @param now milliseconds */
  flush(now: number, listeners: Iterable<Session>): void {
    if (now - this.#refreshedAt > presenceRefreshMs) {
      this.#refreshedAt = now;
      this.#send(listeners, (place) => this.#shownTo(place));
      this.#settle(now);
    } else if (now - this.#flushedAt >= (this.isCrowd ? crowdPresenceEveryMs : presenceEveryMs) && this.#isDirty) {
      this.#send(listeners, (place) => this.#changesFor(place));
      this.#settle(now);
    }
    if (now - this.#countedAt < countsEveryMs || (!this.isCrowd && this.#counted === 0)) return;
    this.#countedAt = now;
    this.#tellCounts(listeners);
  }

  get #isDirty(): boolean {
    return this.#changed.size > 0 || this.#gone.length > 0;
  }

  #settle(now: number): void {
    this.#flushedAt = now;
    this.#changed.clear();
    this.#gone = [];
  }

  /** One frame for all who are at one place. */
  #send(listeners: Iterable<Session>, entriesFor: (place: string) => PresenceEntry[] | null): void {
    const frames = new Map<string, Uint8Array | null>();
    for (const session of listeners) {
      if (session.isBehind) continue;
      const place = this.isCrowd ? this.#placeOf(session) : '';
      let frame = frames.get(place);
      if (frame === undefined) {
        const entries = entriesFor(place);
        frame = entries && presenceFrame(entries);
        frames.set(place, frame);
      }
      if (frame) session.send(frame);
    }
  }

  #placeOf(session: Session): string {
    return (session.client === null ? undefined : this.#seats.get(session.client)?.place) ?? '';
  }

  /** Everyone; in a crowd those at `place` who moved last. */
  #shownTo(place: string): PresenceEntry[] {
    const seats = [...this.#seats.values()];
    const shown = this.isCrowd ? seats.filter((seat) => seat.place === place).slice(-maxNearShown) : seats;
    return shown.map(({ entry }) => entry);
  }

  #changesFor(place: string): PresenceEntry[] | null {
    const changed = this.#shownTo(place).filter(({ client }) => this.#changed.has(client));
    const entries = [...changed, ...this.#gone];
    return entries.length > 0 ? entries : null;
  }

  #tellCounts(listeners: Iterable<Session>): void {
    // Once the crowd has gone, everyone is shown again, and told so by a count of none.
    const total = this.isCrowd ? this.#seats.size : 0;
    if (total === this.#counted) return;
    this.#counted = total;
    const frame = presentFrame(this.#counts(total));
    for (const session of listeners) if (session.wantsSideMessages && !session.isBehind) session.send(frame);
  }

  #counts(total: number): PresentCounts {
    const counts = new Map<string | null, number>();
    for (const { session } of this.#seats.values()) {
      const { organisation } = session.actor;
      counts.set(organisation, (counts.get(organisation) ?? 0) + 1);
    }
    const organisations = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
    return { total, organisations: total === 0 ? [] : organisations.slice(0, maxOrganisations) };
  }
}
