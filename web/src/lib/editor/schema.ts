/**
 * The text model: one `block` node whose kind is an attribute, so that turning a paragraph into a heading keeps
 * its id and what others write in it meanwhile. The same layout as shared/plan/rich-text.
 */

import { type BlockKind, blockKinds, isSafeHref } from '@longtable/shared/plan/rich-text';
import { type DOMOutputSpec, type Node, Schema } from 'prosemirror-model';

export interface BlockAttributes {
  id: string | null;
  kind: BlockKind;
  /** 2 or 3 for a heading; null is 2. */
  level: number | null;
  /** 0 to 5 for a list item; null is 0. */
  indent: number | null;
}

export const maxIndent = 5;

export const attributesOf = (block: Node) => block.attrs as BlockAttributes;

function toDom(block: Node): DOMOutputSpec {
  const { kind, level, indent } = attributesOf(block);
  if (kind === 'heading') return [level === 3 ? 'h3' : 'h2', 0];
  if (kind === 'quote') return ['blockquote', 0];
  if (kind === 'bullet' || kind === 'ordered') return ['p', { class: `item ${kind}`, 'data-indent': indent ?? 0 }, 0];
  return ['p', 0];
}

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    block: {
      content: 'text*',
      // A line break inside a block is a character.
      whitespace: 'pre',
      defining: true,
      attrs: {
        id: { default: null },
        kind: { default: 'paragraph' },
        level: { default: null },
        indent: { default: null },
      },
      parseDOM: [
        { tag: 'h1, h2', attrs: { kind: 'heading', level: 2 } },
        { tag: 'h3, h4, h5, h6', attrs: { kind: 'heading', level: 3 } },
        { tag: 'blockquote', attrs: { kind: 'quote' } },
        { tag: 'p.item.bullet', getAttrs: (dom) => ({ kind: 'bullet', indent: indentOf(dom) }) },
        { tag: 'p.item.ordered', getAttrs: (dom) => ({ kind: 'ordered', indent: indentOf(dom) }) },
        { tag: 'p' },
        { tag: 'div' },
      ],
      toDOM: toDom,
    },
    text: {},
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (dom) => {
            const href = dom.getAttribute('href') ?? '';
            return isSafeHref(href) ? { href } : false;
          },
        },
      ],
      // What others' clients wrote was not parsed here: an address is looked at again before it can be followed.
      toDOM: ({ attrs }) => ['a', isSafeHref(String(attrs.href)) ? { href: attrs.href, rel: 'noopener' } : {}, 0],
    },
    em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0] },
    strong: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }], toDOM: () => ['strong', 0] },
  },
});

function indentOf(dom: HTMLElement): number | null {
  const indent = Number(dom.dataset.indent);
  return indent > 0 ? Math.min(indent, maxIndent) : null;
}

/** Whether this editor knows all that a body holds; what it does not know it would delete, for everyone. */
export function isKnownBody(nodes: readonly { nodeName?: unknown; getAttribute?(name: string): unknown }[]): boolean {
  return nodes.every((node) => {
    if (node.nodeName !== 'block') return false;
    const kind = node.getAttribute?.('kind') ?? 'paragraph';
    return (blockKinds as readonly unknown[]).includes(kind);
  });
}
