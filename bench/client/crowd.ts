/** Writers and readers of one plan, connected and in sync, with one account of what reaches whom. */
import type { RunningServer } from '../servers/running-server.ts';
import { Connection, openMany } from './connection.ts';
import { Deliveries } from './deliveries.ts';
import type { SeededPlan } from './seeded-plan.ts';
import { Writer } from './writer.ts';

const openedAtOnce = 50;
/** Readers of Longtable share this many guests, so that a line does not begin with a thousand commits. */
const readerGuests = 50;

export interface WritingMember {
  writer: Writer;
  connection: Connection;
}

export class Crowd {
  readonly writers: WritingMember[];
  readonly readers: Connection[];
  readonly deliveries: Deliveries;

  private constructor(writers: WritingMember[], readers: Connection[], deliveries: Deliveries) {
    this.writers = writers;
    this.readers = readers;
    this.deliveries = deliveries;
  }

  /** Takes the plan over from whoever seeded it. */
  static async gather(
    server: RunningServer,
    plan: SeededPlan,
    size: { writers: number; readers: number; editsPerWriter: number },
  ): Promise<Crowd> {
    const deliveries = new Deliveries(size.writers, size.editsPerWriter);
    await server.invite(size.writers + Math.min(size.readers, readerGuests));
    const open = async (person: number, listener: number | null) =>
      Connection.open(server, plan.name, {
        headers: await server.person(person),
        onFrame: (frame) => deliveries.received(frame, listener),
      });
    const writing = await openMany(size.writers, openedAtOnce, (index) => open(index, index));
    const readers = await openMany(size.readers, openedAtOnce, (index) =>
      open(size.writers + (index % readerGuests), null),
    );
    const writers = writing.map((connection, index) => ({
      connection,
      writer: new Writer(index, plan, connection.prefix),
    }));
    plan.release();
    return new Crowd(writers, readers, deliveries);
  }

  /** How many others each edit should reach. */
  get audience(): number {
    return this.writers.length + this.readers.length - 1;
  }

  /** The next edit of the writer whose turn it is. */
  write(turn: number): void {
    const { writer, connection } = this.writers[turn % this.writers.length] as WritingMember;
    const edit = writer.edits;
    const frame = writer.next();
    this.deliveries.sent(writer.index, edit);
    connection.send(frame);
  }

  close(): void {
    for (const { connection } of this.writers) connection.close();
    for (const connection of this.readers) connection.close();
  }
}
