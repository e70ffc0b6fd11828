/** A text at two points of the log, as runs of what stayed, came, went, or looks different (rule H4). */
import * as Y from 'yjs';
import type { Ends, Lens } from './lens.ts';
import type { HistoryNode, PlanHistory } from './plan-history.ts';

export interface TextRun {
  text: string;
  state: 'kept' | 'inserted' | 'deleted' | 'formatted';
  /** Of the change; null where nothing changed. */
  seq: number | null;
  /** Of a formatted run: its marks at either end. */
  marksBefore?: Marks;
  marksAfter?: Marks;
}

export type Marks = Record<string, unknown>;

export function textRuns(history: PlanHistory, type: HistoryNode, lens: Lens, parent: Ends): TextRun[] {
  const runs: TextRun[] = [];
  const before: Marks = {};
  const after: Marks = {};
  const formattedAt: Record<string, number> = {};
  for (let item = type._start; item; item = item.right) {
    const { content } = item;
    for (let offset = 0; offset < item.length; ) {
      const life = history.attribution.lifeOf(item, offset);
      const ends = lens.leaf(life, parent);
      if (ends && content instanceof Y.ContentFormat) {
        if (ends.before) setMark(before, content.key, content.value);
        if (ends.after) setMark(after, content.key, content.value);
        if (ends.before !== ends.after) formattedAt[content.key] = ends.after ? life.born : ends.diedAt;
      } else if (ends && content instanceof Y.ContentString) {
        const text = content.str.slice(offset, offset + life.length);
        addRun(runs, toRun(text, ends, before, after, formattedAt));
      }
      offset += life.length;
    }
  }
  return runs;
}

function toRun(text: string, ends: Ends, before: Marks, after: Marks, formattedAt: Record<string, number>): TextRun {
  if (!ends.before) return { text, state: 'inserted', seq: ends.born };
  if (!ends.after) return { text, state: 'deleted', seq: ends.diedAt };
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  if (changed.length === 0) return { text, state: 'kept', seq: null };
  const seq = Math.max(...changed.map((key) => formattedAt[key] ?? 0));
  return { text, state: 'formatted', seq, marksBefore: { ...before }, marksAfter: { ...after } };
}

function addRun(runs: TextRun[], run: TextRun): void {
  const last = runs.at(-1);
  if (last && last.state === run.state && last.seq === run.seq && sameMarks(last, run)) last.text += run.text;
  else runs.push(run);
}

const sameMarks = (a: TextRun, b: TextRun) =>
  JSON.stringify([a.marksBefore, a.marksAfter]) === JSON.stringify([b.marksBefore, b.marksAfter]);

function setMark(marks: Marks, key: string, value: unknown): void {
  if (value === null) delete marks[key];
  else marks[key] = value;
}
