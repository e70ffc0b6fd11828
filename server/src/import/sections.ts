/** A Markdown text cut at its headings of one level. Headings inside fenced code are no headings. */

export interface Section {
  /** Without Markdown's signs. */
  title: string;
  text: string;
}

/** @param level how many `#` the headings have; all others stay in the text of their section */
export function splitSections(text: string, level: number): { before: string; sections: Section[] } {
  const before: string[] = [];
  const sections: { title: string; lines: string[] }[] = [];
  let lines: string[] = before;
  let isFenced = false;
  for (const line of text.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) isFenced = !isFenced;
    const heading = isFenced ? null : /^(?:[-*]\s+)?(#{1,6})\s+(.+?)\s*#*\s*$/.exec(line);
    if (heading?.[1]?.length === level) {
      lines = [];
      sections.push({ title: headingText(heading[2] ?? ''), lines });
    } else lines.push(line);
  }
  return {
    before: before.join('\n'),
    sections: sections.map(({ title, lines }) => ({ title, text: unindent(lines).join('\n').trim() })),
  };
}

/** The words of a heading: no emphasis, no links, no attributes. */
export function headingText(raw: string): string {
  return raw
    .replace(/\{:[^}]*\}/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '')
    .replace(/[*_`]{1,3}(\S(?:.*?\S)?)[*_`]{1,3}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The address of a heading inside its page, as GitHub and Jekyll make it. */
export function headingAnchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

/** Sections written as list items ("- ### Title") have their text indented with the item. */
function unindent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const common = indents.length > 0 ? Math.min(...indents) : 0;
  return common === 0 ? [...lines] : lines.map((line) => line.slice(common));
}
