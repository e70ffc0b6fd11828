/**
 * What this person did here, step by step, and can take back: undo is only ever mine, and never changes what is not on
 * screen. A removal is the exception: it can be taken back from the page that comes after.
 */
import type { ElementId } from '@longtable/shared/ids';
import { elementsMap, linksMap, planMap } from '@longtable/shared/plan/document';
import { defaultDeleteFilter, ySyncPluginKey } from 'y-prosemirror';
import * as Y from 'yjs';
import { type LiveValue, liveValue } from './live-value.svelte.ts';

interface Undoable {
  canUndo: boolean;
  canRedo: boolean;
  /** The title of the element that undo would bring back, or null when undo would do something else. */
  removed: string | null;
}

export class OwnSteps {
  /** The origin of every edit made here outside an editor. */
  readonly mine = {};
  /** What an editor binds to. */
  readonly manager: Y.UndoManager;
  /** Where this person is; undefined before they are anywhere. */
  #place: ElementId | null | undefined;
  /** The last step, where it removed an element. */
  #removal: { step: unknown; title: string; from: ElementId | null | undefined } | null = null;

  constructor(doc: Y.Doc) {
    this.manager = new Y.UndoManager([planMap(doc), elementsMap(doc), linksMap(doc)], {
      trackedOrigins: new Set([this.mine, ySyncPluginKey]),
      // Taking back the first words of a block must not take along what others wrote in it since.
      deleteFilter: (item) => defaultDeleteFilter(item, new Set(['block'])),
      captureTransaction: (transaction) => transaction.meta.get('addToHistory') !== false,
    });
  }

  readonly undoable: LiveValue<Undoable> = liveValue(
    () => ({
      canUndo: this.manager.canUndo(),
      canRedo: this.manager.canRedo(),
      removed: this.#last === this.#removal?.step ? (this.#removal?.title ?? null) : null,
    }),
    (changed) => {
      const events = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const;
      for (const event of events) this.manager.on(event, changed);
      return () => {
        for (const event of events) this.manager.off(event, changed);
      };
    },
  );

  get #last(): unknown {
    return this.manager.undoStack.at(-1);
  }

  /** What comes next is a step of its own, however soon it comes. */
  begin(): void {
    this.manager.stopCapturing();
  }

  undo(): void {
    this.manager.undo();
  }

  redo(): void {
    this.manager.redo();
  }

  /** A step that removes the element of this title. */
  remove(title: string, removal: () => void): void {
    this.begin();
    removal();
    this.begin();
    this.#removal = { step: this.#last, title, from: this.#place };
  }

  /** Starts afresh in another place, but for a removal that led there. */
  goTo(place: ElementId | null): void {
    if (place === this.#place) return;
    const isAfterRemoval = this.#removal?.from === this.#place && this.#last === this.#removal?.step;
    this.#place = place;
    const kept = isAfterRemoval ? this.manager.undoStack.pop() : undefined;
    if (!kept) this.#removal = null;
    this.manager.clear();
    if (kept) this.manager.undoStack.push(kept);
  }

  close(): void {
    this.manager.destroy();
  }
}
