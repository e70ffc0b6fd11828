/** Many read what some write, at the pace of people: what each delivered edit costs the server, and how late it is. */
import { Crowd } from '../client/crowd.ts';
import { pace, waitUntil } from '../client/pace.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { Meter } from '../measure/meter.ts';
import { everyServer, type Scenario } from '../scenario.ts';

const writers = 20;
const readers = 180;
const editsPerSecond = 5;
const arriveWithinMs = 10_000;

export const propagation: Scenario = {
  noun: 'propagation',
  title: 'Propagation',
  about: `One plan, ${writers} writers with ${editsPerSecond} edits a second each, ${readers} readers.`,
  measures: [
    {
      key: 'cpu',
      label: 'server CPU per 10,000 deliveries',
      unit: 'ms',
      digits: 0,
      better: 'less',
      target: { kind: 'ratio', value: 0.7 },
    },
    { key: 'p50', label: 'p50', unit: 'ms', digits: 1, better: 'less' },
    { key: 'p99', label: 'p99', unit: 'ms', digits: 1, better: 'less', target: { kind: 'ratio', value: 3 } },
    { key: 'delivered', label: 'delivered', unit: '%', digits: 2, better: 'more' },
  ],
  servers: everyServer,
  rounds: 3,
  async run(server, { isQuick }) {
    const warmUpSeconds = isQuick ? 1 : 3;
    const seconds = isQuick ? 3 : 15;
    const rate = writers * editsPerSecond;
    const plan = await seedPlan(server);
    const editsPerWriter = (warmUpSeconds + seconds) * editsPerSecond + 1;
    const crowd = await Crowd.gather(server, plan, { writers, readers, editsPerWriter });
    let turns = 0;
    await pace(rate, warmUpSeconds, () => crowd.write(turns++));
    const { deliveries } = crowd;
    deliveries.startCounting();
    const meter = new Meter(server.pid);
    await pace(rate, seconds, () => crowd.write(turns++));
    const expected = rate * seconds * crowd.audience;
    await waitUntil(() => deliveries.count >= expected, arriveWithinMs);
    const { serverCpuMs, clientBusy } = meter.read();
    crowd.close();
    return {
      figures: {
        cpu: (serverCpuMs / deliveries.count) * 10_000,
        p50: deliveries.latencies.quantile(0.5),
        p99: deliveries.latencies.quantile(0.99),
        delivered: (deliveries.count / expected) * 100,
      },
      clientBusy,
    };
  },
};
