/** The editor of a body: ProseMirror over the shared text. Made for one element, gone with it. */
import { toggleMark } from 'prosemirror-commands';
import { type Command, EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, ySyncPlugin, yUndoPlugin } from 'y-prosemirror';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { blockIds } from './block-ids.ts';
import { type BlockShape, findLink, hasShape, setBlocks, setLink } from './commands.ts';
import { cursors } from './cursors.ts';
import { cleanPastedHtml } from './paste.ts';
import { isKnownBody, schema } from './schema.ts';
import { shortcuts } from './shortcuts.ts';

export interface BodySource {
  fragment: Y.XmlFragment;
  awareness: Awareness;
  undoManager: Y.UndoManager;
}

export interface BodyEditorOptions {
  label: string;
  /** How to leave it by keyboard. */
  hint: string;
  /** After each change of text or selection. */
  onChange(): void;
  /** When a link is to be written. */
  onEditLink(): void;
}

export class BodyEditor {
  readonly #view: EditorView;

  /** Whether this code knows all that the body holds, and may open it. */
  static canOpen({ fragment }: BodySource): boolean {
    return isKnownBody(fragment.toArray() as Parameters<typeof isKnownBody>[0]);
  }

  constructor(place: HTMLElement, source: BodySource, { label, hint, onChange, onEditLink }: BodyEditorOptions) {
    const { doc, mapping } = initProseMirrorDoc(source.fragment, schema);
    this.#view = new EditorView(place, {
      state: EditorState.create({
        doc,
        plugins: [
          ySyncPlugin(source.fragment, { mapping }),
          cursors(source.awareness),
          yUndoPlugin({ undoManager: source.undoManager }),
          ...shortcuts(onEditLink),
          blockIds,
        ],
      }),
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-description': hint,
        class: 'plan-text',
      },
      transformPastedHTML: cleanPastedHtml,
      dispatchTransaction: (transaction) => {
        this.#view.updateState(this.#view.state.apply(transaction));
        onChange();
      },
    });
  }

  hasShape(shape: BlockShape): boolean {
    return hasShape(this.#view.state, shape);
  }

  hasMark(name: 'strong' | 'em'): boolean {
    const { state } = this.#view;
    const { from, to, empty, $from } = state.selection;
    const mark = schema.marks[name];
    return empty
      ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
      : state.doc.rangeHasMark(from, to, mark);
  }

  get link(): string | null {
    return findLink(this.#view.state);
  }

  setBlocks(shape: BlockShape): void {
    this.#run(setBlocks(shape));
  }

  toggleMark(name: 'strong' | 'em'): void {
    this.#run(toggleMark(schema.marks[name]));
  }

  /** @returns false when what was typed is no address */
  setLink(address: string): boolean {
    return this.#run(setLink(address));
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    this.#view.destroy();
  }

  #run(command: Command): boolean {
    const isDone = command(this.#view.state, this.#view.dispatch);
    this.#view.focus();
    return isDone;
  }
}
