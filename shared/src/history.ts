/** What history answers: revisions, and the differences between two points of a plan's log. Rules H2 to H4. */
import type { ChangeNote } from './history/change-note.ts';
import type { Version } from './history/version.ts';
import type { ActorId, ElementId, LinkId } from './ids.ts';
import type { LinkDetails, LinkType } from './plan/link.ts';

/** Who made a change, and for whom at the time; a citizen acts for no organisation. */
export interface Author {
  id: ActorId;
  name: string;
  organisation: string | null;
}

/** What a revision did to one element, or to the plan itself (`element` is null). */
export interface Touched {
  element: ElementId | null;
  /** As it was at the end of the revision; its last one where it was gone by then. */
  title: string;
  /** "added-and-removed": it came and went within the revision, by the same hands. */
  how: 'added' | 'removed' | 'added-and-removed' | 'changed';
  /** Fields that were written, such as "title", "body", "state", "links". */
  fields: string[];
}

/** A run of changes. The plan went from seq `from` to seq `to`; concurrent work of others may lie between. */
export interface Revision {
  from: number;
  to: number;
  /** Null when the group holds changes of several authors. */
  by: Author | null;
  authors: Author[];
  /** ISO 8601, UTC. */
  since: string;
  until: string;
  /** How many changes were stored. */
  changes: number;
  touched: Touched[];
  /** The same in one English sentence. */
  summary: string;
  /** What was said of why, each once, where it was not writing: "import", "structure", "restore". */
  intents: string[];
  /** Reasons, flags and replies that stand at its changes, oldest first; no reason that was replaced. */
  notes: ChangeNote[];
  /** The version that names its `to`. */
  version: Version | null;
}

export interface RevisionPage extends MayBeDamaged {
  revisions: Revision[];
  /** What `after` must be for the next page, or null. */
  next: string | null;
}

/** A state that somebody gave an element, with the reason that stood beside it from then on. */
export interface StateChange {
  /** Null where the state was taken away. */
  state: string | null;
  reason: string | null;
  by: Author;
  /** ISO 8601, UTC. */
  at: string;
  seq: number;
}

export type ChangeType = 'insert' | 'delete' | 'format' | 'move' | 'split' | 'join' | 'set' | 'add' | 'remove';

/** Where a block stood among the blocks of a body. */
export interface BlockPlace {
  element: ElementId | null;
  /** 0 for the first. */
  index: number;
  /** The id of the block before it; null for the first. */
  after: string | null;
}

/** A link as a change names it, with the titles of its ends. */
export interface LinkValue {
  id: LinkId;
  type: LinkType | string;
  from: ElementId | null;
  to: ElementId | null;
  fromTitle: string;
  toTitle: string;
  /** Of a link to another plan: what is there. */
  elsewhere?: Pick<LinkDetails, 'toPlan' | 'toTitle' | 'toAddress'>;
}

export interface Change {
  /** Null for the plan's own fields. */
  element: ElementId | null;
  /** "title", "body", "state", "links"…; null when the element itself came or went. */
  field: string | null;
  type: ChangeType;
  /** The id of the block, for what happened in a body or to a block of it. */
  block?: string;
  /** For insert and delete: exactly the characters. For format: those that look different. */
  text?: string;
  /**
   * For set, and format of a block: the values. For add and remove: a title, the kind of a block, or a link. For move:
   * a BlockPlace each. For split: the id of the block it was split off from, and the kind of the new one. For join: the
   * kind of the block that went, and the id of the one it was joined with.
   */
  before?: unknown;
  after?: unknown;
  /** Of a link that stays and was changed: which one, and its field. */
  link?: LinkValue;
  linkField?: string;
  by: Author;
  at: string;
  seq: number;
}

/** A stretch of text that one author changed, or nobody. `seq` is that of the change; null where nothing changed. */
export interface DiffRun {
  text: string;
  state: 'kept' | 'inserted' | 'deleted' | 'formatted';
  by: Author | null;
  seq: number | null;
  /** How it looks, where it is not plain; of what was deleted, how it looked. */
  marks?: RunMarks;
  /** Of a formatted run: how it looked before. Left out where it was plain. */
  marksBefore?: RunMarks;
}

/** As in `Span`. */
export interface RunMarks {
  strong?: true;
  em?: true;
  /** An address that `isSafeHref` accepts. */
  href?: string;
}

export interface DiffBlock {
  id: string;
  kind: string;
  level: number;
  indent: number;
  /** Words of an inserted or a moved block that are "kept" stood in another one before. */
  state: 'kept' | 'inserted' | 'deleted' | 'changed' | 'moved';
  runs: DiffRun[];
}

/** A changed element (or the plan, `element` null) as a document that can be read. Unchanged blocks far from a change are left out. */
export interface DiffDocument {
  element: ElementId | null;
  kind: string | null;
  title: string;
  /** "inserted-and-deleted": only where one person's changes are asked for, who did both. */
  state: 'kept' | 'inserted' | 'deleted' | 'inserted-and-deleted';
  /** Runs of texts that changed, by field: title, context, improvement. */
  texts: { field: string; runs: DiffRun[] }[];
  /** Null stands for blocks left out. */
  blocks: (DiffBlock | null)[];
}

export interface Diff extends MayBeDamaged {
  from: number;
  to: number;
  changes: Change[];
  documents: DiffDocument[];
}

/** What can't be read of the record any more; all else is told. */
export interface Damage {
  /** The changes that can't be read, or build on one that can't. */
  rows: number[];
  /** Whether what was kept to answer sooner could not be read: it was made again, and nothing is missing for it. */
  checkpoint: boolean;
}

export interface MayBeDamaged {
  /** Left out where all can be read. */
  damage?: Damage;
}

/** Words that came with one change. */
export interface AuthorshipRun {
  text: string;
  /** Who wrote them first, also where somebody else brought them back, or moved them along with their block. */
  by: Author;
  at: string;
  seq: number;
  /** Who brought them back after they had been gone. */
  restored: { by: Author; at: string; seq: number } | null;
}

export interface AuthorshipBlock {
  id: string;
  kind: string;
  level: number;
  indent: number;
  runs: AuthorshipRun[];
}

/** Who wrote each word of an element, or of the plan's own texts, as it stood at `seq`. */
export interface Authorship extends MayBeDamaged {
  seq: number;
  texts: { field: string; runs: AuthorshipRun[] }[];
  blocks: AuthorshipBlock[];
}

/** How something was worded once one author had left it. */
export interface Wording {
  text: string;
  by: Author;
  at: string;
  /** The plan went from one to the other while it was worded so. */
  from: number;
  to: number;
}
