/**
 * The numbers of a text's numbered items. Items lie flat, each with how far in it is (decision 1); their marks are the
 * browser's own, which screen readers know (decision 8), and only need to be told the number.
 */
import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { attributesOf, isBlock } from './schema.ts';

interface OpenList {
  isOrdered: boolean;
  indent: number;
  count: number;
}

/** The number of each numbered item, by its position: as in the nested lists that readers see (RichText). */
export function numbersOf(doc: Node): Map<number, number> {
  const numbers = new Map<number, number>();
  let open: OpenList[] = [];
  doc.forEach((node, position) => {
    const { kind, indent } = isBlock(node) ? attributesOf(node) : { kind: null, indent: null };
    if (kind !== 'bullet' && kind !== 'ordered') {
      open = [];
      return;
    }
    const item = { isOrdered: kind === 'ordered', indent: indent ?? 0 };
    open = open.filter((list) => list.indent < item.indent || isSameList(list, item));
    let list = open.find((each) => isSameList(each, item));
    if (!list) {
      list = { ...item, count: 0 };
      open.push(list);
    }
    list.count++;
    if (item.isOrdered) numbers.set(position, list.count);
  });
  return numbers;
}

const isSameList = (one: Omit<OpenList, 'count'>, other: Omit<OpenList, 'count'>) =>
  one.indent === other.indent && one.isOrdered === other.isOrdered;

function decorate(doc: Node): DecorationSet {
  const decorations = [...numbersOf(doc)].map(([position, number]) => {
    const end = position + (doc.nodeAt(position)?.nodeSize ?? 0);
    return Decoration.node(position, end, { style: `counter-set: list-item ${number}` });
  });
  return DecorationSet.create(doc, decorations);
}

export const listNumbers: Plugin<DecorationSet> = new Plugin<DecorationSet>({
  state: {
    init: (_config, { doc }) => decorate(doc),
    apply: (transaction, shown) => (transaction.docChanged ? decorate(transaction.doc) : shown),
  },
  props: {
    decorations: (state: EditorState) => listNumbers.getState(state),
  },
});
