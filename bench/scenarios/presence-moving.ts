/** Five hundred cursors in one plan, each moving once a second: what presence costs beside the edits. */
import { Crowd } from '../client/crowd.ts';
import { pace } from '../client/pace.ts';
import { Presence } from '../client/presence.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { Meter } from '../measure/meter.ts';
import { everyServer, type Scenario } from '../scenario.ts';

const writers = 20;
const editsPerSecond = 2;

export const presenceMoving: Scenario = {
  noun: 'presence-moving',
  title: 'Presence moving',
  about: `500 people, ${writers} of whom write ${editsPerSecond} edits a second each, for 15 s without presence; then 15 s in which each moves once a second.`,
  measures: [
    { key: 'without', label: 'server CPU without presence', unit: '% of a core', digits: 0, better: 'less' },
    { key: 'with', label: 'with', unit: '% of a core', digits: 0, better: 'less' },
    {
      key: 'ratio',
      label: 'with over without',
      unit: '×',
      digits: 2,
      better: 'less',
      target: { kind: 'figure', value: 1.3 },
    },
    { key: 'p50', label: 'p50 of an edit meanwhile', unit: 'ms', digits: 1, better: 'less' },
  ],
  servers: everyServer,
  rounds: 1,
  async run(server, { isQuick }) {
    const people = isQuick ? 120 : 500;
    const seconds = isQuick ? 4 : 15;
    const plan = await seedPlan(server);
    const editsPerWriter = 4 * seconds * editsPerSecond + 1;
    const crowd = await Crowd.gather(server, plan, { writers, readers: people - writers, editsPerWriter });
    const connections = [...crowd.writers.map(({ connection }) => connection), ...crowd.readers];
    const present = connections.map((connection, index) => new Presence(connection, index));
    const { deliveries } = crowd;
    deliveries.startCounting();
    const write = () => pace(writers * editsPerSecond, seconds, (turn) => crowd.write(turn));
    const move = () => pace(people, seconds, (turn) => present[turn % people]?.move());
    const measure = async (live: () => Promise<unknown>) => {
      deliveries.latencies.clear();
      const meter = new Meter(server.pid);
      await live();
      const { serverCpuMs, wallMs, clientBusy } = meter.read();
      return { cpu: (serverCpuMs / wallMs) * 100, clientBusy };
    };
    await write();
    const without = await measure(write);
    const moving = await measure(() => Promise.all([write(), move()]));
    const p50 = deliveries.latencies.quantile(0.5);
    crowd.close();
    return {
      figures: { without: without.cpu, with: moving.cpu, ratio: moving.cpu / without.cpu, p50 },
      clientBusy: Math.max(without.clientBusy, moving.clientBusy),
    };
  },
};
