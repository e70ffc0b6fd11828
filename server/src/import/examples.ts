/** The plans in `examples/`, read from disk when somebody opens one. */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NewPlan } from '@longtable/shared/plan/edits';
import type { ImportFile } from './import-plan.ts';

export const exampleNames = ['us-open-government', 'governance-models', 'bowling-green'] as const;
export type ExampleName = (typeof exampleNames)[number];

const folders: Record<ExampleName, string> = {
  'us-open-government': 'us-open-government-plan',
  'governance-models': 'governance-models',
  'bowling-green': 'bowling-green-2050',
};

/** What is said of a plan because its published files leave it unsaid: where it belongs, and whose words it holds. */
export const exampleHead: Record<ExampleName, Partial<NewPlan>> = {
  'us-open-government': {
    context:
      'The federal government of the United States and the public it answers to, from December 2022 to the end of 2024.',
  },
  'governance-models': {
    title: 'Governance models for Python',
    context:
      'The community that develops the Python programming language, in 2018. ' +
      'Six models of how to govern it were written side by side and put to one vote of the core developers.\n\n' +
      'Source: PEP 8010 to PEP 8015, by their authors, in the public domain; github.com/python/peps at ba4deeb.',
  },
  'bowling-green': {
    title: 'Bowling Green 2050',
    context:
      'Bowling Green and Warren County, Kentucky. In the autumn of 2024 residents said what they want for their city in 2050, ' +
      'and agreed or disagreed with each other’s statements.\n\n' +
      'Source: “Together, we’ll build the BG of 2050”, a Pol.is conversation, published by The Computational Democracy Project ' +
      'under CC BY 4.0; github.com/compdemocracy/openData at 0bc2ce0. Grouped and given this form by Longtable.',
  },
};

export async function readExample(name: ExampleName): Promise<ImportFile[]> {
  const folder = fileURLToPath(new URL(`../../../examples/${folders[name]}`, import.meta.url));
  const paths = globSync('**/*.{md,rst,csv}', { cwd: folder, exclude: (path) => path.endsWith('CREDIT.md') }).sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })));
}
