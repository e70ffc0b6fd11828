/** The server is killed while ten plans are written: which edits that others had seen are gone when it is back. */
import { Connection } from '../client/connection.ts';
import { readMarks } from '../client/marks.ts';
import { pace, pause } from '../client/pace.ts';
import { openDocument, type SeededPlan, seedPlan } from '../client/seeded-plan.ts';
import { Writer } from '../client/writer.ts';
import { everyDurable, type Scenario } from '../scenario.ts';
import type { RunningServer } from '../servers/running-server.ts';

const plansCount = 10;
const writersPerPlan = 2;
const editsPerSecond = 10;
/** Seconds of writing before each kill: with and without a pause for those who store seldom. */
const killedAfter = [3.1, 7.3, 11.7, 14.2, 5.6];
/** Hocuspocus stores a seed after two seconds of calm. */
const calmMs = 4_000;
/** y-websocket says that a plan is all there before it has loaded it. */
const loadedWithinMs = 3_000;

interface WrittenPlan {
  seed: SeededPlan;
  /** Marks of every edit that somebody other than its writer has received. */
  seen: Set<string>;
}

export const kill: Scenario = {
  noun: 'kill',
  title: 'Kill',
  about: `kill -9 while ${plansCount} plans are written by ${writersPerPlan} people each with ${editsPerSecond} edits a second, ${killedAfter.length} times; then it is started again, and every plan read. (A killed process does not lose what the kernel has: a power cut would take more from those who don't fsync.)`,
  measures: [
    { key: 'seen', label: 'edits that others had seen', unit: '', digits: 0, better: 'more' },
    { key: 'lost', label: 'lost', unit: '', digits: 0, better: 'less', target: { kind: 'figure', value: 0 } },
    { key: 'share', label: 'lost', unit: '%', digits: 2, better: 'less' },
  ],
  servers: everyDurable,
  rounds: 1,
  async run(server, { isQuick }) {
    let seen = 0;
    let lost = 0;
    for (const seconds of isQuick ? killedAfter.slice(0, 1) : killedAfter) {
      const plans = await Promise.all(
        Array.from({ length: plansCount }, async () => ({ seed: await seedPlan(server), seen: new Set<string>() })),
      );
      await pause(calmMs);
      await writeUntilKilled(server, plans, seconds);
      await server.start();
      const kept = await Promise.all(plans.map(({ seed }) => marksKept(server, seed.name)));
      plans.forEach((plan, index) => {
        seen += plan.seen.size;
        lost += [...plan.seen].filter((mark) => !kept[index]?.has(mark)).length;
      });
    }
    return { figures: { seen, lost, share: (lost / seen) * 100 }, clientBusy: 0 };
  },
};

async function writeUntilKilled(server: RunningServer, plans: readonly WrittenPlan[], seconds: number): Promise<void> {
  const writing = await Promise.all(plans.flatMap((plan) => seatWriters(server, plan)));
  for (const { seed } of plans) seed.release();
  const rate = writing.length * editsPerSecond;
  await pace(rate, seconds, (turn) => {
    const { writer, connection } = writing[turn % writing.length] as (typeof writing)[number];
    connection.send(writer.next());
  });
  await server.kill();
  for (const { connection } of writing) connection.close();
}

function seatWriters(server: RunningServer, { seed, seen }: WrittenPlan) {
  return Array.from({ length: writersPerPlan }, async (_, index) => {
    const writer = new Writer(index, seed, server.kind.prefix(seed.name));
    const connection = await Connection.open(server, seed.name, {
      headers: await server.person(index),
      onFrame: (frame) =>
        readMarks(frame, (by, edit) => {
          if (by !== index) seen.add(`${by}:${edit}`);
        }),
    });
    return { writer, connection };
  });
}

async function marksKept(server: RunningServer, plan: string): Promise<Set<string>> {
  const { doc, connection } = await openDocument(server, plan);
  await pause(loadedWithinMs);
  connection.close();
  const kept = new Set<string>();
  const text = String(doc.getMap('plan').get('context') ?? '');
  readMarks(Buffer.from(text), (by, edit) => kept.add(`${by}:${edit}`));
  return kept;
}
