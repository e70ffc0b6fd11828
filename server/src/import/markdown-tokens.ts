/** Markdown into markdown-it's tokens, with all that our blocks can show: HTML as tags between words, and no word left out. */
import MarkdownIt, { type Env, type MarkdownIt as Parser, type Token } from 'markdown-it';

const whole = createParser();
/** For what stands between lines of HTML: there Markdown holds too, so that no words hide in it. */
const insideHtml = createParser().disable('html_block');

export function parseMarkdown(source: string): Token[] {
  // Definitions of links are in `env` once all has been read.
  const env: Env = {};
  return parseWith(whole, source, env).flatMap((token) =>
    token.type === 'html_block' ? parseHtmlBlock(token, env) : [token],
  );
}

function createParser(): Parser {
  const parser = new MarkdownIt('default', { html: true, linkify: true });
  // Only what is written as an address becomes a link, not every word with a dot in it.
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  // We have no struck-out text; without its signs it would say the opposite.
  parser.disable('strikethrough');

  // A footnote ("[^1]: Ibid.") or a speaker ("[Ann]: yes") defines no link, and its words are to be read.
  const [paragraph] = parser.block.ruler.getRules('').slice(-1);
  parser.block.ruler.before('reference', 'note', (state, startLine, endLine, silent) => {
    const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
    const line = state.src.slice(start, state.eMarks[startLine]);
    return (
      /^\[(\^|[^\]]*\]:\s+[^\s<#/.:]+\s*$)/.test(line) && (paragraph?.(state, startLine, endLine, silent) ?? false)
    );
  });

  // "{: .button}" and "{#top}" tell a site generator how to show what stands before them.
  parser.inline.ruler.after('text', 'attributes', (state) => {
    const attributes = /\{(?::|[#.][A-Za-z])[^{}\n]*\}/y;
    attributes.lastIndex = state.pos;
    if (!attributes.test(state.src)) return false;
    state.pos = attributes.lastIndex;
    return true;
  });
  return parser;
}

function parseHtmlBlock({ content, level }: Token, env: Env): Token[] {
  const text = afterHidden(content.trimStart());
  if (/^<(pre|textarea)\b/i.test(text)) return parsePreformatted(text, env);
  const tokens = parseWith(insideHtml, text, env);
  for (const token of tokens) token.level += level;
  return tokens;
}

/** Comments, scripts and styles are not for reading; one that never ends is no such thing. */
function afterHidden(html: string): string {
  for (const [start, end] of [
    ['<!--', '-->'],
    ['<script', '</script>'],
    ['<style', '</style>'],
  ] as const) {
    const last = html.toLowerCase().startsWith(start) ? html.toLowerCase().indexOf(end) : -1;
    if (last !== -1) return html.slice(last + end.length);
  }
  return html;
}

/** Its lines stay lines, and a `#` in it is no heading. */
function parsePreformatted(html: string, env: Env): Token[] {
  const tokens = insideHtml.parseInline(html.trim(), env);
  for (const child of tokens.flatMap(({ children }) => children ?? [])) {
    if (child.type === 'softbreak') child.type = 'hardbreak';
  }
  return tokens;
}

/** The tokens of `source`; a row of a table keeps the cells that stand beyond its last column. */
function parseWith(parser: Parser, source: string, env: Env): Token[] {
  const tokens = parser.parse(source, env);
  if (!tokens.some(({ type }) => type === 'table_open')) return tokens;
  const lines = source.split('\n');
  let columns = 0;
  let line = '';
  return tokens.flatMap((token) => {
    if (token.type === 'table_open') columns = 0;
    if (token.type === 'th_open') columns++;
    if (token.type === 'tr_open') line = lines[token.map?.[0] ?? -1] ?? '';
    if (token.type !== 'tr_close') return [token];
    return [
      ...splitRow(line)
        .slice(columns)
        .flatMap((cell) => parser.parseInline(cell, env)),
      token,
    ];
  });
}

/** The cells of a row of a table, cut at every `|` without a backslash before it. */
function splitRow(line: string): string[] {
  const row = line.replace(/^[\s>]*\|?/, '').trimEnd();
  const cells = row.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|'));
  return row.endsWith('|') && !row.endsWith('\\|') ? cells.slice(0, -1) : cells;
}
