/** The rate is raised until a hundredth of the deliveries take more than a quarter of a second. */
import { Crowd } from '../client/crowd.ts';
import { pace, waitUntil } from '../client/pace.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { Meter, maxClientBusy } from '../measure/meter.ts';
import { everyServer, type Scenario } from '../scenario.ts';

const writers = 20;
const readers = 180;
const maxP99Ms = 250;
const firstRate = 100;
const growth = 1.6;
const maxSteps = 14;
/** Edits of one writer over all steps. */
const editsPerWriter = 120_000;
const warmUpSeconds = 1;
const arriveWithinMs = 3_000;

interface Step {
  rate: number;
  deliveriesPerCpuSecond: number;
  p99: number;
  isComplete: boolean;
  clientBusy: number;
}

export const saturation: Scenario = {
  noun: 'saturation',
  title: 'Saturation',
  about: `${writers} writers and ${readers} readers of one plan; the rate is raised by ${growth} until p99 is above ${maxP99Ms} ms. The figures are those of the last rate below it.`,
  measures: [
    {
      key: 'perCpuSecond',
      label: 'edits delivered per CPU-second',
      unit: 'M',
      digits: 3,
      better: 'more',
      target: { kind: 'ratio', value: 2 },
    },
    { key: 'rate', label: 'edits written per second', unit: '', digits: 0, better: 'more' },
    { key: 'p99', label: 'p99 at that rate', unit: 'ms', digits: 0, better: 'less' },
  ],
  servers: everyServer,
  rounds: 3,
  async run(server, { isQuick }) {
    const seconds = isQuick ? 2 : 4;
    const plan = await seedPlan(server);
    const crowd = await Crowd.gather(server, plan, { writers, readers, editsPerWriter });
    const { deliveries } = crowd;
    deliveries.startCounting();
    let turns = 0;

    const takeStep = async (rate: number): Promise<Step> => {
      await pace(rate, warmUpSeconds, () => crowd.write(turns++));
      await waitUntil(() => deliveries.count >= turns * crowd.audience, arriveWithinMs);
      const before = deliveries.count;
      deliveries.latencies.clear();
      const meter = new Meter(server.pid);
      await pace(rate, seconds, () => crowd.write(turns++));
      const written = meter.read();
      const isComplete = await waitUntil(() => deliveries.count >= turns * crowd.audience, arriveWithinMs);
      const arrived = meter.read();
      return {
        rate,
        deliveriesPerCpuSecond: (deliveries.count - before) / (arrived.serverCpuMs / 1000),
        p99: deliveries.latencies.quantile(0.99),
        isComplete,
        clientBusy: written.clientBusy,
      };
    };

    let last: Step | null = null;
    const notes: string[] = [];
    for (let step = 0, rate = firstRate, failures = 0; step < maxSteps && failures < 2; step++) {
      const taken = await takeStep(rate);
      const isTooSlow = !taken.isComplete || taken.p99 > maxP99Ms;
      if (taken.clientBusy > maxClientBusy) notes.push(`no measurement at ${rate}/s: the client was busy`);
      else if (!taken.isComplete) notes.push(`at ${rate}/s it fell behind`);
      else if (isTooSlow) notes.push(`at ${rate}/s p99 was ${Math.round(taken.p99)} ms`);
      else last = taken;
      failures = isTooSlow ? failures + 1 : 0;
      rate = Math.round(rate * growth);
    }
    crowd.close();
    return {
      figures: {
        perCpuSecond: last ? last.deliveriesPerCpuSecond / 1e6 : null,
        rate: last?.rate ?? null,
        p99: last?.p99 ?? null,
      },
      clientBusy: last?.clientBusy ?? 0,
      notes,
    };
  },
};
