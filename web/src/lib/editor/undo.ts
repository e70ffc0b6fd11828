/**
 * Lets an editor share the plan's undo, and puts the caret back where it was. y-prosemirror's own plugin would
 * destroy the undo manager together with the editor, for the whole plan.
 */
import { type EditorState, Plugin, type PluginKey } from 'prosemirror-state';
import { getRelativeSelection, type ProsemirrorBinding, ySyncPluginKey, yUndoPluginKey } from 'y-prosemirror';
import type * as Y from 'yjs';

export type RelativeSelection = ReturnType<typeof getRelativeSelection>;

interface UndoState {
  undoManager: Y.UndoManager;
  /** Where the caret was before the last change. */
  before: RelativeSelection | null;
}
type StackEvent = { stackItem: { meta: Map<unknown, unknown> } };

export const bindingOf = (state: EditorState) => ySyncPluginKey.getState(state)?.binding as ProsemirrorBinding;

const key = yUndoPluginKey as unknown as PluginKey<UndoState>;

export function sharedUndo(undoManager: Y.UndoManager): Plugin<UndoState> {
  return new Plugin<UndoState>({
    key,
    state: {
      init: () => ({ undoManager, before: null }),
      apply: (_transaction, _value, before) => ({
        undoManager,
        before: getRelativeSelection(bindingOf(before), before),
      }),
    },
    view: (view) => {
      const binding = bindingOf(view.state);
      const remember = ({ stackItem }: StackEvent) => {
        stackItem.meta.set(binding, key.getState(view.state)?.before);
      };
      const recall = ({ stackItem }: StackEvent) => {
        const before = stackItem.meta.get(binding) as RelativeSelection | null | undefined;
        if (before) binding.beforeTransactionSelection = before;
      };
      undoManager.on('stack-item-added', remember);
      undoManager.on('stack-item-popped', recall);
      return {
        destroy: () => {
          undoManager.off('stack-item-added', remember);
          undoManager.off('stack-item-popped', recall);
        },
      };
    },
  });
}
