/** Where others write: a caret with their name, in their colour. The server says who they are. */
import type { Presence } from '@longtable/shared/protocol';
import { yCursorPlugin } from 'y-prosemirror';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { stripesOf } from '#lib/plan/stripes.ts';

export function cursors(awareness: Awareness, doc: Y.Doc | null) {
  const actorOf = (client: number) => (awareness.getStates().get(client) as Partial<Presence> | undefined)?.actor;
  return yCursorPlugin(awareness, {
    awarenessStateFilter: (mine: number, client: number, state: Partial<Presence>) =>
      mine !== client && state.actor !== undefined && isCursor(state.cursor, doc),
    cursorBuilder: (_user: unknown, client: number) => {
      const actor = actorOf(client);
      const caret = document.createElement('span');
      caret.className = 'caret';
      caret.style.setProperty('--person', stripesOf(actor?.id ?? '').colour);
      const name = document.createElement('span');
      name.textContent = actor?.name ?? '';
      // The names of who is here are in the strip above; a reader of the text should not hear them amid words.
      caret.setAttribute('aria-hidden', 'true');
      caret.append('\u2060', name, '\u2060');
      return caret;
    },
    selectionBuilder: (_user: unknown, client: number) => ({
      class: 'their-selection',
      style: `--person: ${stripesOf(actorOf(client)?.id ?? '').colour}`,
    }),
  });
}

/** Where somebody says they are is theirs to write: y-prosemirror fails over what makes no sense, for everyone here. */
export function isCursor(cursor: unknown, doc: Y.Doc | null): boolean {
  if (cursor === undefined || cursor === null || !doc) return true;
  try {
    const { anchor, head } = cursor as { anchor: unknown; head: unknown };
    for (const end of [anchor, head]) {
      Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(end), doc);
    }
    return true;
  } catch {
    return false;
  }
}
