/**
 * reStructuredText into markdown-it's tokens, so that its blocks are written as those of Markdown are. Knows what
 * published proposals use: sections, lists of every kind, quotations, literals, tables, footnotes, links. What it does not
 * know keeps its words; only comments are left out, and targets that the text refers to.
 */
import { linkTokens, normaliseName, type RstTargets, readRstInline } from './rst-inline.ts';
import { readRstTable } from './rst-table.ts';
import { breakToken, closeToken, inlineToken, literalToken, openToken, type Token, textToken } from './tokens.ts';

/** What stands deeper than this is read as paragraphs. */
const maxDepth = 40;

const adornment = /^([!-/:-@[-`{-~])\1*$/;
const bullet = /^[*+\-•‣⁃](?:\s+|$)/;
const enumerator = /^\(?(?:#|\d{1,9}|[a-zA-Z]|[ivxlcdmIVXLCDM]{1,12})[.)](?:\s+|$)/;
const field = /^:(?![:\s])((?:[^:\\]|\\.|:(?!\s|$)){1,200}):(?:\s+|$)/;
const target = /^\.\. _(`(?:[^`\\]|\\.){1,500}`|(?:[^:\\]|\\.){1,500}|_):(?:\s+(.*))?$/;

export function parseRestructuredText(source: string): Token[] {
  const lines = source
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replaceAll('\t', '        ').trimEnd());
  const targets = findTargets(lines);
  const reader = new RstReader(targets);
  reader.readBody(lines, 0);
  for (const [name, address] of targets.named) if (!targets.used.has(name)) reader.addLink(name, address);
  for (const address of targets.anonymous.splice(0)) reader.addLink(address, address);
  return reader.tokens;
}

/** Targets may stand after what refers to them. */
function findTargets(lines: readonly string[]): RstTargets {
  const named = new Map<string, string>();
  const anonymous: string[] = [];
  const aliases: string[] = [];
  for (const [index, line] of lines.entries()) {
    const start = line.trimStart();
    if (!start.startsWith('.. _') && !start.startsWith('__ ')) continue;
    const [, written = '', inLine = ''] = target.exec(start) ?? [];
    if (start.startsWith('__ ')) anonymous.push(start.slice(3).replace(/\s+/g, ''));
    else if (written !== '') {
      const name = normaliseName(written.replace(/^`|`$/g, ''));
      const address = [inLine, ...continuation(lines, index)].join('').replace(/\s+/g, '');
      if (written === '_') anonymous.push(address);
      else if (address === '') aliases.push(name);
      else {
        for (const known of [name, ...aliases.splice(0)]) named.set(known, address);
      }
    }
    if (start !== '' && !start.startsWith('.. _')) aliases.length = 0;
  }
  return { named, anonymous, used: new Set() };
}

/** The lines below one that are set further in, without those between them that are empty. */
function continuation(lines: readonly string[], index: number): string[] {
  const indent = indentOf(lines[index] as string);
  const found: string[] = [];
  for (let next = index + 1; next < lines.length; next++) {
    const line = lines[next] as string;
    if (line === '' || indentOf(line) <= indent) break;
    found.push(line.trim());
  }
  return found;
}

class RstReader {
  readonly tokens: Token[] = [];
  readonly #targets: RstTargets;
  /** Styles of headings, in the order in which they were first used: it says their levels. */
  readonly #styles: string[] = [];

  constructor(targets: RstTargets) {
    this.#targets = targets;
  }

  /** @param lines of one body, set out to its first column */
  readBody(lines: readonly string[], depth: number): void {
    let index = 0;
    while (index < lines.length) {
      if (lines[index] === '') index++;
      else index = depth > maxDepth ? this.#readParagraph(lines, index) : this.#readBlock(lines, index, depth);
    }
  }

  /** @returns the line after the block */
  #readBlock(lines: readonly string[], index: number, depth: number): number {
    const line = lines[index] as string;
    if (line.startsWith(' ')) return this.#readQuote(lines, index, depth);
    if (line === '..' || line.startsWith('.. ')) return this.#readMarkup(lines, index, depth);
    if (line.startsWith('__ ')) return index + 1;
    const afterTable = this.#readTable(lines, index);
    if (afterTable !== null) return afterTable;
    const afterHeading = this.#readHeading(lines, index, depth);
    if (afterHeading !== null) return afterHeading;
    if (bullet.test(line)) return this.#readList(lines, index, depth, 'bullet');
    if (isEnumerated(lines, index)) return this.#readList(lines, index, depth, 'ordered');
    if (/^>>>(?: |$)/.test(line) || /^\|(?: |$)/.test(line)) return this.#readLines(lines, index);
    const named = field.exec(line);
    if (named) return this.#readField(lines, index, depth, named[1] ?? '', named[0].length);
    const below = lines[index + 1] ?? '';
    if (below.startsWith(' ') && !line.endsWith('::')) return this.#readDefinition(lines, index, depth);
    return this.#readParagraph(lines, index);
  }

  #readQuote(lines: readonly string[], index: number, depth: number): number {
    const { end, body } = cutIndented(lines, index);
    // A list that is set in is no quotation, though it counts as one.
    if (bullet.test(body[0] ?? '') || isEnumerated(body, 0)) {
      this.readBody(body, depth + 1);
      return end;
    }
    this.tokens.push(openToken('blockquote'));
    this.readBody(body, depth + 1);
    this.tokens.push(closeToken('blockquote'));
    return end;
  }

  /** Comments, targets, footnotes and citations, directives, and what they hold. */
  #readMarkup(lines: readonly string[], index: number, depth: number): number {
    const line = lines[index] as string;
    // A comment of no words ends what stands before it, and hides nothing.
    if (line === '..' && (lines[index + 1] ?? '') === '') return index + 1;
    const { end, body } = cutIndented(lines, index + 1);
    const [, label, rest = ''] = /^\.\. \[([^\]\s[]{1,80})\](?:\s+(.*))?$/.exec(line) ?? [];
    const [, name, argument = ''] =
      /^\.\. (?:\|[^|]{1,80}\|\s+)?([A-Za-z][\w.+-]{0,40}(?::[\w.+-]{1,40})?)\s*::(?:\s+(.*))?$/.exec(line) ?? [];
    const [, substituted] = /^\.\. \|([^|]{1,80})\|/.exec(line) ?? [];
    if (label !== undefined) this.readBody([`\\[${label}] ${rest}`, ...body], depth + 1);
    else if (target.test(line)) {
      // Where it leads stands at the words that refer to it.
      const rest = body.indexOf('');
      if (rest !== -1) this.readBody(body.slice(rest), depth + 1);
    } else if (name !== undefined) {
      this.#addParagraph([substituted, name, argument].filter((words) => words).join(': '));
      if (/^(?:code|code-block|sourcecode|parsed-literal|math|raw)$/.test(name)) this.#addLiteral(body);
      else this.readBody(body, depth + 1);
    }
    return end;
  }

  #readTable(lines: readonly string[], index: number): number | null {
    const table = readRstTable(lines, index);
    if (!table) return null;
    for (const row of table.rows) {
      this.tokens.push(openToken('tr'));
      for (const cell of row) this.tokens.push(this.#inline(cell));
      this.tokens.push(closeToken('tr'));
    }
    return table.end;
  }

  #readHeading(lines: readonly string[], index: number, depth: number): number | null {
    const [line, below = '', third = ''] = lines.slice(index, index + 3) as [string, string?, string?];
    if (adornment.test(line)) {
      const isFramed = third === line && below.trim() !== '' && !adornment.test(below);
      if (isFramed && depth === 0) {
        this.#addHeading(below.trim(), `${line[0]}${line[0]}`);
        return index + 3;
      }
      // A line between two paragraphs.
      return line.length >= 4 && below === '' ? index + 1 : null;
    }
    const isUnderlined = adornment.test(below) && (below.length >= line.length || below.length >= 4);
    if (!isUnderlined || depth > 0) return null;
    this.#addHeading(line, below[0] as string);
    return index + 2;
  }

  #addHeading(text: string, style: string): void {
    if (!this.#styles.includes(style)) this.#styles.push(style);
    const tag = `h${Math.min(6, this.#styles.indexOf(style) + 2)}`;
    this.tokens.push(openToken('heading', tag), this.#inline(text), closeToken('heading', tag));
  }

  #readList(lines: readonly string[], index: number, depth: number, kind: 'bullet' | 'ordered'): number {
    const isItem = (at: number) => (kind === 'bullet' ? bullet.test(lines[at] ?? '') : isEnumerated(lines, at));
    let next = index;
    let expected: number | null = null;
    while (next < lines.length && isItem(next)) {
      const line = lines[next] as string;
      const [sign = ''] = (kind === 'bullet' ? bullet : enumerator).exec(line) ?? [];
      const { end, body } = cutIndented(lines, next + 1);
      const number: number | null = kind === 'bullet' ? null : itemNumber(sign, expected);
      if (number !== null && number !== expected) {
        if (expected !== null) this.tokens.push(closeToken('ordered_list'));
        this.tokens.push(openToken('ordered_list', 'ol', { start: String(number) }));
      } else if (next === index && kind === 'bullet') this.tokens.push(openToken('bullet_list', 'ul'));
      else if (number === null && kind === 'ordered' && expected !== null) {
        this.tokens.push(closeToken('ordered_list'));
      }
      expected = number === null ? null : number + 1;
      if (kind === 'ordered' && number === null) this.readBody([`\\${line}`, ...body], depth + 1);
      else {
        this.tokens.push(openToken('list_item', 'li'));
        this.readBody([line.slice(sign.length).trim(), ...body], depth + 1);
        this.tokens.push(closeToken('list_item', 'li'));
      }
      next = end;
      while (lines[next] === '' && next < lines.length - 1) next++;
    }
    if (kind === 'bullet') this.tokens.push(closeToken('bullet_list', 'ul'));
    else if (expected !== null) this.tokens.push(closeToken('ordered_list', 'ol'));
    return next;
  }

  #readField(lines: readonly string[], index: number, depth: number, name: string, width: number): number {
    const { end, body } = cutIndented(lines, index + 1);
    this.readBody([`${name}: ${(lines[index] as string).slice(width)}`.trim(), ...body], depth + 1);
    return end;
  }

  /** A term, and below it, further in, what it means. */
  #readDefinition(lines: readonly string[], index: number, depth: number): number {
    const { end, body } = cutIndented(lines, index + 1);
    this.#addParagraph(lines[index] as string);
    this.readBody(body, depth + 1);
    return end;
  }

  /** Lines that stay lines: an example of a session, or a poem. */
  #readLines(lines: readonly string[], index: number): number {
    const end = endOfText(lines, index, () => true);
    const block = lines.slice(index, end);
    if (block[0]?.startsWith('>')) this.#addLiteral(block);
    else {
      const children = block.flatMap((line, number) => {
        const words = readRstInline(line.replace(/^\s*\| ?/, ''), this.#targets);
        return number > 0 ? [breakToken(), ...words] : words;
      });
      this.tokens.push(openToken('paragraph'), inlineToken(children), closeToken('paragraph'));
    }
    return end;
  }

  #readParagraph(lines: readonly string[], index: number): number {
    const indent = indentOf(lines[index] as string);
    const end = endOfText(lines, index, (line) => indentOf(line) === indent);
    const text = lines
      .slice(index, end)
      .map((line) => line.trim())
      .join(' ');
    if (!text.endsWith('::')) {
      this.#addParagraph(text);
      return end;
    }
    if (text !== '::') this.#addParagraph(text.replace(/\s*::$/, ':'));
    let start = end;
    while (lines[start] === '') start++;
    if (!(lines[start] ?? '').startsWith(' ')) return end;
    const literal = cutIndented(lines, start);
    this.#addLiteral(literal.body);
    return literal.end;
  }

  /** A target that nothing refers to. */
  addLink(name: string, address: string): void {
    const children =
      name === address ? linkTokens(address, address) : [textToken(`${name}: `), ...linkTokens(address, address)];
    this.tokens.push(openToken('paragraph'), inlineToken(children), closeToken('paragraph'));
  }

  #addParagraph(text: string): void {
    if (text.trim() !== '') this.tokens.push(openToken('paragraph'), this.#inline(text), closeToken('paragraph'));
  }

  #addLiteral(lines: readonly string[]): void {
    this.tokens.push(literalToken(lines.join('\n').replace(/^\n+/, '')));
  }

  #inline(text: string): Token {
    const children = readRstInline(text, this.#targets);
    return inlineToken(children.length > 0 ? children : [textToken(text)]);
  }
}

