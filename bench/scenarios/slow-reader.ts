/** One reader stops reading while others write on: what that costs the server, and the others. */
import { Connection } from '../client/connection.ts';
import { Crowd } from '../client/crowd.ts';
import { pace, waitUntil } from '../client/pace.ts';
import { Presence } from '../client/presence.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { Meter } from '../measure/meter.ts';
import { peakBytes, resetPeak, residentBytes } from '../measure/process-usage.ts';
import { everyServer, type Scenario } from '../scenario.ts';

const writers = 20;
const editsPerSecond = 50;
const arriveWithinMs = 5_000;
const renewEveryMs = 15_000;
const mebibyte = 1024 * 1024;

export const slowReader: Scenario = {
  noun: 'slow-reader',
  title: 'Slow reader',
  about: `${writers} writers with ${editsPerSecond} edits a second each read each other for 60 s; then 60 s more with one who keeps its presence alive but reads nothing.`,
  measures: [
    {
      key: 'memory',
      label: 'peak memory above that of the minute before',
      unit: 'MiB',
      digits: 1,
      better: 'less',
      target: { kind: 'figure', value: 8 },
    },
    { key: 'busyMemory', label: 'peak of the minute before above its start', unit: 'MiB', digits: 1, better: 'less' },
    { key: 'p99', label: "others' p99", unit: 'ms', digits: 1, better: 'less' },
    {
      key: 'p99Ratio',
      label: "others' p99 over that before",
      unit: '×',
      digits: 2,
      better: 'less',
      target: { kind: 'figure', value: 1.2 },
    },
  ],
  servers: everyServer,
  rounds: 1,
  async run(server, { isQuick }) {
    const seconds = isQuick ? 5 : 60;
    const plan = await seedPlan(server);
    const editsPerWriter = 2 * seconds * editsPerSecond + 1;
    const crowd = await Crowd.gather(server, plan, { writers, readers: 0, editsPerWriter });
    const { deliveries } = crowd;
    deliveries.startCounting();
    let turns = 0;
    const writeOn = async () => {
      deliveries.latencies.clear();
      resetPeak(server.pid);
      const meter = new Meter(server.pid);
      await pace(writers * editsPerSecond, seconds, () => crowd.write(turns++));
      await waitUntil(() => deliveries.count >= turns * crowd.audience, arriveWithinMs);
      return {
        peak: peakBytes(server.pid) / mebibyte,
        p99: deliveries.latencies.quantile(0.99),
        clientBusy: meter.read().clientBusy,
      };
    };
    const start = residentBytes(server.pid) / mebibyte;
    const before = await writeOn();
    const slow = await Connection.open(server, plan.name, { headers: await server.person(writers) });
    const presence = new Presence(slow, writers);
    presence.renew();
    slow.socket.stopReading();
    const renewing = setInterval(() => presence.renew(), renewEveryMs);
    const during = await writeOn();
    clearInterval(renewing);
    const ending = slow.closeCode === null ? 'its socket was still open at the end' : 'its socket was closed';
    slow.close();
    crowd.close();
    return {
      figures: {
        memory: during.peak - before.peak,
        busyMemory: before.peak - start,
        p99: during.p99,
        p99Ratio: during.p99 / before.p99,
      },
      clientBusy: Math.max(before.clientBusy, during.clientBusy),
      notes: [ending],
    };
  },
};
