/**
 * What stands inside a paragraph, as spans. Published Markdown mixes in HTML: its breaks, links and emphasis are kept,
 * and so are the words of its pictures.
 */
import { isSafeHref, type Span } from '@longtable/shared/plan/rich-text';
import MarkdownIt, { type Token } from 'markdown-it';
import { dividesText, readHtmlTag } from './html-tags.ts';

/** How a paragraph starts that is an item of a list; Markdown leaves such a sign in its text when it stands after a break. */
export const itemSign = /^[*-] +/;

const { normalizeLink, utils } = new MarkdownIt();

/** Paragraphs without white space at either end, without empty or needlessly split spans. */
export function readInline(tokens: readonly Token[]): Span[][] {
  const reader = new InlineReader();
  reader.read(tokens);
  return reader.paragraphs.map(trimSpans).filter((spans) => spans.length > 0);
}

/** The words on one line. */
export function plainLine(tokens: readonly Token[]): string {
  const words = readInline(tokens).map((spans) => spans.map(({ text }) => text).join(''));
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

class InlineReader {
  readonly paragraphs: Span[][] = [[]];
  #strong = 0;
  #em = 0;
  #isRaised = false;
  /** Spans so far, to see whether a link has words. */
  #added = 0;
  readonly #links: { href: string | null; title: string; before: number }[] = [];

  read(tokens: readonly Token[]): void {
    for (const token of tokens) {
      if (token.type === 'strong_open') this.#strong++;
      else if (token.type === 'strong_close') this.#strong--;
      else if (token.type === 'em_open') this.#em++;
      else if (token.type === 'em_close') this.#em--;
      else if (token.type === 'link_open') this.#openLink(attribute(token, 'href'), attribute(token, 'title'));
      else if (token.type === 'link_close') this.#closeLink();
      else if (token.type === 'softbreak') this.#add(' ');
      else if (token.type === 'hardbreak') this.#breakLine();
      else if (token.type === 'html_inline') this.#readTag(token.content);
      else if (token.type === 'image') {
        this.#openLink(this.#links.at(-1)?.href ?? attribute(token, 'src'), attribute(token, 'title'));
        this.read(token.children ?? []);
        this.#closeLink();
      } else this.#add(token.content);
    }
  }

  get #paragraph(): Span[] {
    return this.paragraphs.at(-1) as Span[];
  }

  #readTag(source: string): void {
    const tag = readHtmlTag(source);
    if (!tag) {
      if (/^<\/?[a-z]/i.test(source)) this.#add(source);
      return;
    }
    const { name, isClosing, attributes } = tag;
    const read = (key: string) => utils.unescapeAll(attributes.get(key) ?? '');
    const step = isClosing ? -1 : 1;
    if (dividesText(name)) this.#divide();
    if (name === 'br') this.#breakLine();
    else if (name === 'strong' || name === 'b') this.#strong = Math.max(0, this.#strong + step);
    else if (name === 'em' || name === 'i') this.#em = Math.max(0, this.#em + step);
    else if (name === 's' || name === 'del' || name === 'strike') this.#add('~~');
    else if (name === 'sup') this.#isRaised = !isClosing;
    else if ((name === 'td' || name === 'th') && !isClosing && this.#paragraph.length > 0) this.#add(' · ');
    else if (name === 'a' && isClosing) this.#closeLink();
    else if (name === 'a') this.#openLink(normalizeLink(read('href')), '');
    if (attributes.has('src')) {
      this.#openLink(this.#links.at(-1)?.href ?? normalizeLink(read('src')), '');
      this.#add(read('alt'));
      this.#closeLink();
    }
  }

  #add(text: string): void {
    const isLineStart = this.#paragraph.at(-1)?.text.endsWith('\n') ?? true;
    const words = isLineStart ? text.replace(/^[ \t]+/, '') : text;
    if (words === '') return;
    // Items of a list that stand after breaks: "We ask for:<br>* a bus<br>* a tram".
    if (isLineStart && itemSign.test(words)) this.#divide();
    const last = this.#paragraph.at(-1);
    const href = this.#links.at(-1)?.href ?? null;
    this.#added++;
    this.#paragraph.push({
      // "10^6" and "evidence^1", not "106" and "evidence1".
      text: this.#isRaised && last && /^[\p{L}\p{N}]/u.test(words) ? `^${words}` : words,
      ...(this.#strong > 0 && { strong: true as const }),
      ...(this.#em > 0 && { em: true as const }),
      ...(href !== null && { href }),
    });
    this.#isRaised = false;
  }

  /** A second break in a row begins a new paragraph. */
  #breakLine(): void {
    const spans = this.#paragraph;
    while (spans.at(-1)?.text.trim() === '' && !spans.at(-1)?.text.endsWith('\n')) spans.pop();
    const last = spans.at(-1);
    if (!last) return;
    if (last.text.endsWith('\n')) this.#divide();
    else {
      last.text = last.text.trimEnd();
      this.#add('\n');
    }
  }

  #divide(): void {
    if (this.#paragraph.length > 0) this.paragraphs.push([]);
  }

  #openLink(href: string, title: string): void {
    this.#links.push({ href: isSafeHref(href) ? href : null, title, before: this.#added });
  }

  /** A link without words shows its address. */
  #closeLink(): void {
    const link = this.#links.at(-1);
    if (!link) return;
    if (link.href !== null && link.before === this.#added) this.#add(link.href);
    if (link.title !== '') this.#add(` (${link.title})`);
    this.#links.pop();
  }
}

const attribute = (token: Token, name: string) => String(token.attrGet(name) ?? '');

function trimSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && last.strong === span.strong && last.em === span.em && last.href === span.href) last.text += span.text;
    else joined.push({ ...span });
  }
  const [first] = joined;
  if (first) first.text = first.text.trimStart();
  const last = joined.at(-1);
  if (last) last.text = last.text.trimEnd();
  return joined.filter(({ text }) => text !== '');
}
