import { describe, expect, onTestFinished, test } from 'vitest';
import { contentOf } from './content.ts';
import { eventually } from './eventually.ts';
import { ServerProcess, synced } from './server-process.ts';
import { storageFaults } from './storage-faults.ts';
import { marksIn, Writer } from './writer.ts';

const writersCount = 3;

interface PlanText {
  context: string;
}

describe.each(storageFaults())('[S11] $name', (fault) => {
  test('nothing is said to be saved, people know within a second, and all that they wrote is stored once it works again', {
    timeout: 60_000,
  }, async () => {
    const folder = fault.prepare();
    const server = await ServerProcess.start(folder);
    onTestFinished(async () => {
      await server.kill();
      fault.cleanUp(folder);
    });
    const guests = await Promise.all(Array.from({ length: writersCount }, (_, index) => server.join(`W${index}`)));
    const [first] = guests as [(typeof guests)[0]];
    const plan = await server.startPlan(first);
    const writers = guests.map((guest, index) => new Writer(server, plan, guest, index));
    await Promise.all(writers.map(({ provider }) => synced(provider)));
    for (const writer of writers) writer.write();
    await eventually('the first words are saved', 10_000, () => writers.every((writer) => writer.isSaved));
    let disconnections = 0;
    for (const { provider } of writers) provider.on('connection-close', () => disconnections++);
    let told = heardOf(writers, true);

    fault.begin(server);
    // What fits in the space that is left is saved, and may be: time runs from the first change that is not.
    let since = performance.now();
    for (const writer of writers) {
      writer.onSaved = () => {
        since = performance.now();
        writer.write('x'.repeat(50_000));
      };
      writer.write('x'.repeat(50_000));
    }
    await told;
    expect(performance.now() - since).toBeLessThan(1_000);

    const before = writers.map(({ saved }) => saved);
    for (const writer of writers) {
      writer.onSaved = () => undefined;
      for (let edit = 0; edit < 5; edit++) writer.write();
    }
    if (fault.canRead) {
      const reader = server.connect(plan, first);
      await synced(reader);
      const read = marksIn(reader.doc.getMap('plan').get('context')?.toString() ?? '');
      expect([...read].sort()).toEqual(before.flat().sort());
      reader.destroy();
      expect((await server.json<PlanText>(`/api/plans/${plan}`)).context).toContain('«0:0»');
    }
    expect(writers.map(({ saved }) => saved)).toEqual(before);
    told = heardOf(writers, false);

    fault.end(server);
    await told;
    await eventually('everything is saved', 15_000, () => writers.every((writer) => writer.isSaved));
    const [content, ...others] = writers.map(({ provider }) => contentOf(provider.doc));
    expect(others).toEqual(others.map(() => content));
    expect(disconnections).toBe(0);
    for (const { provider } of writers) provider.destroy();

    await server.kill();
    await server.start();
    const stored = marksIn((await server.json<PlanText>(`/api/plans/${plan}`)).context);
    for (const { written } of writers) expect(written.filter((mark) => !stored.has(mark))).toEqual([]);
  });
});

/** Resolves when every writer was told that storage fails, or that it works again. */
async function heardOf(writers: readonly Writer[], awaited: boolean): Promise<void> {
  await Promise.all(
    writers.map(
      (writer) =>
        new Promise<void>((resolve) => {
          writer.onStorage = (isFailing) => {
            if (isFailing === awaited) resolve();
          };
        }),
    ),
  );
}
