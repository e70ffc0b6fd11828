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

export interface RevisionPage {
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

export type ChangeType = 'insert' | 'delete' | 'format' | 'move' | 'set' | 'add' | 'remove';

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
  /** For insert and delete: exactly the characters. For format: those that look different. */
  text?: string;
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
}

export interface DiffBlock {
  id: string;
  kind: string;
  level: number;
  indent: number;
  state: 'kept' | 'inserted' | 'deleted' | 'changed';
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

export interface Diff {
  from: number;
  to: number;
  changes: Change[];
  documents: DiffDocument[];
}
