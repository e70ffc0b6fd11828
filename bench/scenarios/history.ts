/** Somebody opens the history of a plan of 260,000 real edits, compares any two points of it, and restores. */
import { join } from 'node:path';
import * as Y from 'yjs';
import { openSqliteStore } from '../../server/src/store/sqlite/sqlite-store.ts';
import { parsePlanId } from '../../shared/src/ids.ts';
import { pause } from '../client/pace.ts';
import { createRandom } from '../client/random.ts';
import { seedPlan } from '../client/seeded-plan.ts';
import { Latencies } from '../measure/latencies.ts';
import type { Scenario } from '../scenario.ts';
import type { RunningServer } from '../servers/running-server.ts';
import { readTrace } from '../traces/editing-trace.ts';
import { loadSettled } from '../traces/load-trace.ts';

/** What a pause of a second gathers, at the pace of somebody who types. */
const editsPerRow = 5;
const openings = 5;
const diffs = 200;
const blocks = 10_000;
/** A checkpoint is written after the first answer. */
const checkpointWithinMs = 20_000;

const ms = (key: string, label: string, value?: number) => ({
  key,
  label,
  unit: 'ms',
  digits: 0,
  better: 'less' as const,
  ...(value !== undefined && { target: { kind: 'figure' as const, value } }),
});

export const history: Scenario = {
  noun: 'history',
  title: 'Change history',
  about: `The editing trace in data/ as rows of ${editsPerRow} edits in the server's own store. The list of revisions is asked for right after a start, once without and ${openings} times with a checkpoint of the history (the median): as the first history of that size that this process opens, and after another one, as in a server that has been up for a while. Then ${diffs} differences between any two points, and, in a third plan, one in which an element of ${blocks} paragraphs came. The history's thread has answered about that plan before.`,
  measures: [
    ms('cold', 'first opened', 1_500),
    ms('checkpoint', 'opened from its checkpoint', 100),
    ms('firstCheckpoint', 'from its checkpoint, first in its process'),
    ms('revisions', 'list of revisions', 100),
    ms('diffMedian', 'any difference, median'),
    ms('diff95', 'any difference, p95', 100),
    ms('authorship', 'who wrote each word'),
    ms('largeDiff', `${blocks} paragraphs came`),
    ms('preview', 'preview of a restore of all'),
  ],
  servers: ['longtable'],
  rounds: 1,
  async run(server, { isQuick }) {
    const [plan, same] = [await seedPlan(server), await seedPlan(server)];
    for (const each of [plan, same]) each.release();
    const other = await server.kind.createPlan(server);
    const headers = await server.person(0);
    await server.stop();
    for (const each of [plan, same]) {
      await inStore(server, each.name, (store, id) => store.settle([{ plan: id, upTo: Number.MAX_SAFE_INTEGER }]));
      const trace = readTrace(each.update, isQuick ? 20_000 : Number.POSITIVE_INFINITY, editsPerRow);
      await loadSettled(databaseOf(server), each, trace);
    }
    await addBlocks(server, other);

    const reader = new Reader(server, plan.name);
    const before = new Reader(server, same.name);
    const long = new Reader(server, other);
    const restart = async () => {
      await server.stop();
      await server.start();
      await long.get('revisions');
    };
    await restart();
    const cold = await reader.time('revisions');
    await before.get('revisions');
    for (const each of [plan, same]) await waitForCheckpoint(server, each.name);
    const again = { first: [] as number[], later: [] as number[] };
    for (let opening = 0; opening < openings; opening++) {
      await restart();
      again.first.push(await before.time('revisions'));
      again.later.push(await reader.time('revisions'));
    }
    const revisions = await reader.median(20, () => 'revisions');
    const { seq } = (await reader.get('')) as { seq: number };
    const random = createRandom(3);
    const any = () => Math.floor(random() * seq);
    const times = new Latencies();
    for (let count = 0; count < diffs; count++) {
      const [from, to] = [any(), any()].sort((a, b) => a - b);
      times.add(await reader.time(`diff?from=${from}&to=${to}`));
    }
    return {
      figures: {
        cold,
        checkpoint: medianOf(again.later),
        firstCheckpoint: medianOf(again.first),
        revisions,
        diffMedian: times.quantile(0.5),
        diff95: times.quantile(0.95),
        authorship: await reader.median(10, () => `elements/plan/authorship?at=${any()}`),
        largeDiff: await long.median(5, () => 'diff?from=1&to=2'),
        preview: await timed(() =>
          readJson(server.post(`/api/plans/${plan.name}/restore/preview`, { seq: Math.floor(seq / 2) }, headers)),
        ),
      },
      clientBusy: 0,
    };
  },
};

class Reader {
  readonly #server: RunningServer;
  readonly #plan: string;

  constructor(server: RunningServer, plan: string) {
    this.#server = server;
    this.#plan = plan;
  }

  get(path: string): Promise<unknown> {
    return readJson(this.#server.get(`/api/plans/${this.#plan}${path === '' ? '' : `/${path}`}`));
  }

  time(path: string): Promise<number> {
    return timed(() => this.get(path));
  }

  async median(times: number, path: () => string): Promise<number> {
    const all: number[] = [];
    for (let count = 0; count < times; count++) all.push(await this.time(path()));
    return medianOf(all);
  }
}

async function readJson(answer: Promise<Response>): Promise<unknown> {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A second row: an element with very many paragraphs. */
async function addBlocks(server: RunningServer, name: string): Promise<void> {
  await inStore(server, name, async (store, plan) => {
    const last = (await store.loadPlan(plan)).rows.at(-1);
    if (!last) throw new Error('The plan has no rows.');
    const doc = new Y.Doc();
    const element = doc.getMap('elements').set('A'.repeat(22), new Y.Map<unknown>());
    element.set('kind', 'idea');
    element.set('title', new Y.Text('Very long'));
    const body = new Y.XmlFragment();
    element.set('body', body);
    body.push(
      Array.from({ length: blocks }, (_, index) => {
        const block = new Y.XmlElement('block');
        block.setAttribute('id', `block-${index}`);
        block.setAttribute('kind', 'paragraph');
        block.insert(0, [new Y.XmlText(`Paragraph ${index} of an element that is very long.`)]);
        return block;
      }),
    );
    const { boundary: _boundary, ...row } = last;
    const next = { ...row, seq: last.seq + 1, at: last.at + 1_000 };
    await store.append([{ ...next, session: 'blocks', update: Y.encodeStateAsUpdate(doc) }]);
  });
}

async function waitForCheckpoint(server: RunningServer, name: string): Promise<void> {
  for (const end = performance.now() + checkpointWithinMs; performance.now() < end; ) {
    const isThere = await inStore(
      server,
      name,
      async (store, plan) => (await store.loadHistoryCheckpoint(plan)) !== null,
    );
    if (isThere) return;
    await pause(100);
  }
  throw new Error('No checkpoint was written.');
}

const databaseOf = (server: RunningServer) => join(server.folder, 'longtable', 'longtable.sqlite');

type Store = Awaited<ReturnType<typeof openSqliteStore>>;
type PlanIdOf = NonNullable<ReturnType<typeof parsePlanId>>;

async function inStore<T>(
  server: RunningServer,
  name: string,
  work: (store: Store, plan: PlanIdOf) => Promise<T>,
): Promise<T> {
  const plan = parsePlanId(name);
  if (!plan) throw new Error(`${name} is no id of a plan.`);
  const store = await openSqliteStore(databaseOf(server));
  try {
    return await work(store, plan);
  } finally {
    await store.close();
  }
}

const medianOf = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
