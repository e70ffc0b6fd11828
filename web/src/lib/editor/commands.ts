/** What keys and buttons do to blocks. A block changes its kind in place; its id and its text stay. */
import type { BlockKind } from '@longtable/shared/plan/rich-text';
import { isSafeHref } from '@longtable/shared/plan/rich-text';
import type { Attrs } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { attributesOf, type BlockAttributes, maxIndent, schema } from './schema.ts';

export interface BlockShape {
  kind: BlockKind;
  level?: number | null;
}

/** Gives every block of the selection this shape; blocks that all have it become paragraphs again. */
export function setBlocks({ kind, level = null }: BlockShape): Command {
  return (state, dispatch) => {
    if (!dispatch) return true;
    const shape = hasShape(state, { kind, level }) ? { kind: 'paragraph' as const, level: null } : { kind, level };
    const { tr } = state;
    eachBlock(state, (attributes, position) => {
      const isItem = shape.kind === 'bullet' || shape.kind === 'ordered';
      tr.setNodeMarkup(position, null, { ...attributes, ...shape, indent: isItem ? attributes.indent : null });
    });
    dispatch(tr.scrollIntoView());
    return true;
  };
}

export function hasShape(state: EditorState, { kind, level = null }: BlockShape): boolean {
  let all = true;
  eachBlock(state, (attributes) => {
    const hasLevel = kind !== 'heading' || (attributes.level ?? 2) === (level ?? 2);
    if (attributes.kind !== kind || !hasLevel) all = false;
  });
  return all;
}

/** Moves list items in or out; says no outside a list, so that Tab moves on through the page. */
export function indentItems(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { tr } = state;
    let hasItem = false;
    eachBlock(state, (attributes, position) => {
      if (attributes.kind !== 'bullet' && attributes.kind !== 'ordered') return;
      hasItem = true;
      const indent = Math.min(Math.max((attributes.indent ?? 0) + by, 0), maxIndent);
      if (indent !== (attributes.indent ?? 0))
        tr.setNodeMarkup(position, null, { ...attributes, indent: indent || null });
    });
    if (!hasItem || !tr.docChanged) return false;
    dispatch?.(tr);
    return true;
  };
}

/** Enter: a new block of the same kind; after a heading a paragraph; in an empty item the list ends. */
export const splitBlock: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  if (!$from.sameParent($to)) return false;
  const attributes = attributesOf($from.parent);
  const isItem = attributes.kind === 'bullet' || attributes.kind === 'ordered';
  if (isItem && $from.parent.content.size === 0) return setBlocks({ kind: 'paragraph' })(state, dispatch);
  const next: Attrs =
    attributes.kind === 'heading'
      ? { id: null, kind: 'paragraph', level: null, indent: null }
      : { ...attributes, id: null };
  const tr = state.tr.deleteSelection();
  // At the very start the empty block goes above, so that what others see keeps its id and place.
  if ($from.parentOffset === 0 && $from.parent.content.size > 0) {
    const empty = schema.nodes.block.create({ ...next, kind: isItem ? attributes.kind : 'paragraph' });
    tr.insert(tr.mapping.map($from.before()), empty);
  } else tr.split(tr.mapping.map($from.pos), 1, [{ type: schema.nodes.block, attrs: next }]);
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Backspace at the start of a heading, item or quote makes it a paragraph first. */
export const clearShapeAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || attributesOf($from.parent).kind === 'paragraph') return false;
  return setBlocks({ kind: attributesOf($from.parent).kind, level: attributesOf($from.parent).level })(state, dispatch);
};

/** The link at the selection, or null. */
export function findLink(state: EditorState): string | null {
  const { from, to, empty, $from } = state.selection;
  const marks = empty ? $from.marks() : [];
  let href = schema.marks.link.isInSet(marks)?.attrs.href ?? null;
  if (!empty) {
    state.doc.nodesBetween(from, to, (node) => {
      href ??= schema.marks.link.isInSet(node.marks)?.attrs.href ?? null;
    });
  }
  return href as string | null;
}

/** Links the selection, or writes the address where nothing is selected; an empty one removes the link. */
export function setLink(typed: string): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const href = addressOf(typed);
    const { tr } = state;
    if (typed.trim() === '') tr.removeMark(from, to, schema.marks.link);
    else if (!href) return false;
    else if (empty) tr.insert(from, schema.text(typed.trim(), [schema.marks.link.create({ href })]));
    else tr.addMark(from, to, schema.marks.link.create({ href }));
    dispatch?.(tr);
    return true;
  };
}

/** "example.org" means https; what is no safe address is null. */
function addressOf(typed: string): string | null {
  const text = typed.trim();
  if (isSafeHref(text)) return text;
  if (/^[^\s@:/]+@[^\s@:/]+\.\w+$/.test(text)) return `mailto:${text}`;
  return /^[\w-]+(\.[\w-]+)+([/?#:]\S*)?$/.test(text) ? `https://${text}` : null;
}

export const newLine: Command = (state, dispatch) => {
  dispatch?.(state.tr.insertText('\n').scrollIntoView());
  return true;
};

function eachBlock(state: EditorState, visit: (attributes: BlockAttributes, position: number) => void): void {
  const { from, to } = state.selection;
  state.doc.nodesBetween(from, to, (node, position) => {
    if (node.type === schema.nodes.block) visit(attributesOf(node), position);
    return false;
  });
}
