/** A plan's plain text that several people write at once, as a text field needs it. */
import type * as Y from 'yjs';

export interface TextEdit {
  at: number;
  removed: number;
  inserted: string;
}

/** What a field needs to know of a text: it neither imports Yjs nor knows where the text lives. */
export interface LiveText {
  readonly value: string;
  /** Whether it is no longer in the plan: what it belongs to was removed. */
  readonly isGone: boolean;
  apply(edit: TextEdit): void;
  /** Calls `changed` after each edit by others, or by undo. Returns what ends it. */
  listen(changed: (edits: readonly TextEdit[]) => void): () => void;
  /** The plan's own undo: a field's would be lost with every letter that comes in. */
  undo(): void;
  redo(): void;
}

export function liveText(text: Y.Text, origin: unknown, history: Pick<LiveText, 'undo' | 'redo'>): LiveText {
  return {
    ...history,
    get value() {
      return text.toJSON();
    },
    get isGone() {
      return text._item?.deleted ?? false;
    },
    apply({ at, removed, inserted }) {
      text.doc?.transact(() => {
        if (removed > 0) text.delete(at, removed);
        if (inserted !== '') text.insert(at, inserted);
      }, origin);
    },
    listen(changed) {
      const observer = (event: Y.YTextEvent, transaction: Y.Transaction) => {
        if (transaction.origin !== origin) changed(editsOf(event.delta));
      };
      text.observe(observer);
      return () => text.unobserve(observer);
    },
  };
}

/** A Yjs delta as edits that can be applied one after the other. */
function editsOf(delta: readonly { retain?: number; insert?: unknown; delete?: number }[]): TextEdit[] {
  let at = 0;
  return delta.flatMap((part): TextEdit[] => {
    if (part.retain !== undefined) {
      at += part.retain;
      return [];
    }
    const inserted = typeof part.insert === 'string' ? part.insert : '';
    const edit = { at, removed: part.delete ?? 0, inserted };
    at += inserted.length;
    return [edit];
  });
}

/** The one edit that turns `before` into `after`: what they share at both ends stays. */
export function editBetween(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  // Half of a letter that takes two units (an emoji) is no letter.
  if (isHighSurrogate(before, start - 1)) start--;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (end > 0 && isHighSurrogate(before, before.length - end - 1)) end--;
  return { at: start, removed: before.length - start - end, inserted: after.slice(start, after.length - end) };
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Where a caret stands after an edit by someone else. */
export function caretAfter(caret: number, { at, removed, inserted }: TextEdit): number {
  if (at > caret || (at === caret && removed === 0)) return caret;
  const lost = Math.min(removed, caret - at);
  return caret - lost + (at < caret ? inserted.length : 0);
}
