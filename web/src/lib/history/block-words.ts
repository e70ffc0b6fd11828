/** What happened to whole blocks of a text, in words that stand beside each. */
import type { BlockPlace, Change, DiffBlock, DiffDocument } from '@longtable/shared/history';
import { m } from '#lib/paraglide/messages.js';

/** Characters of a block's words by which it can be told from others. */
const excerptLength = 48;

/** @returns notes by the id of the block that they stand beside */
export function blockNotes(
  document: DiffDocument,
  changes: readonly Change[],
  titleOf: (element: string) => string,
): Map<string, string[]> {
  const blocks = new Map(document.blocks.flatMap((block) => (block ? [[block.id, block]] : [])));
  const notes = new Map<string, string[]>();
  const say = (block: string | undefined, note: string | null) => {
    if (block && note) notes.set(block, [...new Set([...(notes.get(block) ?? []), note])]);
  };
  const called = (id: unknown) => (typeof id === 'string' ? excerptOf(blocks.get(id)) : null);
  for (const change of changes) {
    const { type, block, before, after } = change;
    if (change.field === 'links') continue;
    if (type === 'move') say(block, moveNote(document, before as BlockPlace, after as BlockPlace, called, titleOf));
    else if (type === 'split') {
      const from = called(before);
      say(block, from ? m.block_split_from({ words: from }) : m.block_split());
    } else if (type === 'join' && typeof after === 'string') say(after, m.block_joined());
    else if (type === 'format' && change.text === undefined) say(block, shapeNote(before, after));
  }
  return notes;
}

function moveNote(
  document: DiffDocument,
  before: BlockPlace | undefined,
  after: BlockPlace | undefined,
  called: (id: unknown) => string | null,
  titleOf: (element: string) => string,
): string {
  if (before && after && before.element !== after.element) {
    if (after.element === document.element) return m.block_moved_from_element({ title: titleOf(before.element ?? '') });
    return m.block_moved_to_element({ title: titleOf(after.element ?? '') });
  }
  if (before?.after === null) return m.block_moved_from_start();
  const words = called(before?.after);
  return words ? m.block_moved_from({ words }) : m.block_moved();
}

const shapes: Record<string, () => string> = {
  heading: m.block_became_heading,
  paragraph: m.block_became_paragraph,
  bullet: m.block_became_bullet,
  ordered: m.block_became_ordered,
  quote: m.block_became_quote,
};

function shapeNote(before: unknown, after: unknown): string | null {
  if (typeof after === 'number' && typeof before === 'number') return m.block_level();
  return typeof after === 'string' && Object.hasOwn(shapes, after) ? (shapes[after]?.() ?? null) : null;
}

function excerptOf(block: DiffBlock | undefined): string | null {
  const text = block?.runs
    .map((run) => run.text)
    .join('')
    .trim()
    .replace(/\s+/g, ' ');
  if (!text) return null;
  const characters = [...text];
  return characters.length > excerptLength ? `${characters.slice(0, excerptLength).join('').trimEnd()}…` : text;
}
