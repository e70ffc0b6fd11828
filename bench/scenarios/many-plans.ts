/** A server of very many small plans, each with a few people who write now and then: what a plan costs in memory. */
import { Connection } from '../client/connection.ts';
import { Deliveries } from '../client/deliveries.ts';
import { pace, pause, waitUntil } from '../client/pace.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { Writer } from '../client/writer.ts';
import { Meter } from '../measure/meter.ts';
import { residentBytes } from '../measure/process-usage.ts';
import { everyServer, type Scenario } from '../scenario.ts';
import type { RunningServer } from '../servers/running-server.ts';

const peoplePerPlan = 3;
const guests = 150;
const editsPerPlan = 5;
const openedAtOnce = 20;
const arriveWithinMs = 10_000;
/** So that what was only needed to open is collected. */
const calmMs = 10_000;
const kilobyte = 1_000;

interface OpenPlan {
  writer: Writer;
  people: Connection[];
}

export const manyPlans: Scenario = {
  noun: 'many-plans',
  title: 'Many plans',
  about: `1,000 plans with ${peoplePerPlan} people each, one of whom makes ${editsPerPlan} edits in the course of 20 s.`,
  measures: [
    {
      key: 'memory',
      label: `memory per plan with its ${peoplePerPlan} sockets`,
      unit: 'KB',
      digits: 0,
      better: 'less',
      target: { kind: 'figure', value: 90 },
    },
    { key: 'p50', label: 'an edit, p50', unit: 'ms', digits: 1, better: 'less' },
    { key: 'p99', label: 'p99', unit: 'ms', digits: 1, better: 'less' },
  ],
  servers: everyServer,
  rounds: 1,
  async run(server, { isQuick }) {
    const count = isQuick ? 100 : 1000;
    const seconds = isQuick ? 4 : 20;
    await server.invite(guests);
    const deliveries = new Deliveries(count + 1, editsPerPlan + 1);
    const first = await openPlan(server, count, deliveries);
    const before = residentBytes(server.pid);
    const plans: OpenPlan[] = [];
    while (plans.length < count) {
      const batch = Array.from({ length: openedAtOnce }, (_, index) =>
        openPlan(server, plans.length + index, deliveries),
      );
      plans.push(...(await Promise.all(batch)));
    }
    deliveries.startCounting();
    const meter = new Meter(server.pid);
    const edits = count * editsPerPlan;
    await pace(edits / seconds, seconds, (turn) => {
      const { writer, people } = plans[turn % count] as OpenPlan;
      const edit = writer.edits;
      const frame = writer.next();
      deliveries.sent(writer.index, edit);
      people[0]?.send(frame);
    });
    await waitUntil(() => deliveries.count >= edits * (peoplePerPlan - 1), arriveWithinMs);
    const { clientBusy } = meter.read();
    await pause(isQuick ? 1_000 : calmMs);
    const memory = (residentBytes(server.pid) - before) / count / kilobyte;
    for (const { people } of [first, ...plans]) for (const person of people) person.close();
    const { latencies } = deliveries;
    return { figures: { memory, p50: latencies.quantile(0.5), p99: latencies.quantile(0.99) }, clientBusy };
  },
};

async function openPlan(server: RunningServer, number: number, deliveries: Deliveries): Promise<OpenPlan> {
  const plan = await seedPlan(server);
  const people = await Promise.all(
    Array.from({ length: peoplePerPlan }, async (_, index) =>
      Connection.open(server, plan.name, {
        headers: await server.person((number * peoplePerPlan + index) % guests),
        onFrame: (frame) => deliveries.received(frame, index === 0 ? number : null),
      }),
    ),
  );
  plan.release();
  return { writer: new Writer(number, plan, server.kind.prefix(plan.name)), people };
}
