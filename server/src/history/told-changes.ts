/** The changes that a difference tells, each with who made it and when (rule H4): one per run of letters of one author. */
import type { Author, Change, DiffRun } from '@longtable/shared/history';
import type { PlanHistory } from './plan-history.ts';
import { looksOf } from './run-marks.ts';
import { sameMarks, type TextRun } from './text-runs.ts';

/** Where a change is told. */
export type At = Pick<Change, 'element' | 'field' | 'block'>;

export class ToldChanges {
  readonly changes: Change[] = [];
  readonly #history: PlanHistory;

  constructor(history: PlanHistory) {
    this.#history = history;
  }

  add(seq: number, change: Omit<Change, 'by' | 'at' | 'seq'>): Change {
    const { author, at } = this.#history.getRow(seq);
    const whole: Change = { ...change, by: author, at: new Date(at).toISOString(), seq };
    this.changes.push(whole);
    return whole;
  }

  /** Changes of a text, one per run of one author. @returns whether there were any */
  addText(runs: readonly TextRun[], at: At): boolean {
    const count = this.changes.length;
    let open: { change: Change; state: TextRun['state'] } | null = null;
    for (const run of runs) {
      const row = run.seq === null ? null : this.#history.getRow(run.seq);
      if (!row || run.state === 'kept') {
        open = null;
        continue;
      }
      if (open && open.state === run.state && open.change.by === row.author && run.state !== 'formatted') {
        open.change.text += run.text;
        if (row.seq > open.change.seq) Object.assign(open.change, { seq: row.seq, at: new Date(row.at).toISOString() });
        continue;
      }
      const type = run.state === 'inserted' ? 'insert' : run.state === 'deleted' ? 'delete' : 'format';
      const marks = type === 'format' ? { before: run.marksBefore ?? {}, after: run.marksAfter ?? {} } : {};
      const change: Change = this.add(row.seq, { ...at, type, text: run.text, ...marks });
      open = { change, state: run.state };
    }
    return this.changes.length > count;
  }

  /** A text as pages show it: runs that look alike and are of one author are one. */
  runsOf(runs: readonly TextRun[]): DiffRun[] {
    const joined: DiffRun[] = [];
    let before: TextRun | undefined;
    for (const run of runs) {
      const { text, state, seq } = run;
      const by: Author | null = seq === null ? null : this.#history.getRow(seq).author;
      const last = joined.at(-1);
      if (last && before && last.state === state && last.by === by && sameMarks(before, run)) {
        last.text += text;
        if (seq !== null) last.seq = Math.max(last.seq ?? 0, seq);
      } else joined.push({ text, state, by, seq, ...looksOf(run) });
      before = run;
    }
    return joined;
  }
}
