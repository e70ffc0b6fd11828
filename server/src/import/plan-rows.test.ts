import { readElements, readPlan } from '@longtable/shared/plan/document';
import { maxUpdateBytes } from '@longtable/shared/protocol';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type ImportFile, importPlan } from './import-plan.ts';
import { toUpdates } from './plan-rows.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const elementFile = (number: number, reference: string): ImportFile => ({
  path: `${number}.md`,
  text: `---\nkind: commitment\nfrom: 2030s\nto: about 2040\nreference: ${reference}\n---\n# ${'T'.repeat(1_900)}\n`,
});

const cases: [string, ImportFile[]][] = [
  ['long titles', [{ path: 'p.md', text: `# P\n\n${`## ${'é'.repeat(1_900)}\n\n`.repeat(500)}` }]],
  ['a long context', [{ path: 'p.md', text: `# P\n\n${'目'.repeat(49_000)}\n\n${'## T\n\n'.repeat(4_900)}` }]],
  ['references', numbers(999).map((number) => elementFile(number, '目'.repeat(200)))],
  [
    'long addresses',
    [{ path: 'p.md', text: `# P\n\n${`## T\n\n[x](https://example.org/${'y'.repeat(1_900)})\n\n`.repeat(900)}` }],
  ],
  ['long bodies', [{ path: 'p.md', text: `# P\n\n${`## T\n\n${'目 '.repeat(90_000)}\n\n`.repeat(4)}` }]],
  ['many blocks', [{ path: 'p.md', text: `# P\n\n${`## T\n\n${'- **x** y\n'.repeat(1_900)}\n`.repeat(9)}` }]],
  ['many links', [{ path: 'p.md', text: `# P\n\n# Whole\n\n${'## Part\n\n'.repeat(4_900)}` }]],
];

test.each(cases)('[S1] rows of %s are each small enough to be a change, and rebuild the plan', (_what, files) => {
  const imported = importPlan(files);
  const { updates } = toUpdates(imported);
  const doc = new Y.Doc();
  for (const update of updates) {
    expect(update.byteLength).toBeLessThanOrEqual(maxUpdateBytes);
    Y.applyUpdate(doc, update);
  }
  expect(doc.store.pendingStructs).toBeNull();
  expect(readPlan(doc).context).toBe(imported.plan.context);
  expect(readPlan(doc).links).toHaveLength(imported.links.length);
  expect(readElements(doc).map(({ title }) => title)).toEqual(imported.elements.map(({ title }) => title));
});

test('[S1] 4,500 elements with long titles are many rows', () => {
  const elements = numbers(4_500).map(() => ({ kind: 'idea', title: 'T'.repeat(1_900) }));
  const { updates } = toUpdates({ plan: { title: 'P' }, elements, links: [] });
  expect(Math.max(...updates.map(({ byteLength }) => byteLength))).toBeLessThanOrEqual(maxUpdateBytes);
});

test('[S1] an element that is larger than a change can be is refused by its name', () => {
  const link = `[x](https://example.org/${'y'.repeat(1_900)}) and `;
  const imported = importPlan([{ path: 'p.md', text: `# P\n\n## Large\n\n${link.repeat(600)}` }]);
  expect(() => toUpdates(imported)).toThrow(/"Large" is too long for one element/);
});
