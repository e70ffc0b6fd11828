/** What people write beside a change: why they made it, that it needs a look, and what others answer. */
import type { Author } from '../history.ts';
import type { NoteId } from '../ids.ts';

export const noteKinds = ['reason', 'flag', 'reply'] as const;
export type NoteKind = (typeof noteKinds)[number];

export interface ChangeNote {
  id: NoteId;
  /** The plan is whole at this seq: the `to` of a revision, or of any change. */
  seq: number;
  kind: NoteKind;
  text: string;
  by: Author;
  /** ISO 8601, UTC. */
  at: string;
  /** The note that a reply answers. */
  answers: NoteId | null;
  /** Of a flag that somebody has dealt with. */
  resolvedAt: string | null;
  resolvedBy: Author | null;
  /** The reason that its author gave instead, later. */
  replacedBy: NoteId | null;
}

/** Characters. */
export const maxNoteText = 2_000;
