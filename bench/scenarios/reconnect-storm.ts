/** A thousand come back after an outage, each with a state vector a few edits behind. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { Connection } from '../client/connection.ts';
import { Crowd } from '../client/crowd.ts';
import { isStep2 } from '../client/frames.ts';
import { markLength } from '../client/marks.ts';
import { pause, waitUntil } from '../client/pace.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { raiseStorm } from '../client/storm.ts';
import { Meter } from '../measure/meter.ts';
import { everyProduct, type Scenario } from '../scenario.ts';
import type { RunningServer } from '../servers/running-server.ts';

const planBytes = 1_000_000;
const guests = 50;
const writers = 20;
/** The last edits, one by one; each who returns lacks some of these. */
const maxBehind = 20;
const deliverWithinMs = 5_000;
/** So that closing the first thousand is not counted with the second. */
const calmMs = 2_000;

/** Where a client stood when it lost the server. */
interface Place {
  stateVector: Uint8Array;
  /** As Longtable told it; null elsewhere. */
  position: Position | null;
}

/** A seq of the log, and the run of the server that told it. */
interface Position {
  seq: number;
  run: number;
}

export const reconnectStorm: Scenario = {
  noun: 'reconnect-storm',
  title: 'Reconnect storm',
  about: `1,000 return at once to a plan of 1 MB, each 1 to ${maxBehind} edits behind. With Longtable a second time by the position in the log that its clients remember.`,
  measures: [
    { key: 'cpu', label: 'server CPU', unit: 's', digits: 2, better: 'less', target: { kind: 'figure', value: 1 } },
    { key: 'seconds', label: 'until all are in sync', unit: 's', digits: 2, better: 'less' },
    {
      key: 'cpuBySeq',
      label: 'server CPU, by seq',
      unit: 's',
      digits: 2,
      better: 'less',
      target: { kind: 'figure', value: 1 },
    },
    { key: 'secondsBySeq', label: 'until all are in sync, by seq', unit: 's', digits: 2, better: 'less' },
    { key: 'lost', label: 'never in sync', unit: '', digits: 0, better: 'less' },
  ],
  servers: everyProduct,
  rounds: 3,
  async run(server, { isQuick }) {
    const count = isQuick ? 200 : 1000;
    const plan = await seedPlan(server, planBytes);
    const crowd = await Crowd.gather(server, plan, { writers, readers: 1, editsPerWriter: 100 });
    await server.invite(guests);
    const headers = await Promise.all(Array.from({ length: guests }, (_, index) => server.person(index)));
    crowd.deliveries.startCounting();

    const places: Place[] = [];
    for (let turn = 0; turn < writers + maxBehind; turn++) {
      if (turn >= writers)
        places.push({
          stateVector: stateVectorOf(plan.stateVector, crowd),
          position: await positionOf(server, plan.name),
        });
      crowd.write(turn);
      await waitUntil(() => crowd.deliveries.count >= (turn + 1) * crowd.audience, deliverWithinMs);
    }

    const comeBack = async (isBySeq: boolean) => {
      const meter = new Meter(server.pid);
      const storm = await raiseStorm(count, (index) => {
        const { stateVector, position } = places[index % places.length] as Place;
        const query = isBySeq && position ? `?side=1&seq=${position.seq}&run=${position.run}` : '';
        return new Connection(server, plan.name, {
          headers: headers[index % guests] ?? {},
          query,
          stateVector,
          isPatient: true,
        });
      });
      const reading = meter.read();
      for (const connection of storm.connections) connection.close();
      return { cpu: reading.serverCpuMs / 1000, busy: reading.clientBusy, ...storm };
    };
    const first = await comeBack(false);
    await pause(calmMs);
    const second = server.kind.role === 'ours' ? await comeBack(true) : null;
    crowd.close();
    return {
      figures: {
        cpu: first.cpu,
        seconds: first.seconds,
        cpuBySeq: second?.cpu ?? null,
        secondsBySeq: second?.seconds ?? null,
        lost: first.lost + (second?.lost ?? 0),
      },
      clientBusy: Math.max(first.busy, second?.busy ?? 0),
    };
  },
};

/** The seed's, and what each writer has written by now. */
function stateVectorOf(seed: Uint8Array, crowd: Crowd): Uint8Array {
  const clocks = Y.decodeStateVector(seed);
  for (const { writer } of crowd.writers) if (writer.edits > 0) clocks.set(writer.client, writer.edits * markLength);
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clocks.size);
    for (const [client, clock] of clocks) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
    }
  });
}

/** Where a page of ours stands that has all, as the server tells it at the end of sync step 2. */
async function positionOf(server: RunningServer, plan: string): Promise<Position | null> {
  if (server.kind.role !== 'ours') return null;
  let position: Position | null = null;
  const connection = await Connection.open(server, plan, {
    headers: await server.person(0),
    query: '?side=1',
    onFrame: (frame, offset) => {
      if (!isStep2(frame, offset)) return;
      const decoder = decoding.createDecoder(frame);
      decoder.pos = offset + 2;
      decoding.readVarUint8Array(decoder);
      position = { seq: decoding.readVarUint(decoder), run: decoding.readVarUint(decoder) };
    },
  });
  connection.close();
  return position;
}
