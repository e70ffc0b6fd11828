/** A version names a seq: "Adopted by the council, 4 May". Rule H6. */
import type { Author } from '../history.ts';
import type { VersionId } from '../ids.ts';

export interface Version {
  id: VersionId;
  seq: number;
  name: string;
  /** May have several lines; empty where nothing was noted. */
  note: string;
  /** Can be neither renamed nor deleted until that is lifted. */
  isProtected: boolean;
  by: Author;
  /** When it was named; ISO 8601, UTC. */
  at: string;
  /** When the plan came to be as it names it. */
  planAt: string;
}

/** Characters. */
export const maxVersionName = 120;
export const maxVersionNote = 2_000;
