/** A text cut at its headings of one level. */
import type { Token } from 'markdown-it';
import { plainLine, readInline } from './inline-text.ts';

export interface Section {
  /** Without Markdown's signs. */
  title: string;
  heading: Token[];
  tokens: Token[];
}

/**
 * @param level how many `#` the headings have; all others stay in the text of their section
 * @returns `before`: what stands before the first of them
 */
export function splitSections(tokens: readonly Token[], level: number): { before: Token[]; sections: Section[] } {
  const before: Token[] = [];
  const sections: Section[] = [];
  let text = before;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    const title = isHeading(tokens, index, level) ? plainLine(tokens[index + 1]?.children ?? []) : '';
    if (title === '') {
      text.push(token);
      continue;
    }
    const heading = tokens.slice(index, index + 3);
    index += 2;
    text = hasAddress(heading) ? [heading[1] as Token] : [];
    sections.push({ title, heading, tokens: text });
  }
  return { before, sections };
}

/** A heading outside of quotes; published plans write some as items of a list ("- ### Title"). */
function isHeading(tokens: readonly Token[], index: number, level: number): boolean {
  const token = tokens[index];
  if (token?.type !== 'heading_open' || token.tag !== `h${level}`) return false;
  const around = tokens[index - 1];
  return token.level === 0 || (token.level === 2 && around?.type === 'list_item_open' && '-*+'.includes(around.markup));
}

/** A title can't hold a link, so one that leads out of the plan is kept at the head of the text. */
function hasAddress(heading: readonly Token[]): boolean {
  return readInline(heading[1]?.children ?? [])
    .flat()
    .some(({ href }) => href !== undefined);
}

/** The address of a heading inside its page, as GitHub and Jekyll make it. */
export function headingAnchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