const indentOf = (line: string) => line.length - line.trimStart().length;

function endOfText(lines: readonly string[], index: number, belongs: (line: string) => boolean): number {
  let end = index + 1;
  while (end < lines.length && lines[end] !== '' && belongs(lines[end] as string)) end++;
  return end;
}

/** The lines from `start` that are set in, set out again, and the line after them. */
function cutIndented(lines: readonly string[], start: number): { end: number; body: string[] } {
  let end = start;
  let last = start;
  let indent = Number.POSITIVE_INFINITY;
  for (; end < lines.length; end++) {
    const line = lines[end] as string;
    if (line === '') continue;
    if (!line.startsWith(' ')) break;
    indent = Math.min(indent, indentOf(line));
    last = end + 1;
  }
  return { end: last, body: lines.slice(start, last).map((line) => line.slice(Math.min(indent, line.length))) };
}

/** A paragraph may begin as a list does: "A. Person wrote"; a list goes on below its words, or ends. */
function isEnumerated(lines: readonly string[], index: number): boolean {
  if (!enumerator.test(lines[index] ?? '')) return false;
  const below = lines[index + 1] ?? '';
  return below === '' || below.startsWith(' ') || enumerator.test(below);
}

/** @returns null for a letter: our lists are counted, so it is written out */
function itemNumber(sign: string, expected: number | null): number | null {
  if (sign.includes('#')) return expected ?? 1;
  const [digits] = /\d+/.exec(sign) ?? [];
  return digits === undefined ? null : Number(digits);
}
