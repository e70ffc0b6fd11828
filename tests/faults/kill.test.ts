import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf } from './content.ts';
import { eventually } from './eventually.ts';
import { Random } from './random.ts';
import { ServerProcess, synced } from './server-process.ts';
import { sizes } from './sizes.ts';
import { marksIn, Writer } from './writer.ts';

const writersCount = 20;
const random = new Random(Number(process.env.SEED ?? 1));

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(() => server.remove());

interface Change {
  type: string;
  text?: string;
  by: { name: string };
}

test(`[S3] [H2] ${sizes.kills} times kill -9 under ${writersCount} writers: what anyone saw, or was told is saved, is there`, {
  timeout: sizes.kills * 10_000,
}, async () => {
  const guests = await Promise.all(Array.from({ length: writersCount }, (_, index) => server.join(`W${index}`)));
  const plan = await server.startPlan(guests[0] as (typeof guests)[0]);
  const writers = guests.map((guest, index) => new Writer(server, plan, guest, index));
  const docs = writers.map(({ provider }) => provider.doc);
  let checkedSeq = 0;

  for (let round = 0; round < sizes.kills; round++) {
    await Promise.all(writers.map(({ provider }) => synced(provider)));
    // Each writes again when it hears that something is saved; the server is killed somewhere in the middle.
    await new Promise<void>((resolve) => {
      let left = 10 + random.below(150);
      for (const writer of writers) {
        writer.onSaved = () => {
          if (left-- === 0) resolve();
          if (left > 0) writer.write();
        };
        for (let first = random.below(3); first >= 0; first--) writer.write();
      }
    });
    await server.kill();
    for (const { provider } of writers) provider.disconnect();
    await server.start();

    const { context, seq } = await server.json<{ context: string; seq: number }>(`/api/plans/${plan}`);
    const kept = marksIn(context);
    for (const writer of writers) {
      const due = [...writer.seen(), ...writer.saved];
      expect(due.length).toBeGreaterThan(0);
      expect(due.filter((mark) => !kept.has(mark))).toEqual([]);
    }
    const { changes } = await server.json<{ changes: Change[] }>(
      `/api/plans/${plan}/diff?from=${checkedSeq}&to=${seq}`,
    );
    for (const { type, text = '', by } of changes) {
      if (type !== 'insert') continue;
      for (const [, writer] of text.matchAll(/«(\d+):\d+»/g)) expect(by.name).toBe(`W${writer}`);
    }
    checkedSeq = seq;

    for (const { provider } of writers) provider.connect();
    await eventually('everyone has come back and reads the same', 20_000, () => {
      if (!writers.every((writer) => writer.isSaved)) return false;
      const [first, ...others] = docs.map(contentOf);
      return others.every((content) => content === first);
    });
  }
  for (const { provider, written } of writers) {
    const there = marksIn(provider.doc.getMap('plan').get('context')?.toString() ?? '');
    expect(written.filter((mark) => !there.has(mark))).toEqual([]);
    provider.destroy();
  }
});
