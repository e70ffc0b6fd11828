/**
 * What stands inside a paragraph of reStructuredText, as tokens: emphasis, literals, roles, links. A sign that opens
 * nothing stays in the text. Reads on without ever going back, so that no text takes longer than it is long.
 */
import { isSafeHref } from '@longtable/shared/plan/rich-text';
import { closeToken, openToken, type Token, textToken } from './tokens.ts';

/** Where names that a text refers to lead; names are compared in lower case, with single spaces. */
export interface RstTargets {
  named: ReadonlyMap<string, string>;
  /** Of `__`, in the order in which they are used. */
  anonymous: string[];
  /** Those of `named` that were referred to so far. */
  used: Set<string>;
}

/** Where numbers of published proposals and standards can be read. */
const roleAddresses: Record<string, { name: string; address: (number: string) => string }> = {
  pep: { name: 'PEP', address: (number) => `https://peps.python.org/pep-${number.padStart(4, '0')}/` },
  rfc: { name: 'RFC', address: (number) => `https://www.rfc-editor.org/rfc/rfc${number}` },
};

/** After what signs may open, and before what they may close. */
const opensAfter = /[\s'"([{<\-/:‘“’«¡¿\u2010-\u2015]/;
const endsBefore = String.raw`(?=$|[\s'")\]}>\-/:.,;!?\\’”»\u2010-\u2015])`;

const closers = {
  strong: new RegExp(String.raw`(?<![\s\\])\*\*${endsBefore}`, 'g'),
  em: new RegExp(String.raw`(?<![\s\\*])\*${endsBefore}`, 'g'),
  literal: new RegExp(String.raw`(?<!\s)\`\`${endsBefore}`, 'g'),
  quoted: /(?<![\s\\`])`(?!`)/g,
};
type Closer = keyof typeof closers;

/** A mark, a role before a quotation, a name that is a link, a footnote, an address, or an escaped character. */
const next =
  /\\[\s\S]|\*\*?|``|(?::[A-Za-z][\w.+-]{0,40}:)?`|\[[^\]\s[]{1,80}\]_(?!\w)|(?<![\p{L}\p{N}_])[\p{L}\p{N}](?:[\p{L}\p{N}]|[-._+:](?=[\p{L}\p{N}])){0,80}__?(?![\p{L}\p{N}_])|https?:\/\/[^\s<>"`]{1,2000}/gu;

export const normaliseName = (name: string) => name.replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim().toLowerCase();

export function readRstInline(text: string, targets: RstTargets): Token[] {
  const ends = new Map<Closer, Ends>();
  const endOf = (closer: Closer, from: number): number | null => {
    const known = ends.get(closer) ?? new Ends(text, closers[closer]);
    ends.set(closer, known);
    return known.after(from);
  };
  const tokens: Token[] = [];
  let done = 0;
  const signs = new RegExp(next);
  /** Adds what stands before `from` as it is, then `added`, and reads on at `to`. */
  const take = (from: number, to: number, ...added: Token[]) => {
    if (from > done) tokens.push(textToken(text.slice(done, from)));
    tokens.push(...added);
    done = to;
    signs.lastIndex = to;
  };

  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const [sign] = found;
    const at = found.index;
    const after = at + sign.length;
    const follows = text[after] ?? ' ';
    const mayOpen = (at === 0 || opensAfter.test(text[at - 1] ?? '')) && !/\s/.test(follows);
    if (sign.startsWith('\\')) {
      take(at, after, ...(/\s/.test(sign[1] ?? '') ? [] : [textToken(sign.slice(1))]));
    } else if (sign.startsWith('http')) {
      const address = withoutTail(sign);
      take(at, at + address.length, ...linkTokens(address, address));
    } else if (sign.startsWith('[')) {
      take(at, after, textToken(sign.slice(0, -1)));
    } else if (/_$/.test(sign)) {
      const name = sign.replace(/__?$/, '');
      const address = sign.endsWith('__') ? targets.anonymous.shift() : findTarget(name, targets);
      // Without a target it is a word with a line after it, such as "self_".
      if (address === undefined) signs.lastIndex = after;
      else take(at, after, ...linkTokens(name, address));
    } else if (!mayOpen) {
      signs.lastIndex = sign === '**' || sign === '``' ? after : at + 1;
    } else if (sign === '**' || sign === '*' || sign === '``') {
      const closer: Closer = sign === '**' ? 'strong' : sign === '*' ? 'em' : 'literal';
      const end = endOf(closer, after + 1);
      if (end === null) signs.lastIndex = after;
      else take(at, end + sign.length, ...marked(closer, text.slice(after, end)));
    } else {
      const end = endOf('quoted', after + 1);
      if (end === null) signs.lastIndex = after;
      else {
        const [tail = ''] =
          /^(?:__?(?![\p{L}\p{N}_])|:[A-Za-z][\w.+-]{0,40}:)?/u.exec(text.slice(end + 1, end + 50)) ?? [];
        take(at, end + 1 + tail.length, ...readQuoted(text.slice(after, end), sign.slice(0, -1), tail, targets));
      }
    }
  }
  take(text.length, text.length);
  return tokens;
}

/** Where a mark closes: found once for a text, and asked for in its order. */
class Ends {
  readonly #found: number[];
  #next = 0;

  constructor(text: string, closer: RegExp) {
    this.#found = [...text.matchAll(closer)].map(({ index }) => index);
  }

  after(from: number): number | null {
    while (this.#next < this.#found.length && (this.#found[this.#next] as number) < from) this.#next++;
    return this.#found[this.#next] ?? null;
  }
}

function marked(closer: Closer, words: string): Token[] {
  if (closer === 'literal') return [textToken(words)];
  return [openToken(closer, closer), textToken(withoutEscapes(words)), closeToken(closer, closer)];
}

/** What stands between single backquotes. @param tail what follows: "_" makes a link of it, a role says what it is */
function readQuoted(quoted: string, before: string, tail: string, targets: RstTargets): Token[] {
  if (tail.startsWith('_')) {
    const start = quoted.endsWith('>') ? quoted.lastIndexOf('<') : -1;
    if (start !== -1) {
      const [words, written] = [quoted.slice(0, start).trimEnd(), quoted.slice(start + 1, -1)];
      const isName = /[^\\]_$/.test(written);
      const address = isName ? findTarget(written.slice(0, -1), targets) : written.replace(/\s+/g, '');
      return linkTokens(withoutEscapes(words) || (address ?? written), address ?? written);
    }
    const address = tail === '__' ? targets.anonymous.shift() : findTarget(quoted, targets);
    return address === undefined ? [textToken(withoutEscapes(quoted))] : linkTokens(withoutEscapes(quoted), address);
  }
  const role = (before || tail).replaceAll(':', '').toLowerCase();
  if (role === '') return marked('em', quoted);
  const known = Object.hasOwn(roleAddresses, role) ? roleAddresses[role] : undefined;
  if (known && /^\d{1,6}$/.test(quoted)) return linkTokens(`${known.name} ${quoted}`, known.address(quoted));
  if (role === 'strong') return marked('strong', quoted);
  if (role === 'emphasis') return marked('em', quoted);
  return [textToken(withoutEscapes(quoted))];
}

function findTarget(name: string, { named, used }: RstTargets): string | undefined {
  const normalised = normaliseName(name);
  used.add(normalised);
  return named.get(normalised);
}

/** An address that can't be linked to is written after the words. */
export function linkTokens(words: string, address: string): Token[] {
  const href = /^[^\s@:/]+@[^\s@:/]+$/.test(address) ? `mailto:${address}` : address;
  if (!isSafeHref(href)) return [textToken(words === address ? words : `${words} (${address})`)];
  return [openToken('link', 'a', { href }), textToken(words), closeToken('link', 'a')];
}

/** An address without the signs that end the sentence around it. */
function withoutTail(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?\'")]}*_\\'.includes(address[end - 1] as string)) end--;
  return address.slice(0, end);
}

const withoutEscapes = (text: string) =>
  text.replace(/\\(\s|([\s\S]))/g, (_, _all, kept: string | undefined) => kept ?? '');
