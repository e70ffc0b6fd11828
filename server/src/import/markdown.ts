/** Markdown into the blocks of a body. What our blocks can't hold (tables, code, pictures) keeps its words as paragraphs. */
import { createBlockId } from '@longtable/shared/ids';
import { type Block, type BlockKind, isSafeHref, type Span } from '@longtable/shared/plan/rich-text';
import MarkdownIt, { type Token } from 'markdown-it';

const markdown = new MarkdownIt('default', { html: false, linkify: true });
// Only what is written as an address becomes a link, not every word with a dot in it.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
const maxIndent = 5;

export function readMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  const lists: BlockKind[] = [];
  let quotes = 0;
  let isFirstOfItem = false;
  let heading = 0;
  let row: Span[] | null = null;

  const add = (text: Span[]) => {
    const spans = trimSpans(text);
    if (spans.length === 0) return;
    const list = lists.at(-1);
    const kind: BlockKind = heading > 0 ? 'heading' : quotes > 0 ? 'quote' : list && isFirstOfItem ? list : 'paragraph';
    const isListItem = kind === list;
    if (isListItem) isFirstOfItem = false;
    blocks.push({
      id: createBlockId(),
      kind,
      level: heading > 2 ? 3 : 2,
      indent: isListItem ? Math.min(lists.length - 1, maxIndent) : 0,
      text: spans,
    });
  };

  for (const token of markdown.parse(withoutHtml(source), {})) {
    switch (token.type) {
      case 'bullet_list_open':
        lists.push('bullet');
        break;
      case 'ordered_list_open':
        lists.push('ordered');
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        break;
      case 'list_item_open':
        isFirstOfItem = true;
        break;
      case 'blockquote_open':
        quotes++;
        break;
      case 'blockquote_close':
        quotes--;
        break;
      case 'heading_open':
        heading = Number(token.tag.slice(1));
        break;
      case 'heading_close':
        heading = 0;
        break;
      case 'tr_open':
        row = [];
        break;
      case 'tr_close':
        add(row ?? []);
        row = null;
        break;
      case 'inline': {
        const spans = readInline(token.children ?? []);
        if (!row) add(spans);
        else row.push(...(row.length > 0 ? [{ text: ' · ' }] : []), ...spans);
        break;
      }
      case 'fence':
      case 'code_block':
        add([{ text: token.content }]);
        break;
    }
  }
  return blocks;
}

/** Published Markdown mixes in HTML: its breaks and links are kept, its other tags carry no words. */
function withoutHtml(source: string): string {
  return source
    .replace(/<a\s[^>]*?href\s*=\s*["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>/gi, (_, href: string, text: string) =>
      text.trim() === '' ? '' : `[${text.replace(/[[\]]/g, '\\$&')}](${encodeAddress(href)})`,
    )
    .replace(/(<br\s*\/?>\s*){2,}/gi, '\n\n')
    .replace(/<br\s*\/?>[ \t]*(?=\n\n)/gi, '')
    .replace(/<br\s*\/?>[ \t]*\n?/gi, '  \n')
    .replace(/<\/?(?:p|div|ul|ol|li|h\d|table|tr)\b[^>]*>/gi, '\n\n')
    .replace(/<\/?[a-z][a-z0-9-]*(\s[^<>]*)?\/?>/gi, '')
    .replace(/\{:[^}\n]*\}/g, '')
    .replace(/&nbsp;/g, ' ');
}

/** An address that can stand between the round brackets of a Markdown link. */
function encodeAddress(href: string): string {
  return href.replace(/[\s<>()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function readInline(tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  let strong = 0;
  let em = 0;
  const hrefs: (string | null)[] = [];
  const add = (text: string) => {
    const href = hrefs.at(-1) ?? null;
    spans.push({
      text,
      ...(strong > 0 && { strong: true as const }),
      ...(em > 0 && { em: true as const }),
      ...(href !== null && { href }),
    });
  };
  for (const token of tokens) {
    if (token.type === 'strong_open') strong++;
    else if (token.type === 'strong_close') strong--;
    else if (token.type === 'em_open') em++;
    else if (token.type === 'em_close') em--;
    else if (token.type === 'link_open') hrefs.push(safeHref(token.attrGet('href')));
    else if (token.type === 'link_close') hrefs.pop();
    else if (token.type === 'softbreak') add(' ');
    else if (token.type === 'hardbreak') add('\n');
    else if (token.content !== '') add(token.content);
  }
  return spans;
}

const safeHref = (href: unknown) => (typeof href === 'string' && isSafeHref(href) ? href : null);

/** Without white space at either end, and without empty or needlessly split spans. */
function trimSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && last.strong === span.strong && last.em === span.em && last.href === span.href) {
      joined[joined.length - 1] = { ...last, text: last.text + span.text };
    } else joined.push(span);
  }
  const first = joined[0];
  if (first) joined[0] = { ...first, text: first.text.trimStart() };
  const last = joined.at(-1);
  if (last) joined[joined.length - 1] = { ...last, text: last.text.trimEnd() };
  return joined.filter((span) => span.text !== '');
}
