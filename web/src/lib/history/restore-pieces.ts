/** What of a difference can be restored on its own: paragraphs, elements, the plan. Knows no page. */
import type { Diff, DiffBlock, DiffDocument } from '@longtable/shared/history';

export interface Piece {
  /** Null is the whole plan. */
  element: string | null;
  /** Null is all of the element. */
  block: string | null;
  /** Of the element. */
  title: string;
  /** How the paragraph read; null of what is no paragraph. */
  words: string | null;
  /** Whether it is not in the plan any more. */
  isGone: boolean;
  /** When it last was, where that is later than before the difference; a seq. */
  lastSeq: number | null;
}

/**
 * Everything that was there before the difference, and is another now: what came with it can't go back to before it was.
 * Paragraphs stand under their element.
 */
export function piecesOf({ documents, changes }: Pick<Diff, 'documents' | 'changes'>): Piece[] {
  return documents.filter(wasThere).flatMap((document): Piece[] => {
    const { element, title } = document;
    if (element === null) return [];
    const isGone = document.state !== 'kept';
    const removal = changes.find(({ type, field, ...change }) => {
      return type === 'remove' && field === null && change.element === element;
    });
    const whole = { element, block: null, title, words: null, isGone, lastSeq: removal ? removal.seq - 1 : null };
    const blocks = isGone ? [] : document.blocks.filter((block) => block !== null).filter(isRestorable);
    return [
      ...blocks.map((block) => {
        return {
          element,
          block: block.id,
          title,
          words: wordsBefore(block),
          isGone: block.state === 'deleted',
          lastSeq: null,
        };
      }),
      whole,
    ];
  });
}

export const wholePlan: Piece = { element: null, block: null, title: '', words: null, isGone: false, lastSeq: null };

/** What somebody most likely means: the only paragraph, the only element, or nothing that could be guessed. */
export function likelyPiece(pieces: readonly Piece[]): Piece | null {
  const blocks = pieces.filter(({ block }) => block !== null);
  if (blocks.length === 1 && pieces.length === 2) return blocks[0] ?? null;
  return pieces.length === 1 ? (pieces[0] ?? null) : null;
}

/** What came and went between the two can be brought back from in between. */
const wasThere = ({ state }: DiffDocument) => state !== 'inserted';

function isRestorable({ id, state, runs }: DiffBlock): boolean {
  if (id === '' || state === 'inserted') return false;
  return state !== 'kept' || runs.some((run) => run.state !== 'kept');
}

const wordsBefore = ({ runs }: DiffBlock) =>
  runs
    .filter(({ state }) => state !== 'inserted')
    .map(({ text }) => text)
    .join('');
