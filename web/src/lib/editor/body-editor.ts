/**
 * The editor of a body: ProseMirror over the shared text. Made for one element, gone with it. When something comes in
 * that its schema can't build, it steps aside before y-prosemirror sees it, and opens again with a schema that can
 * (rule S13).
 */
import { type Command, EditorState, TextSelection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { initProseMirrorDoc, relativePositionToAbsolutePosition, ySyncPlugin, ySyncPluginKey } from 'y-prosemirror';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { type Passage, sentenceAt } from '#lib/history/passage.ts';
import { blockIds } from './block-ids.ts';
import { BodyContent } from './body-content.ts';
import { type BlockShape, findLink, followLink, hasShape, setBlocks, setLink, toggleOwnMark } from './commands.ts';
import { cursors } from './cursors.ts';
import { listNumbers } from './list-numbers.ts';
import { cleanPastedHtml } from './paste.ts';
import { attributesOf, isBlock, type OwnMark, schemaFor, schemaOf } from './schema.ts';
import { shortcuts } from './shortcuts.ts';
import { bindingOf, type RelativeSelection, sharedUndo } from './undo.ts';

export interface BodySource {
  fragment: Y.XmlFragment;
  awareness: Awareness;
  undoManager: Y.UndoManager;
}

export interface BodyEditorOptions {
  label: string;
  /** How to leave it by keyboard, and what else keys do. */
  hint: string;
  /** What an empty text says. */
  placeholder: string;
  /** After each change of text or selection. */
  onChange(): void;
  /** When a link is to be written. */
  onEditLink(): void;
  /** When somebody asks who wrote what is selected. */
  onAskWho(): void;
  /** When somebody wants out of the text by keyboard. */
  onLeave(): void;
  /** When something came in that no schema can hold: the editor is closed, nothing was changed. */
  onUnreadable(): void;
}

/** Whether all that the body holds can be shown in an editor and written back the same. */
export function canOpenBody({ fragment }: BodySource): boolean {
  return new BodyContent(fragment).canOpen;
}

export class BodyEditor {
  readonly #place: HTMLElement;
  readonly #source: BodySource;
  readonly #options: BodyEditorOptions;
  #content: BodyContent;
  #view: EditorView;
  #isClosed = false;

  /** @param source a body that can be opened */
  constructor(place: HTMLElement, source: BodySource, options: BodyEditorOptions) {
    this.#place = place;
    this.#source = source;
    this.#options = options;
    this.#content = new BodyContent(source.fragment);
    // Before the binding's own observer, so that this one looks first.
    source.fragment.observeDeep(this.#lookFirst);
    this.#view = this.#open();
  }

  #open(): EditorView {
    const { fragment, awareness, undoManager } = this.#source;
    const { label, hint, placeholder, onChange, onEditLink, onAskWho, onLeave } = this.#options;
    const { doc, mapping } = initProseMirrorDoc(fragment, schemaFor(this.#content));
    return new EditorView(this.#place, {
      state: EditorState.create({
        doc,
        plugins: [
          ySyncPlugin(fragment, { mapping }),
          cursors(awareness, fragment.doc),
          sharedUndo(undoManager),
          ...shortcuts(onEditLink, onAskWho, onLeave),
          blockIds,
          listNumbers,
        ],
      }),
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-description': hint,
        'aria-placeholder': placeholder,
        'data-placeholder': placeholder,
        class: 'plan-text',
      },
      transformPastedHTML: cleanPastedHtml,
      // A plain click sets the caret; with the key that opens a new tab elsewhere, it does so here.
      handleClick: (view, position, event) => (event.ctrlKey || event.metaKey) && followLinkAt(view, position),
      dispatchTransaction(this: EditorView, transaction) {
        // y-prosemirror dispatches after a pause, when this view may have given way.
        if (this.isDestroyed) return;
        this.updateState(this.state.apply(transaction));
        onChange();
      },
    });
  }

  readonly #lookFirst = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[], { origin }: Y.Transaction) => {
    // What was typed here is in the schema already.
    if (origin === ySyncPluginKey || this.#view.isDestroyed) return;
    const binding = bindingOf(this.#view.state);
    const selection = binding.beforeTransactionSelection;
    // A node that was selected as a whole may be gone: y-prosemirror would fail over it, and fall behind for good.
    if (selection?.type === 'node') selection.type = 'text';
    const isNew = events.map(({ target }) => this.#content.look(target)).includes(true);
    if (!isNew) return;
    const hadFocus = this.#view.hasFocus();
    this.#view.destroy();
    queueMicrotask(() => this.#openAgain(selection, hadFocus));
  };

  #openAgain(selection: RelativeSelection | null, hadFocus: boolean): void {
    if (this.#isClosed) return;
    this.#content = new BodyContent(this.#source.fragment);
    if (!this.#content.canOpen) {
      this.#options.onUnreadable();
      return;
    }
    this.#view = this.#open();
    if (selection) this.#select(selection);
    if (hadFocus) this.#view.focus();
    this.#options.onChange();
  }

  #select({ anchor, head }: RelativeSelection): void {
    const { state } = this.#view;
    const { doc, type, mapping } = bindingOf(state);
    const positions = [anchor, head].map((end) => end && relativePositionToAbsolutePosition(doc, type, end, mapping));
    const [from, to] = positions.map((position) =>
      state.doc.resolve(Math.min(Math.max(position ?? 0, 0), state.doc.content.size)),
    );
    if (from && to) this.#view.dispatch(state.tr.setSelection(TextSelection.between(from, to)));
  }

  hasShape(shape: BlockShape): boolean {
    return hasShape(this.#view.state, shape);
  }

  hasMark(name: OwnMark): boolean {
    const { state } = this.#view;
    const { from, to, empty, $from } = state.selection;
    const mark = schemaOf(state).marks[name];
    return empty
      ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
      : state.doc.rangeHasMark(from, to, mark);
  }

  get link(): string | null {
    return findLink(this.#view.state);
  }

  /** What is selected, block by block; the sentence around the caret where nothing is. */
  get passages(): Passage[] {
    const { doc, selection } = this.#view.state;
    const { from, to, empty } = selection;
    const passages: Passage[] = [];
    doc.nodesBetween(from, to, (node, position) => {
      if (!isBlock(node)) return false;
      const text = node.textBetween(0, node.content.size, undefined, ' ');
      const offset = (at: number) => Math.min(Math.max(at - position - 1, 0), text.length);
      const { start, end } = empty ? sentenceAt(text, offset(from)) : { start: offset(from), end: offset(to) };
      const { id } = attributesOf(node);
      passages.push({ block: id ?? '', field: null, start, end, words: text.slice(start, end) });
      return false;
    });
    return passages;
  }

  setBlocks(shape: BlockShape): void {
    this.#run(setBlocks(shape));
  }

  toggleMark(name: OwnMark): void {
    this.#run(toggleOwnMark(name));
  }

  /** @returns false when what was typed is no address */
  setLink(address: string): boolean {
    return this.#run(setLink(address));
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    this.#isClosed = true;
    this.#source.fragment.unobserveDeep(this.#lookFirst);
    this.#view.destroy();
  }

  #run(command: Command): boolean {
    const isDone = command(this.#view.state, this.#view.dispatch);
    this.#view.focus();
    return isDone;
  }
}

function followLinkAt({ state }: EditorView, position: number): boolean {
  const caret = TextSelection.near(state.doc.resolve(position));
  return followLink(EditorState.create({ doc: state.doc, selection: caret }));
}
