/**
 * Rich text outside an editor: a body as a list of blocks, read from and written to a Y.XmlFragment in the
 * layout that y-prosemirror uses (one `block` node type; kind and id are attributes; marks are text attributes).
 */
import * as Y from 'yjs';
import { type BlockId, createBlockId } from '../ids.ts';

export const blockKinds = ['paragraph', 'heading', 'bullet', 'ordered', 'quote'] as const;
export type BlockKind = (typeof blockKinds)[number];

/** `level` is 2 or 3 on a heading; `indent` is 0 to 5 on a list item. */
export interface Block {
  id: BlockId;
  kind: BlockKind;
  level: number;
  indent: number;
  text: Span[];
}

export interface Span {
  text: string;
  strong?: true;
  em?: true;
  /** An address that `isSafeHref` accepts. */
  href?: string;
}

/** Only what opens a page or a mail may be linked: never `javascript:` or `data:`. */
export function isSafeHref(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href);
}

/** A block of plain text, for importers and tests. */
export function textBlock(text: string, kind: BlockKind = 'paragraph'): Block {
  return { id: createBlockId(), kind, level: 2, indent: 0, text: text === '' ? [] : [{ text }] };
}

/** All characters of a body, a line break between blocks. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map((block) => block.text.map((span) => span.text).join('')).join('\n');
}

/** A body as ProseMirror JSON in our schema, for exports. */
export function toProseMirrorJson(blocks: readonly Block[]) {
  return {
    type: 'doc',
    content: blocks.map(({ id, kind, level, indent, text }) => ({
      type: 'block',
      attrs: { id, kind, level, indent },
      ...(text.length > 0 && {
        content: text.map((span) => ({
          type: 'text',
          text: span.text,
          marks: Object.entries(toMarks(span)).map(([type, attrs]) => ({ type, attrs })),
        })),
      }),
    })),
  };
}

/** Appends `blocks` to `fragment`. Call inside a transaction. */
export function writeBlocks(fragment: Y.XmlFragment, blocks: readonly Block[]): void {
  fragment.push(blocks.map(toXml));
}

function toXml(block: Block): Y.XmlElement {
  const element = new Y.XmlElement('block');
  const attributes = element as Y.XmlElement<Record<string, string | number>>;
  attributes.setAttribute('id', block.id);
  attributes.setAttribute('kind', block.kind);
  if (block.kind === 'heading') attributes.setAttribute('level', block.level);
  if (block.indent > 0) attributes.setAttribute('indent', block.indent);
  if (block.text.length > 0) {
    const text = new Y.XmlText();
    text.applyDelta(block.text.map((span) => ({ insert: span.text, attributes: toMarks(span) })));
    element.insert(0, [text]);
  }
  return element;
}

function toMarks(span: Span): Record<string, object> {
  return {
    ...(span.strong && { strong: {} }),
    ...(span.em && { em: {} }),
    ...(span.href !== undefined && { link: { href: span.href } }),
  };
}

/** Reads any fragment without throwing: what it does not know is shown as a paragraph, never dropped. */
export function readBlocks(fragment: Y.XmlFragment): Block[] {
  return fragment.toArray().flatMap((node): Block[] => {
    if (node instanceof Y.XmlText) return [{ ...textBlock(''), id: '' as BlockId, text: readSpans(node) }];
    if (node instanceof Y.XmlElement) return [readBlock(node)];
    return [];
  });
}

function readBlock(element: Y.XmlElement): Block {
  const { id, kind, level, indent } = element.getAttributes() as Record<string, unknown>;
  return {
    id: (typeof id === 'string' ? id : '') as BlockId,
    kind: isBlockKind(kind) ? kind : 'paragraph',
    level: level === 3 ? 3 : 2,
    indent: typeof indent === 'number' && indent > 0 ? Math.min(5, Math.floor(indent)) : 0,
    text: readWords(element),
  };
}

/** The words of a node, however deep; nodes that stand beside no text begin lines of their own. */
function readWords(element: Y.XmlElement): Span[] {
  const children = element.toArray();
  const isLine = children.some((child) => child instanceof Y.XmlText);
  return children.flatMap((child, index): Span[] => {
    if (child instanceof Y.XmlText) return readSpans(child);
    if (!(child instanceof Y.XmlElement) || child.nodeName === 'hard_break') return [{ text: '\n' }];
    return isLine || index === 0 ? readWords(child) : [{ text: '\n' }, ...readWords(child)];
  });
}

function isBlockKind(raw: unknown): raw is BlockKind {
  return typeof raw === 'string' && (blockKinds as readonly string[]).includes(raw);
}

function readSpans(text: Y.XmlText): Span[] {
  return (text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).flatMap((part): Span[] => {
    if (typeof part.insert !== 'string') return [];
    const marks = part.attributes ?? {};
    const href = (marks.link as { href?: unknown } | null | undefined)?.href;
    return [
      {
        text: part.insert,
        ...(marks.strong ? { strong: true as const } : {}),
        ...(marks.em ? { em: true as const } : {}),
        ...(typeof href === 'string' && isSafeHref(href) ? { href } : {}),
      },
    ];
  });
}
