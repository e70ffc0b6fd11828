/** What keys and buttons do to blocks. A block changes its kind in place; its id and its text stay. */
import type { BlockKind } from '@longtable/shared/plan/rich-text';
import { isSafeHref } from '@longtable/shared/plan/rich-text';
import { toggleMark } from 'prosemirror-commands';
import type { Attrs } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { attributesOf, type BlockAttributes, isBlock, maxIndent, type OwnMark, schemaOf } from './schema.ts';

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
  const found: boolean[] = [];
  eachBlock(state, (attributes) => {
    const hasLevel = kind !== 'heading' || (attributes.level ?? 2) === (level ?? 2);
    found.push(attributes.kind === kind && hasLevel);
  });
  return found.length > 0 && !found.includes(false);
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

/** Enter: a new block of the same kind; after a heading a paragraph; an empty item or quote ends there. */
export const splitBlock: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  if (!$from.sameParent($to) || !isBlock($from.parent)) return false;
  const { block } = schemaOf(state).nodes;
  const attributes = attributesOf($from.parent);
  const isItem = attributes.kind === 'bullet' || attributes.kind === 'ordered';
  const ends = isItem || attributes.kind === 'quote';
  if (ends && $from.parent.content.size === 0) return setBlocks({ kind: 'paragraph' })(state, dispatch);
  const next: Attrs =
    attributes.kind === 'heading'
      ? { id: null, kind: 'paragraph', level: null, indent: null }
      : { ...attributes, id: null };
  const tr = state.tr.deleteSelection();
  // At the very start the empty block goes above, so that what others see keeps its id and place.
  if ($from.parentOffset === 0 && $from.parent.content.size > 0) {
    const empty = block.create({ ...next, kind: isItem ? attributes.kind : 'paragraph' });
    tr.insert(tr.mapping.map($from.before()), empty);
  } else tr.split(tr.mapping.map($from.pos), 1, [{ type: block, attrs: next }]);
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Backspace at the start of a heading, item or quote makes it a paragraph first. */
export const clearShapeAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || !isBlock($from.parent) || attributesOf($from.parent).kind === 'paragraph')
    return false;
  return setBlocks({ kind: attributesOf($from.parent).kind, level: attributesOf($from.parent).level })(state, dispatch);
};

/** The link at the selection, or null. */
export function findLink(state: EditorState): string | null {
  const { from, to, empty, $from } = state.selection;
  const { link } = schemaOf(state).marks;
  const marks = empty ? $from.marks() : [];
  let href = link.isInSet(marks)?.attrs.href ?? null;
  if (!empty) {
    state.doc.nodesBetween(from, to, (node) => {
      href ??= link.isInSet(node.marks)?.attrs.href ?? null;
    });
  }
  return href as string | null;
}

/** Links the selection, or writes the address where nothing is selected; an empty one removes the link. */
export function setLink(typed: string): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const href = addressOf(typed);
    const schema = schemaOf(state);
    const { link } = schema.marks;
    const { tr } = state;
    if (typed.trim() === '') tr.removeMark(from, to, link);
    else if (!href) return false;
    else if (empty) tr.insert(from, schema.text(typed.trim(), [link.create({ href })]));
    else tr.addMark(from, to, link.create({ href }));
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

export function toggleOwnMark(name: OwnMark): Command {
  return (state, dispatch) => toggleMark(schemaOf(state).marks[name])(state, dispatch);
}

/** Opens the link at the selection beside this page, as a click would outside an editor. */
export const followLink: Command = (state) => {
  const href = findLink(state);
  if (!href || !isSafeHref(href)) return false;
  window.open(href, '_blank', 'noopener');
  return true;
};

export const newLine: Command = (state, dispatch) => {
  dispatch?.(state.tr.insertText('\n').scrollIntoView());
  return true;
};

function eachBlock(state: EditorState, visit: (attributes: BlockAttributes, position: number) => void): void {
  const { from, to } = state.selection;
  state.doc.nodesBetween(from, to, (node, position) => {
    if (isBlock(node)) visit(attributesOf(node), position);
    return false;
  });
}
