/** A text at two points of the log, as runs of what stayed, came, went, or looks different (rule H4). */
import * as Y from 'yjs';
import type { Life } from './attribution.ts';
import { type Carried, carriedAt } from './carried-letters.ts';
import type { Ends, Lens, SeqPair } from './lens.ts';
import type { HistoryNode, PlanHistory } from './plan-history.ts';

export interface TextRun {
  text: string;
  state: 'kept' | 'inserted' | 'deleted' | 'formatted';
  /** Of the change; null where nothing changed. */
  seq: number | null;
  /** Its marks at either end, where it is there and has any. */
  marksBefore?: Marks;
  marksAfter?: Marks;
}

export type Marks = Record<string, unknown>;

/** Words of the text that stood elsewhere before, or stand elsewhere after. */
export interface Elsewhere {
  side: 'before' | 'after';
  item: Y.Item;
}

/** @param onElsewhere is told of words that were only carried from one place to another, or back */
export function textRuns(
  history: PlanHistory,
  type: HistoryNode,
  lens: Lens,
  parent: Ends,
  onElsewhere?: (elsewhere: Elsewhere) => void,
): TextRun[] {
  const runs: TextRun[] = [];
  const marks = new MarksAtEnds();
  for (let item = type._start; item; item = item.right) {
    const { content } = item;
    const isCopied = history.origins.concerns(item.id.client);
    for (let offset = 0; offset < item.length; ) {
      const own = history.attribution.lifeOf(item, offset);
      const carried = isCopied ? carriedAt(history, item, offset) : null;
      let length = carried?.length ?? own.length;
      const ends = carried ? lens.carried(own, carried, parent) : lens.leaf(own, parent);
      if (carried) noteElsewhere(own, carried, lens.range, onElsewhere);
      if (ends && content instanceof Y.ContentFormat) marks.note(content.key, content.value, ends, own.born);
      else if (ends && content instanceof Y.ContentString) {
        const copy = isCopied && ends.before !== ends.after ? lens.elsewhere(item, offset, length, ends) : null;
        length = copy?.length ?? length;
        const text = content.str.slice(offset, offset + length);
        if (!copy?.item) addRun(runs, toRun(text, ends, marks));
        else {
          // It is the same word in another place: told where it stands after.
          if (ends.after) addRun(runs, { text, state: 'kept', seq: null });
          onElsewhere?.({ side: ends.after ? 'before' : 'after', item: copy.item });
        }
      }
      offset += length;
    }
  }
  return runs;
}

function noteElsewhere(
  { born, died }: Life,
  { from, into }: Carried,
  range: SeqPair,
  onElsewhere: ((elsewhere: Elsewhere) => void) | undefined,
): void {
  if (from && born > range.from && born <= range.to) onElsewhere?.({ side: 'before', item: from });
  if (into && died > range.from && died <= range.to) onElsewhere?.({ side: 'after', item: into });
}

/** The marks at a place of a text, at either end of the range. */
class MarksAtEnds {
  readonly #before: Marks = {};
  readonly #after: Marks = {};
  readonly #setAt: Record<string, number> = {};
  /** What the marks here make of a text that stays; null until somebody asks. */
  #kept: Omit<TextRun, 'text'> | null = { state: 'kept', seq: null };

  note(key: string, value: unknown, ends: Ends, born: number): void {
    if (ends.before) setMark(this.#before, key, value);
    if (ends.after) setMark(this.#after, key, value);
    if (ends.before !== ends.after) this.#setAt[key] = ends.after ? born : ends.diedAt;
    this.#kept = null;
  }

  get inserted(): Pick<TextRun, 'marksAfter'> {
    return marksOf({ after: this.#after });
  }

  get deleted(): Pick<TextRun, 'marksBefore'> {
    return marksOf({ before: this.#before });
  }

  get kept(): Omit<TextRun, 'text'> {
    this.#kept ??= this.#compare();
    return this.#kept;
  }

  #compare(): Omit<TextRun, 'text'> {
    const [before, after] = [this.#before, this.#after];
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    if (changed.length === 0) return { state: 'kept', seq: null, ...marksOf({ after }) };
    const seq = Math.max(...changed.map((key) => this.#setAt[key] ?? 0));
    return { state: 'formatted', seq, ...marksOf({ before, after }) };
  }
}

function toRun(text: string, ends: Ends, marks: MarksAtEnds): TextRun {
  if (!ends.before) return { text, state: 'inserted', seq: ends.born, ...marks.inserted };
  if (!ends.after) return { text, state: 'deleted', seq: ends.diedAt, ...marks.deleted };
  return { ...marks.kept, text };
}

function marksOf({
  before = {},
  after = {},
}: {
  before?: Marks;
  after?: Marks;
}): Pick<TextRun, 'marksBefore' | 'marksAfter'> {
  return {
    ...(hasMarks(before) && { marksBefore: { ...before } }),
    ...(hasMarks(after) && { marksAfter: { ...after } }),
  };
}

function hasMarks(marks: Marks): boolean {
  for (const _key in marks) return true;
  return false;
}

function addRun(runs: TextRun[], run: TextRun): void {
  const last = runs.at(-1);
  if (last && last.state === run.state && last.seq === run.seq && sameMarks(last, run)) last.text += run.text;
  else runs.push(run);
}

export function sameMarks(a: TextRun, b: TextRun): boolean {
  if (a.marksBefore === b.marksBefore && a.marksAfter === b.marksAfter) return true;
  return JSON.stringify([a.marksBefore, a.marksAfter]) === JSON.stringify([b.marksBefore, b.marksAfter]);
}

function setMark(marks: Marks, key: string, value: unknown): void {
  if (value === null) delete marks[key];
  else marks[key] = value;
}
