/** Which versions and notes stand at which rows. Both name seqs at which the plan is whole. */
import type { ChangeNote } from '@longtable/shared/history/change-note';
import type { Version } from '@longtable/shared/history/version';
import type { SeqRange } from '../store/mark-store.ts';
import type { HistoryRow } from './plan-history.ts';

export interface Marks {
  /** The seqs of all versions of the plan, rising. */
  cuts: readonly number[];
  /** Newest first. */
  versions: readonly Version[];
  notes: readonly ChangeNote[];
}

export const noMarks: Marks = { cuts: [], versions: [], notes: [] };

/** Where marks are read from, for the seqs that an answer is about. */
export interface MarksSource {
  readCuts(): Promise<Marks['cuts']>;
  readBetween(range: SeqRange): Promise<Omit<Marks, 'cuts'>>;
}

export const noMarksSource: MarksSource = {
  readCuts: async () => noMarks.cuts,
  readBetween: async () => noMarks,
};

export class PlacedMarks {
  readonly #versions: ReadonlyMap<number, Version>;
  readonly #notes = new Map<number, ChangeNote[]>();
  readonly #byId = new Map<string, ChangeNote>();

  constructor({ versions, notes }: Omit<Marks, 'cuts'>) {
    this.#versions = new Map([...versions].reverse().map((version) => [version.seq, version]));
    for (const note of notes) {
      const known = this.#notes.get(note.seq);
      if (known) known.push(note);
      else this.#notes.set(note.seq, [note]);
      this.#byId.set(note.id, note);
    }
  }

  /** The version that was named last of those that name `seq`. */
  versionAt(seq: number): Version | null {
    return this.#versions.get(seq) ?? null;
  }

  /** A reason, with its replies, stands at the rows of its author; all others at those of everybody. */
  notesAt(rows: readonly HistoryRow[]): ChangeNote[] {
    const found = new Set<ChangeNote>();
    for (const { boundary, author } of this.#notes.size === 0 ? [] : rows) {
      for (const note of this.#notes.get(boundary) ?? []) {
        const answered = note.answers === null ? note : this.#byId.get(note.answers);
        if (note.replacedBy === null && (answered?.kind !== 'reason' || answered.by.id === author.id)) found.add(note);
      }
    }
    return [...found];
  }
}
