/** A thousand readers open a large plan at the same moment, while somebody writes on. */
import { Canary } from '../client/canary.ts';
import { Connection } from '../client/connection.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { raiseStorm } from '../client/storm.ts';
import { Meter } from '../measure/meter.ts';
import { peakBytes, resetPeak, residentBytes } from '../measure/process-usage.ts';
import { everyServer, type Scenario } from '../scenario.ts';

const planBytes = 1_000_000;
const guests = 50;
/** Of a large frame the storm keeps only what tells its type. */
const headBytes = 64;
const megabyte = 1_000_000;

export const joinStorm: Scenario = {
  noun: 'join-storm',
  title: 'Join storm',
  about:
    '1,000 readers open a plan of 1 MB at once, connecting included; a pair that was there before writes every 20 ms.',
  measures: [
    { key: 'cpu', label: 'server CPU', unit: 's', digits: 2, better: 'less', target: { kind: 'figure', value: 2 } },
    {
      key: 'seconds',
      label: 'until all are in sync',
      unit: 's',
      digits: 2,
      better: 'less',
      target: { kind: 'figure', value: 3 },
    },
    {
      key: 'p50',
      label: 'an edit made meanwhile, p50',
      unit: 'ms',
      digits: 0,
      better: 'less',
      target: { kind: 'ratio', value: 0.1 },
    },
    {
      key: 'memory',
      label: 'peak memory above loaded',
      unit: 'MB',
      digits: 0,
      better: 'less',
      target: { kind: 'figure', value: 50 },
    },
    { key: 'lost', label: 'never in sync', unit: '', digits: 0, better: 'less' },
  ],
  servers: everyServer,
  rounds: 3,
  async run(server, { isQuick }) {
    const readers = isQuick ? 200 : 1000;
    const plan = await seedPlan(server, planBytes);
    await server.invite(guests);
    const headers = await Promise.all(Array.from({ length: guests }, (_, index) => server.person(index)));
    const canary = await Canary.sit(server, plan);
    resetPeak(server.pid);
    const loaded = residentBytes(server.pid);
    const meter = new Meter(server.pid);
    canary.sing();
    const storm = await raiseStorm(
      readers,
      (index) =>
        new Connection(server, plan.name, {
          headers: headers[index % guests] ?? {},
          isPatient: true,
          keptBytes: headBytes,
        }),
    );
    const { serverCpuMs, clientBusy } = meter.read();
    const { p50 } = await canary.fallSilent(10_000);
    const memory = (peakBytes(server.pid) - loaded) / megabyte;
    for (const connection of storm.connections) connection.close();
    canary.close();
    return { figures: { cpu: serverCpuMs / 1000, seconds: storm.seconds, p50, memory, lost: storm.lost }, clientBusy };
  },
};
