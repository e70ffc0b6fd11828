/** The plans in `examples/`, read from disk when somebody opens one. */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportFile } from './import-plan.ts';

export type ExampleName = 'us-open-government';

const folders: Record<ExampleName, string> = { 'us-open-government': 'us-open-government-plan' };

/** What its context says, because the published files leave it unsaid. */
export const exampleContext: Record<ExampleName, string> = {
  'us-open-government':
    'The federal government of the United States and the public it answers to, from December 2022 to the end of 2024.',
};

export async function readExample(name: ExampleName): Promise<ImportFile[]> {
  const folder = fileURLToPath(new URL(`../../../examples/${folders[name]}`, import.meta.url));
  const paths = globSync('**/*.md', { cwd: folder, exclude: (path) => path.endsWith('CREDIT.md') }).sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })));
}
