/**
 * Files into a plan: which layout they have, and the limits that hold for all of them. All or nothing:
 * what can't be understood is refused with a sentence that names the file.
 */
import type { NewElement, NewLink, NewPlan } from '@longtable/shared/plan/edits';
import { plainText } from '@longtable/shared/plan/rich-text';
import { readFrontMatter } from './front-matter.ts';
import { ImportRefused, tooLong } from './import-refused.ts';
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
const maxLinks = 20_000;
/** What people can still read and edit as one text. */
const maxBodyCharacters = 200_000;
const maxBodyBlocks = 2_000;
const maxContextCharacters = 50_000;
const maxTitleCharacters = 2_000;
const maxReferenceCharacters = 200;

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

/** Sizes in bytes are `plan-rows.ts`'s to see. */
function checkSizes({ plan, elements, links }: ImportedPlan): void {
  if (elements.length > maxElements) {
    throw new ImportRefused(`These files hold ${elements.length} elements; a plan can be started with ${maxElements}.`);
  }
  if (links.length > maxLinks) {
    throw new ImportRefused(`These files hold ${links.length} links; a plan can be started with ${maxLinks}.`);
  }
  if ((plan.context ?? '').length > maxContextCharacters) {
    throw new ImportRefused('The text before the first "##" heading is too long. Divide it with headings.');
  }
  for (const title of [plan.title, ...elements.map((element) => element.title)]) {
    if (title.length > maxTitleCharacters) throw new ImportRefused(`The title "${title.slice(0, 80)}…" is too long.`);
  }
  for (const { title, reference, body = [] } of elements) {
    if (reference && reference.length > maxReferenceCharacters) {
      throw new ImportRefused(`The reference "${reference.slice(0, 80)}…" is too long.`);
    }
    if (body.length > maxBodyBlocks || plainText(body).length > maxBodyCharacters) throw tooLong(title);
  }
}
