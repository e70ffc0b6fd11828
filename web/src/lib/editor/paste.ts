/**
 * What is pasted, cleaned: words from Word, Docs or any page come in as our blocks and marks, without their looks.
 */
import { isSafeHref } from '@longtable/shared/plan/rich-text';

type ListKind = 'bullet' | 'ordered';

interface Surroundings {
  list: ListKind | null;
  /** Lists around, 0 outside. */
  depth: number;
  isQuote: boolean;
}

const blockTags = new Set(
  'P DIV H1 H2 H3 H4 H5 H6 LI UL OL BLOCKQUOTE TABLE TBODY THEAD TR TD TH SECTION ARTICLE HEADER FOOTER MAIN ASIDE PRE FIGURE FIGCAPTION DL DT DD HR'.split(
    ' ',
  ),
);
const droppedTags = new Set('SCRIPT STYLE META LINK TITLE HEAD TEMPLATE NOSCRIPT IFRAME OBJECT SVG XML'.split(' '));

/** @returns HTML that holds nothing but what the schema of our editor parses */
export function cleanPastedHtml(html: string): string {
  const source = new DOMParser().parseFromString(html, 'text/html');
  const out = new Cleaner();
  out.children(source.body, { list: null, depth: 0, isQuote: false });
  out.endBlock();
  return out.html;
}

class Cleaner {
  html = '';
  #line = '';
  #open = '<p>';
  #close = '</p>';

  children(parent: Element, around: Surroundings): void {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) this.#line += escapeHtml((node.textContent ?? '').replace(/\s+/g, ' '));
      else if (node instanceof HTMLElement) this.#element(node, around);
    }
  }

  #element(element: HTMLElement, around: Surroundings): void {
    const tag = element.tagName;
    if (droppedTags.has(tag) || tag.includes(':') || /mso-list:\s*ignore/i.test(element.getAttribute('style') ?? ''))
      return;
    if (tag === 'BR') this.#line += '<br>';
    else if (tag === 'IMG') this.#line += escapeHtml(element.getAttribute('alt') ?? '');
    else if (blockTags.has(tag)) this.#block(element, around);
    else this.#inline(element, around);
  }

  #block(element: HTMLElement, around: Surroundings): void {
    const tag = element.tagName;
    this.endBlock();
    if (tag === 'UL' || tag === 'OL') {
      const list = tag === 'OL' ? 'ordered' : 'bullet';
      this.children(element, { ...around, list, depth: around.depth + 1 });
    } else {
      this.#begin(element, around);
      this.children(element, { ...around, isQuote: around.isQuote || tag === 'BLOCKQUOTE' });
      if (tag === 'TD' || tag === 'TH') this.#line += ' ';
    }
    this.endBlock();
  }

  /** Paragraphs inside an item stay that item; the first of them opens it. */
  #begin(element: HTMLElement, around: Surroundings): void {
    const tag = element.tagName;
    const word = wordListOf(element);
    const heading = /^H([1-6])$/.exec(tag)?.[1];
    if (heading) this.#shape(Number(heading) > 2 ? 'h3' : 'h2');
    else if (word) this.#item(word.list, word.depth);
    else if (around.list && (tag === 'LI' || element.parentElement?.tagName === 'LI'))
      this.#item(around.list, around.depth);
    else if (around.isQuote || tag === 'BLOCKQUOTE') this.#shape('blockquote');
    else this.#shape('p');
  }

  #shape(tag: string, attributes = ''): void {
    this.#open = `<${tag}${attributes}>`;
    this.#close = `</${tag}>`;
  }

  #item(list: ListKind, depth: number): void {
    this.#shape('p', ` class="item ${list}" data-indent="${Math.max(0, depth - 1)}"`);
  }

  #inline(element: HTMLElement, around: Surroundings): void {
    const before = this.#line;
    this.#line = '';
    const written = this.html.length;
    this.children(element, around);
    // An inline element around whole blocks (Docs wraps all in <b>) marks nothing.
    if (this.html.length > written) {
      this.#line = before + this.#line;
      return;
    }
    this.#line = before + marked(element, this.#line);
  }

  endBlock(): void {
    const line = this.#line.replace(/^( |<br>)+|( |<br>)+$/g, '');
    if (line !== '') this.html += this.#open + line + this.#close;
    this.#line = '';
    this.#shape('p');
  }
}

function marked(element: HTMLElement, inner: string): string {
  if (inner.trim() === '') return inner;
  const { fontWeight, fontStyle } = element.style;
  const tag = element.tagName;
  const isNormal = fontWeight === 'normal' || fontWeight === '400';
  const isStrong =
    ((tag === 'B' || tag === 'STRONG') && !isNormal) || fontWeight === 'bold' || Number(fontWeight) >= 600;
  const isEm = ((tag === 'I' || tag === 'EM') && fontStyle !== 'normal') || fontStyle === 'italic';
  const href = tag === 'A' ? (element.getAttribute('href') ?? '') : '';
  let out = inner;
  if (isEm) out = `<em>${out}</em>`;
  if (isStrong) out = `<strong>${out}</strong>`;
  if (isSafeHref(href)) out = `<a href="${escapeHtml(href)}">${out}</a>`;
  return out;
}

/** Word writes list items as paragraphs that say so in their style. */
function wordListOf(element: HTMLElement): { list: ListKind; depth: number } | null {
  const level = /mso-list:[^;]*level(\d)/i.exec(element.getAttribute('style') ?? '')?.[1];
  if (!level) return null;
  const sign = element.querySelector('[style*="mso-list"]')?.textContent?.trim() ?? '';
  return { list: /^[\da-z]+[.)]/i.test(sign) ? 'ordered' : 'bullet', depth: Number(level) };
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
