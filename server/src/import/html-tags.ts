/** One HTML tag inside Markdown. Only names that HTML has are tags: `List<String>` and `<your name>` are words. */

export interface HtmlTag {
  name: string;
  isClosing: boolean;
  /** By lower-case name; entities are still encoded. */
  attributes: ReadonlyMap<string, string>;
}

const inlineNames =
  'a abbr acronym audio b bdi bdo big button cite code data del dfn em embed font i iframe img input ins kbd label ' +
  'mark meter object output picture progress q rp rt ruby s samp select small source span strike strong sub sup svg ' +
  'textarea time track tt u var video wbr';
const cellNames = 'td th';
const blockNames =
  'address article aside blockquote body caption center col colgroup dd details dialog div dl dt fieldset figcaption ' +
  'figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link main menu meta nav ol option p pre ' +
  'script section style summary table tbody tfoot thead tr ul';

const blocks = new Set(blockNames.split(' '));
const known = new Set(['br', ...`${inlineNames} ${cellNames} ${blockNames}`.split(' ')]);

/** Whether words on both sides of such a tag belong to different paragraphs. */
export const dividesText = (name: string) => blocks.has(name);

/** @param source a whole tag, from `<` to `>`; null when HTML has no tag of that name */
export function readHtmlTag(source: string): HtmlTag | null {
  const [start, slash, written] = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(source) ?? [];
  const name = written?.toLowerCase();
  if (start === undefined || name === undefined || !known.has(name)) return null;
  const attributes = new Map<string, string>();
  const pairs = source
    .slice(start.length)
    .matchAll(/([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g);
  for (const [, key = '', double, single, bare] of pairs) {
    attributes.set(key.toLowerCase(), double ?? single ?? bare ?? '');
  }
  return { name, isClosing: slash === '/', attributes };
}
