/** Which versions and notes stand at which rows. Both name seqs at which the plan is whole. */
import type { ChangeNote } from '@longtable/shared/history/change-note';
import type { Version } from '@longtable/shared/history/version';
import type { HistoryRow } from './plan-history.ts';

export interface Marks {
  /** Newest first. */
  versions: readonly Version[];
  notes: readonly ChangeNote[];
}

export const noMarks: Marks = { versions: [], notes: [] };

export class PlacedMarks {
  readonly #versions: ReadonlyMap<number, Version>;
  /** The seqs of versions, rising. */
  readonly cuts: readonly number[];
  readonly #notes = new Map<number, ChangeNote[]>();
  readonly #byId = new Map<string, ChangeNote>();

  constructor({ versions, notes }: Marks) {
    this.#versions = new Map([...versions].reverse().map((version) => [version.seq, version]));
    this.cuts = [...this.#versions.keys()].sort((a, b) => a - b);
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
