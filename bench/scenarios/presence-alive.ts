/** A thousand readers who only stay: their providers renew their presence, and others write. */
import { Crowd } from '../client/crowd.ts';
import { pace, pause } from '../client/pace.ts';
import { Presence } from '../client/presence.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { Meter } from '../measure/meter.ts';
import { everyServer, type Scenario } from '../scenario.ts';

const writers = 20;
const editsPerSecond = 2;
const renewEverySeconds = 15;
/** For what is still on its way; those that have fallen behind by more are cut off. */
const arriveWithinMs = 5_000;

export const presenceAlive: Scenario = {
  noun: 'presence-alive',
  title: 'Presence kept alive',
  about: `1,000 readers renew their presence every ${renewEverySeconds} s while ${writers} write ${editsPerSecond} edits a second each. Measured in the second and third 15 s.`,
  measures: [
    {
      key: 'p50',
      label: 'p50 of an edit',
      unit: 'ms',
      digits: 1,
      better: 'less',
      target: { kind: 'ratio', value: 2 },
    },
    { key: 'p99', label: 'p99', unit: 'ms', digits: 1, better: 'less' },
    { key: 'cpu', label: 'server CPU', unit: '% of a core', digits: 0, better: 'less' },
    { key: 'delivered', label: 'delivered in time', unit: '%', digits: 1, better: 'more' },
  ],
  servers: everyServer,
  rounds: 1,
  async run(server, { isQuick }) {
    const readers = isQuick ? 200 : 1000;
    const seconds = isQuick ? 6 : 2 * renewEverySeconds;
    const warmUpSeconds = isQuick ? 3 : renewEverySeconds;
    const plan = await seedPlan(server);
    const editsPerWriter = (warmUpSeconds + seconds) * editsPerSecond + 1;
    const crowd = await Crowd.gather(server, plan, { writers, readers, editsPerWriter });
    const present = crowd.readers.map((connection, index) => new Presence(connection, index));
    let turns = 0;
    const live = (forSeconds: number) =>
      Promise.all([
        pace(readers / renewEverySeconds, forSeconds, () => present[turns++ % readers]?.renew()),
        pace(writers * editsPerSecond, forSeconds, (turn) => crowd.write(turn)),
      ]);
    await live(warmUpSeconds);
    const { deliveries } = crowd;
    deliveries.startCounting();
    const meter = new Meter(server.pid);
    await live(seconds);
    const { serverCpuMs, wallMs, clientBusy } = meter.read();
    await pause(arriveWithinMs);
    const expected = writers * editsPerSecond * seconds * crowd.audience;
    crowd.close();
    return {
      figures: {
        p50: deliveries.latencies.quantile(0.5),
        p99: deliveries.latencies.quantile(0.99),
        cpu: (serverCpuMs / wallMs) * 100,
        delivered: (deliveries.count / expected) * 100,
      },
      clientBusy,
    };
  },
};
