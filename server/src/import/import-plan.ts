/**
 * Files into a plan: which layout they have, and the limits that hold for all of them. All or nothing:
 * what can't be understood is refused with a sentence that names the file.
 */
import type { NewElement, NewLink, NewPlan } from '@longtable/shared/plan/edits';
import { plainText } from '@longtable/shared/plan/rich-text';
import { readFrontMatter } from './front-matter.ts';
import { ImportRefused } from './import-refused.ts';
import { isOpenGovernmentPlan, readOpenGovernmentPlan } from './open-government-plan.ts';
import { readOutline } from './outline.ts';

export interface ImportFile {
  path: string;
  text: string;
}

export interface ImportedPlan {
  plan: NewPlan;
  elements: NewElement[];
  links: NewLink[];
}

const maxFiles = 1_000;
const maxFileBytes = 2 * 1024 * 1024;
const maxElements = 5_000;
/** A body is one change when it is imported, and must fit into one. */
const maxBodyCharacters = 200_000;
const maxBodyBlocks = 2_000;
const maxTitleCharacters = 2_000;

/** @throws ImportRefused */
export function importPlan(files: readonly ImportFile[]): ImportedPlan {
  if (files.length === 0) throw new ImportRefused('Choose at least one Markdown file.');
  if (files.length > maxFiles) throw new ImportRefused(`At most ${maxFiles} files can be imported at once.`);
  for (const { path, text } of files) {
    if (!/\.(md|markdown|txt)$/i.test(path)) throw new ImportRefused(`"${path}" is no Markdown file (.md).`);
    if (Buffer.byteLength(text) > maxFileBytes) throw new ImportRefused(`"${path}" is larger than 2 MB.`);
    if (text.includes('\0')) throw new ImportRefused(`"${path}" is not a text file. Import Markdown files.`);
  }
  const sources = files
    .map(({ path, text }) => readFrontMatter(path, text))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const imported = isOpenGovernmentPlan(sources) ? readOpenGovernmentPlan(sources) : readOutline(sources);
  checkSizes(imported);
  return imported;
}

function checkSizes({ elements }: ImportedPlan): void {
  if (elements.length > maxElements) {
    throw new ImportRefused(`These files hold ${elements.length} elements; a plan can be started with ${maxElements}.`);
  }
  for (const { title, body } of elements) {
    const name = title.length > 80 ? `${title.slice(0, 80)}…` : title;
    if (title.length > maxTitleCharacters) throw new ImportRefused(`The title "${name}" is too long.`);
    if (!body) continue;
    if (body.length > maxBodyBlocks || plainText(body).length > maxBodyCharacters) {
      throw new ImportRefused(`The text of "${name}" is too long for one element. Divide it with headings.`);
    }
  }
}
