/** What the server answers with more than one of: around the shapes of shared/history. */
import type { Wording } from '@longtable/shared/history';
import type { ChangeNote } from '@longtable/shared/history/change-note';
import type { Version } from '@longtable/shared/history/version';

export interface Versions {
  versions: Version[];
}

export interface Notes {
  notes: ChangeNote[];
}

export interface Wordings {
  wordings: Wording[];
}
