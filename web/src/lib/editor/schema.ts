/**
 * The text model: one `block` node whose kind is an attribute, so that turning a paragraph into a heading keeps
 * its id and what others write in it meanwhile. The same layout as shared/plan/rich-text. What a body holds beyond
 * that gets a place in its editor's own schema: shown as it can be, and written back as it was (rule S13).
 */

import { type BlockKind, isSafeHref } from '@longtable/shared/plan/rich-text';
import { type Attrs, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec, Schema } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { m } from '#lib/paraglide/messages.js';
import type { BodyContent } from './body-content.ts';

export interface BlockAttributes {
  id: string | null;
  kind: BlockKind;
  /** 2 or 3 for a heading; null is 2. */
  level: number | null;
  /** 0 to 5 for a list item; null is 0. */
  indent: number | null;
}

export const maxIndent = 5;

export const isBlock = (node: Node) => node.type.name === 'block';
export const attributesOf = (block: Node) => block.attrs as BlockAttributes;

function toDom(block: Node): DOMOutputSpec {
  const { kind, level, indent } = attributesOf(block);
  const isItem = kind === 'bullet' || kind === 'ordered';
  const tag = kind === 'heading' ? (level === 3 ? 'h3' : 'h2') : kind === 'quote' ? 'blockquote' : 'p';
  // Each block finds its own direction, with its bullet or bar.
  return [tag, { dir: 'auto', ...(isItem && { class: `item ${kind}`, 'data-indent': indent ?? 0 }) }, 0];
}

const nodes = {
  doc: { content: 'blocks+' },
  block: {
    group: 'blocks',
    content: 'inline*',
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
  text: { group: 'inline' },
} satisfies Record<string, NodeSpec>;

const marks = {
  link: {
    attrs: { href: { default: null } },
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
} satisfies Record<string, MarkSpec>;

export type OwnMark = keyof typeof marks;
type BodySchema = Schema<keyof typeof nodes, OwnMark>;

/** The schema of an editor's own body. */
export const schemaOf = (state: EditorState) => state.schema as BodySchema;

/** A schema that builds all that `content` holds. @param content one that can be opened */
export function schemaFor(content: BodyContent): BodySchema {
  const foreign = {
    nodes: Object.fromEntries(content.foreignNodes.map((node) => [node.name, nodeSpec(node)])),
    marks: Object.fromEntries(content.foreignMarks.map((mark) => [mark.name, markSpec(mark)])),
  };
  const schema: BodySchema = new Schema({
    nodes: { ...nodes, ...foreign.nodes },
    marks: { ...marks, ...foreign.marks },
  });
  keepAttributes(schema);
  return schema;
}

/** Shown as one piece that can be taken out whole, never written in. */
function nodeSpec({ name, level, holds }: BodyContent['foreignNodes'][number]): NodeSpec {
  const isInline = level === 'inline';
  const place: NodeSpec = isInline ? { inline: true, group: 'inline' } : { group: 'blocks' };
  if (name === 'hard_break' && isInline && !holds) return { ...place, selectable: false, toDOM: () => ['br'] };
  return {
    ...place,
    content: holds === null ? '' : holds === 'inline' ? 'inline*' : 'blocks*',
    atom: true,
    toDOM: (node) => {
      const words = node.textBetween(0, node.content.size, '\n') || m.body_foreign();
      return [isInline ? 'span' : 'div', { class: 'foreign', title: m.body_foreign() }, words];
    },
  };
}

/** y-prosemirror hashes the names of marks that may lie on the same words more than once. */
function markSpec({ isHashed }: BodyContent['foreignMarks'][number]): MarkSpec {
  return { ...(isHashed && { excludes: '' }), toDOM: () => ['span', 0] };
}

/**
 * ProseMirror drops attributes that a type does not declare, and makes an object of what is none (`bold: true`).
 * y-prosemirror would then write that back; so types take attributes as they come.
 */
function keepAttributes(schema: BodySchema): void {
  for (const node of Object.values(schema.nodes)) {
    // ProseMirror's own way to make the attributes of a node, from whatever it is made.
    const type = node as unknown as { computeAttrs(given: Attrs | null): Attrs };
    const compute = type.computeAttrs;
    type.computeAttrs = (given) => ({ ...compute.call(type, given), ...given });
  }
  for (const type of Object.values(schema.marks)) {
    const create = type.create;
    type.create = (given) => {
      const isGiven = given !== null && given !== undefined;
      return isGiven ? Object.assign(create.call(type, {}), { attrs: given }) : create.call(type);
    };
  }
}

function indentOf(dom: HTMLElement): number | null {
  const indent = Number(dom.dataset.indent);
  return indent > 0 ? Math.min(indent, maxIndent) : null;
}
