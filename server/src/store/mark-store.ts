/**
 * What people say about a plan's history, beside its log: versions, notes on changes, and how far each has looked.
 * `mark-store-contract.ts` says in tests what every engine must do. All writing may throw StoreFailed.
 */
import type { NoteKind } from '@longtable/shared/history/change-note';
import type { ActorId, ElementId, NoteId, PlanId, VersionId } from '@longtable/shared/ids';

/** Who did something, for whom, and when. */
export interface Act {
  actor: ActorId;
  onBehalfOf: string | null;
  /** Milliseconds since 1970. */
  at: number;
}

export interface StoredVersion {
  id: VersionId;
  plan: PlanId;
  seq: number;
  /** When that seq was stored, milliseconds since 1970. */
  planAt: number;
  name: string;
  note: string;
  isProtected: boolean;
  made: Act;
  /** The last change of its name, its note or its protection. */
  changed: Act | null;
}

export interface VersionChange {
  name?: string | undefined;
  note?: string | undefined;
  isProtected?: boolean | undefined;
}

export interface StoredNote {
  id: NoteId;
  plan: PlanId;
  seq: number;
  kind: NoteKind;
  text: string;
  answers: NoteId | null;
  made: Act;
  resolved: Act | null;
  replacedBy: NoteId | null;
}

/** How far somebody has looked at a plan. */
export interface Look {
  seq: number;
  /** Milliseconds since 1970. */
  at: number;
  /** What they have looked at beyond that, by element; null is the plan itself. */
  elements: { element: ElementId | null; seq: number }[];
}

/** What stands at seqs with `from < seq <= to`. */
export interface SeqRange {
  from: number;
  to: number;
}

export interface NoteRange extends SeqRange {
  /** The newest so many. */
  limit: number;
}

export interface MarkStore {
  addVersion(version: StoredVersion): Promise<void>;
  /** Without those that were removed; the last seq first, and of one seq the one that was named last. */
  readVersions(plan: PlanId, range?: SeqRange): Promise<StoredVersion[]>;
  /** The seqs that versions name, each once, rising. */
  readVersionSeqs(plan: PlanId): Promise<number[]>;
  /**
   * A protected version keeps its name and note, unless its protection is lifted with them.
   * @returns as it is then, or why nothing was changed
   */
  changeVersion(
    plan: PlanId,
    id: VersionId,
    change: VersionChange,
    act: Act,
  ): Promise<StoredVersion | 'unknown' | 'protected'>;
  /** Who removed it, and when, stays with it. */
  removeVersion(plan: PlanId, id: VersionId, act: Act): Promise<'removed' | 'unknown' | 'protected'>;

  /** A reason takes the place of the one that its author gave for this seq before, which is kept. */
  addNote(note: StoredNote): Promise<void>;
  findNote(plan: PlanId, id: NoteId): Promise<StoredNote | null>;
  /** By seq, and of one seq the oldest first. */
  readNotes(plan: PlanId, range: NoteRange): Promise<StoredNote[]>;
  /** The first who resolves a note has resolved it. @returns as it is then, null where there is none */
  resolveNote(plan: PlanId, id: NoteId, act: Act): Promise<StoredNote | null>;

  /** Null for who has never looked. */
  readLook(plan: PlanId, actor: ActorId): Promise<Look | null>;
  /** Where somebody begins; nothing happens when they have looked before. */
  beginLook(plan: PlanId, actor: ActorId, seq: number, at: number): Promise<void>;
  /** All up to `seq` is looked at. */
  saveLook(plan: PlanId, actor: ActorId, seq: number, at: number): Promise<void>;
  /** All of one element up to `seq` is looked at; an earlier seq than before changes nothing. */
  saveElementLook(plan: PlanId, actor: ActorId, element: ElementId | null, seq: number): Promise<void>;
}
