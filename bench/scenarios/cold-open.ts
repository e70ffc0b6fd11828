/** The server is started again, and the first client opens a plan of 260,000 real edits. */
import { Connection } from '../client/connection.ts';
import { waitUntil } from '../client/pace.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { everyDurable, type Scenario } from '../scenario.ts';
import type { Headers, RunningServer } from '../servers/running-server.ts';
import { readTrace } from '../traces/editing-trace.ts';
import { loadTrace } from '../traces/load-trace.ts';

/** What a pause of a second gathers, at the pace of somebody who types. */
const editsPerRow = 5;
const openings = 5;
const loadedWithinMs = 120_000;
/**
 * Of the whole plan as one update; less has come when a server says "in sync" before it has loaded the plan. Not all of it:
 * letters that were typed in a row are sent as one item, and so in fewer bytes than a document writes.
 */
const wholeShare = 0.75;

export const coldOpen: Scenario = {
  noun: 'cold-open',
  title: 'Cold open',
  about: `The editing trace in data/ is put into the server's own store, as rows of ${editsPerRow} edits and as single keystrokes, and the server started. From the first client's connect until it has the plan: the median of ${openings} starts, and the very first, when the server has only the rows.`,
  measures: [
    {
      key: 'rows',
      label: 'opened before',
      unit: 'ms',
      digits: 0,
      better: 'less',
      target: { kind: 'figure', value: 50 },
    },
    { key: 'rowsFirst', label: 'the very first', unit: 'ms', digits: 0, better: 'less' },
    {
      key: 'keystrokes',
      label: 'keystrokes, opened before',
      unit: 'ms',
      digits: 0,
      better: 'less',
      target: { kind: 'figure', value: 50 },
    },
    { key: 'keystrokesFirst', label: 'keystrokes, the very first', unit: 'ms', digits: 0, better: 'less' },
    { key: 'boot', label: 'process start until it listens', unit: 'ms', digits: 0, better: 'less' },
  ],
  servers: everyDurable,
  rounds: 1,
  async run(server, { isQuick }) {
    const limit = isQuick ? 20_000 : Number.POSITIVE_INFINITY;
    const rows = await measure(server, limit, editsPerRow);
    const keystrokes = await measure(server, limit, 1);
    return {
      figures: {
        rows: rows.again,
        rowsFirst: rows.first,
        keystrokes: keystrokes.again,
        keystrokesFirst: keystrokes.first,
        boot: keystrokes.boot,
      },
      clientBusy: 0,
    };
  },
};

async function measure(server: RunningServer, limit: number, rowEdits: number) {
  const plan = await seedPlan(server);
  plan.release();
  const headers = await server.person(0);
  await server.stop();
  const trace = readTrace(plan.update, limit, rowEdits);
  await loadTrace(server, plan, trace);

  const times: number[] = [];
  const boots: number[] = [];
  for (let opening = 0; opening <= openings; opening++) {
    boots.push(await server.start());
    times.push(await openWhole(server, plan.name, headers, trace.whole.byteLength * wholeShare));
    if (opening < openings) await server.stop();
  }
  const [first = Number.NaN, ...others] = times;
  return { first, again: medianOf(others), boot: medianOf(boots) };
}

/** Milliseconds from connecting until so many bytes of the plan are here, and it is said to be all. */
async function openWhole(server: RunningServer, plan: string, headers: Headers, bytes: number): Promise<number> {
  let received = 0;
  let completeAt = Number.NaN;
  const start = performance.now();
  const connection = new Connection(server, plan, {
    headers,
    onFrame: (frame) => {
      received += frame.byteLength;
      if (received >= bytes && !(completeAt > 0)) completeAt = performance.now();
    },
  });
  await waitUntil(() => completeAt > 0 && connection.joinedAt > 0, loadedWithinMs);
  connection.close();
  return Math.max(completeAt, connection.joinedAt) - start;
}

const medianOf = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
