/**
 * Files into a plan: which layout they have, and the limits that hold for all of them. All or nothing:
 * what can't be understood is refused with a sentence that names the file.
 */
import type { LocalName } from '@longtable/shared/plan/document';
import type { NewElement, NewLink, NewPlan } from '@longtable/shared/plan/edits';
import { plainText } from '@longtable/shared/plan/rich-text';
import { readConversation } from './conversation.ts';
import { readFrontMatter } from './front-matter.ts';
import { ImportRefused, tooLong } from './import-refused.ts';
import { isOpenGovernmentPlan, readOpenGovernmentPlan } from './open-government-plan.ts';
import { readOutline } from './outline.ts';
import { readProposals } from './proposals.ts';

export interface ImportFile {
  path: string;
  text: string;
}

export interface ImportedPlan {
  plan: NewPlan;
  elements: NewElement[];
  links: NewLink[];
  localKinds?: LocalName[];
  localForms?: LocalName[];
}

export const maxFiles = 1_000;
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
  if (files.length === 0) throw new ImportRefused('Choose at least one file.');
  if (files.length > maxFiles) throw new ImportRefused(`At most ${maxFiles} files can be imported at once.`);
  for (const { path, text } of files) {
    if (!/\.(?:md|markdown|txt|rst|csv)$/i.test(path)) {
      throw new ImportRefused(
        `"${path}" is no file that can be read here: Markdown (.md), proposals (.rst), tables (.csv).`,
      );
    }
    if (Buffer.byteLength(text) > maxFileBytes) throw new ImportRefused(`"${path}" is larger than 2 MB.`);
    if (text.includes('\0')) throw new ImportRefused(`"${path}" is not a text file.`);
  }
  const imported = readFiles(files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)));
  checkSizes(imported);
  return imported;
}

function readFiles(files: readonly ImportFile[]): ImportedPlan {
  const tables = files.filter(({ path }) => /\.csv$/i.test(path));
  const proposals = files.filter(({ path }) => /\.rst$/i.test(path));
  const texts = files.filter((file) => !tables.includes(file) && !proposals.includes(file));
  const [table] = tables;
  const [proposal] = proposals;
  if (table && proposal) {
    throw new ImportRefused(
      `"${table.path}" and "${proposal.path}" do not make one plan. Import them one after the other.`,
    );
  }
  if (table) return withTexts(readConversation(tables), texts);
  if (proposal) return withTexts(readProposals(proposals), texts);
  const sources = texts.map(({ path, text }) => readFrontMatter(path, text));
  return isOpenGovernmentPlan(sources) ? readOpenGovernmentPlan(sources) : readOutline(sources);
}

/** Markdown beside other files: its opening belongs to the context, and what it divides into are elements. */
function withTexts({ plan, elements, links }: ImportedPlan, texts: readonly ImportFile[]): ImportedPlan {
  if (texts.length === 0) return { plan, elements, links };
  const outline = readOutline(texts.map(({ path, text }) => readFrontMatter(path, text)));
  const context = [plan.context, outline.plan.title, outline.plan.context].filter((text) => text).join('\n\n');
  return {
    plan: { ...plan, context },
    elements: [...elements, ...outline.elements],
    links: [...links, ...outline.links],
  };
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
