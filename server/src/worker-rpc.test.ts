import { expect, onTestFinished, test } from 'vitest';
import { connectWorker, connectWorkers, WorkerExited, type WorkerOptions } from './worker-rpc.ts';

interface Kitchen extends Record<string, (...args: never[]) => unknown> {
  add: (a: number, b: number) => number;
  fill: (bytes: Uint8Array) => Uint8Array;
  refuse: () => Promise<never>;
  hang: () => Promise<never>;
  spin: () => never;
  leave: () => void;
}

class Refused extends Error {
  override name = 'Refused';
}

const rpc = JSON.stringify(new URL('./worker-rpc.ts', import.meta.url).href);
const source = `
  import { serveWorker, withTransfer } from ${rpc};
  class Refused extends Error { name = 'Refused' }
  serveWorker({
    add: (a, b) => a + b,
    fill: (bytes) => withTransfer(bytes.fill(7), [bytes.buffer]),
    refuse: async () => { throw new Refused('Not today.') },
    hang: () => new Promise(() => {}),
    spin: () => { for (;;); },
    leave: () => process.exit(0),
  });
`;

const address = new URL(`data:text/javascript,${encodeURIComponent(source)}`);

function startKitchen(options: WorkerOptions = {}) {
  const kitchen = connectWorker<Kitchen>(address, { errors: [Refused], ...options });
  onTestFinished(() => kitchen.close());
  return kitchen;
}

test('a call is answered by its own handler, whatever the order', async () => {
  const kitchen = startKitchen();
  expect(await Promise.all([kitchen.call('add', [1, 2]), kitchen.call('add', [3, 4])])).toEqual([3, 7]);
});

test('transferred buffers move there and back', async () => {
  const kitchen = startKitchen();
  const bytes = new Uint8Array(3);
  const filled = await kitchen.call('fill', [bytes], [bytes.buffer]);
  expect(bytes.byteLength).toBe(0);
  expect([...filled]).toEqual([7, 7, 7]);
});

test('an error keeps its class and its message', async () => {
  const kitchen = startKitchen();
  const refused = kitchen.call('refuse', []);
  await expect(refused).rejects.toBeInstanceOf(Refused);
  await expect(refused).rejects.toThrow('Not today.');
});

test('calls without an answer reject when the worker goes; the next one finds a new worker', async () => {
  const kitchen = startKitchen();
  const hanging = kitchen.call('hang', []);
  const leaving = kitchen.call('leave', []);
  await expect(hanging).rejects.toBeInstanceOf(WorkerExited);
  await expect(leaving).rejects.toBeInstanceOf(WorkerExited);
  expect(await kitchen.call('add', [1, 1])).toBe(2);
});

test('a call that takes too long ends its worker, and only that', async () => {
  const kitchen = startKitchen({ deadlineMs: 1_000 });
  expect(await kitchen.call('add', [1, 1])).toBe(2);
  await expect(kitchen.call('hang', [])).rejects.toThrow('"hang" took too long.');
  expect(await kitchen.call('add', [2, 2])).toBe(4);
});

test('calls behind one that takes too long are answered by a new worker', async () => {
  const kitchen = startKitchen({ deadlineMs: 1_000 });
  const spinning = expect(kitchen.call('spin', [])).rejects.toThrow('"spin" took too long.');
  expect(await Promise.all([kitchen.call('add', [1, 2]), kitchen.call('add', [3, 4])])).toEqual([3, 7]);
  await spinning;
});

test('a connection that was closed stays closed', async () => {
  const kitchen = startKitchen();
  await kitchen.close();
  await expect(kitchen.call('add', [1, 1])).rejects.toBeInstanceOf(WorkerExited);
});

test('several workers share the calls', async () => {
  const kitchens = connectWorkers<Kitchen>(address, 2, { errors: [Refused] });
  onTestFinished(() => kitchens.close());
  const hanging = expect(kitchens.call('hang', [])).rejects.toBeInstanceOf(WorkerExited);
  expect(await Promise.all([kitchens.call('add', [1, 2]), kitchens.call('add', [3, 4])])).toEqual([3, 7]);
  await kitchens.close();
  await hanging;
});
