import { readPlan } from '@longtable/shared/plan/document';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ImportRefused } from './import-refused.ts';
import { readPlanRows } from './read-plan-rows.ts';

const valley = [{ path: 'p.md', text: '# Valley\n\n## Clean water\n\nFor all.' }];

test('files become rows in a worker; what is known better wins', async () => {
  const { updates, clientId } = await readPlanRows(valley, { context: 'The Lys valley.' });
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  expect(readPlan(doc)).toMatchObject({ title: 'Valley', context: 'The Lys valley.' });
  expect(Y.decodeStateVector(Y.encodeStateVector(doc)).has(clientId)).toBe(true);
});

test('a refusal keeps its sentence', async () => {
  const refused = readPlanRows([{ path: 'p.exe', text: '' }]);
  await expect(refused).rejects.toBeInstanceOf(ImportRefused);
  await expect(refused).rejects.toThrow('"p.exe" is no file that can be read here');
});

test('an import that takes too long is refused, and the next one is read', async () => {
  const late = readPlanRows(valley, {}, 1);
  const next = readPlanRows(valley);
  await expect(late).rejects.toBeInstanceOf(ImportRefused);
  await expect(late).rejects.toThrow(/too long to read/);
  expect((await next).updates).toHaveLength(1);
});

test('this thread goes on while files are read', async () => {
  let turns = 0;
  const count = setInterval(() => turns++, 10);
  const text = `# P\n\n${'## T\n\n<b>x</b> *y* `z`\n\n'.repeat(4_000)}`;
  const start = performance.now();
  await readPlanRows([{ path: 'p.md', text }]);
  clearInterval(count);
  expect(turns).toBeGreaterThan((performance.now() - start) / 10 / 4);
});
