/** Gives every block that was made here an id of its own: a split or a paste would otherwise repeat one. */
import { createBlockId } from '@longtable/shared/ids';
import { Plugin } from 'prosemirror-state';
import { ySyncPluginKey } from 'y-prosemirror';
import { attributesOf, isBlock } from './schema.ts';

export const blockIds = new Plugin({
  appendTransaction(transactions, before, state) {
    const isMine = transactions.some((tr) => tr.docChanged && !tr.getMeta(ySyncPluginKey));
    // Others' blocks get their ids from them; mending them here would be writing in their name.
    if (!isMine || before.doc.eq(state.doc)) return null;
    const seen = new Set<string>();
    const { tr } = state;
    state.doc.forEach((block, position) => {
      if (!isBlock(block)) return;
      const attributes = attributesOf(block);
      if (attributes.id === null || seen.has(attributes.id)) {
        tr.setNodeMarkup(position, null, { ...attributes, id: createBlockId() });
      } else seen.add(attributes.id);
    });
    return tr.docChanged ? tr : null;
  },
});
