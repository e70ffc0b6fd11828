/** Keys, and Markdown that turns into form while it is typed: "## ", "- ", "1. ", "> ", **bold**, *italic*. */

import type { BlockKind } from '@longtable/shared/plan/rich-text';
import { baseKeymap, chainCommands } from 'prosemirror-commands';
import { InputRule, inputRules } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import type { Command, Plugin } from 'prosemirror-state';
import { redo, undo } from 'y-prosemirror';
import {
  clearShapeAtStart,
  followLink,
  indentItems,
  newLine,
  setBlocks,
  splitBlock,
  toggleOwnMark,
} from './commands.ts';
import { attributesOf, type OwnMark, schemaOf } from './schema.ts';

/**
 * @param editLink opens the field for an address
 * @param askWho tells who wrote what is selected
 * @param leave takes the focus out of the text
 */
export function shortcuts(editLink: () => void, askWho: () => void, leave: () => void): Plugin[] {
  const always =
    (work: () => void): Command =>
    () => {
      work();
      return true;
    };
  return [
    inputRules({
      rules: [
        blockRule(/^##?\s$/, 'heading', 2),
        blockRule(/^###\s$/, 'heading', 3),
        blockRule(/^[-*]\s$/, 'bullet'),
        blockRule(/^1[.)]\s$/, 'ordered'),
        blockRule(/^>\s$/, 'quote'),
        markRule(/(?:^|[^*])(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, 'strong'),
        markRule(/(?:^|[^*])(\*([^*\s](?:[^*]*[^*\s])?)\*)$/, 'em'),
        markRule(/(?:^|[^_\p{L}])(_([^_\s](?:[^_]*[^_\s])?)_)$/u, 'em'),
      ],
    }),
    keymap({
      Enter: splitBlock,
      'Shift-Enter': newLine,
      // Tab moves list items, so that another key must lead out.
      Escape: always(leave),
      'Alt-Enter': followLink,
      Backspace: clearShapeAtStart,
      Tab: indentItems(1),
      'Shift-Tab': indentItems(-1),
      'Mod-b': toggleOwnMark('strong'),
      'Mod-i': toggleOwnMark('em'),
      // Where there is nothing to link, it is the key that searches.
      'Mod-k': (state) => {
        const { schema, selection } = state;
        const isInLink = selection.$from.marks().some(({ type }) => type === schema.marks.link);
        if (selection.empty && !isInLink) return false;
        editLink();
        return true;
      },
      'Mod-Alt-0': setBlocks({ kind: 'paragraph' }),
      'Mod-Alt-2': setBlocks({ kind: 'heading', level: 2 }),
      'Mod-Alt-3': setBlocks({ kind: 'heading', level: 3 }),
      'Mod-Shift-7': setBlocks({ kind: 'ordered' }),
      'Mod-Shift-8': setBlocks({ kind: 'bullet' }),
      'Mod-Shift-9': always(askWho),
      'Mod-z': undo,
      'Mod-Shift-z': chainCommands(
        redo,
        always(() => undefined),
      ),
      'Mod-y': redo,
    }),
    keymap(baseKeymap),
  ];
}

function blockRule(pattern: RegExp, kind: BlockKind, level: number | null = null): InputRule {
  return new InputRule(pattern, (state, _match, start, end) => {
    const $start = state.doc.resolve(start);
    const attributes = attributesOf($start.parent);
    if (attributes.kind === kind && attributes.level === level) return null;
    return state.tr.delete(start, end).setNodeMarkup($start.before(), null, { ...attributes, kind, level });
  });
}

/** The first group is what goes, the second what stays with the mark. */
function markRule(pattern: RegExp, name: OwnMark): InputRule {
  return new InputRule(pattern, (state, match, _start, end) => {
    const [, marked = '', inner = ''] = match;
    // The last sign is typed, not yet in the document.
    const from = end - marked.length + 1;
    const schema = schemaOf(state);
    const mark = schema.marks[name];
    const tr = state.tr.replaceWith(from, end, schema.text(inner, [mark.create(), ...state.doc.resolve(from).marks()]));
    return tr.removeStoredMark(mark);
  });
}
