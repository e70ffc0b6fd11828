/** Who wrote each word of an element as it stands, or stood (rule H2): also of words that somebody else brought back. */
import type { Authorship, AuthorshipBlock, AuthorshipRun } from '@longtable/shared/history';
import type { ElementId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import { blockNodesAt, fieldsOf, shapeAt } from './blocks.ts';
import { NotThere } from './history-errors.ts';
import type { HistoryNode, PlanHistory } from './plan-history.ts';

export interface AuthorshipQuery {
  /** Null for the plan's own texts. */
  element: ElementId | null;
  /** The last change when left out. */
  at?: number | undefined;
}

/** @throws UnknownSeq, NotThere */
export function authorshipOf(history: PlanHistory, { element, at }: AuthorshipQuery): Authorship {
  const seq = history.settledAt(at ?? history.head);
  const map =
    element === null ? history.doc.getMap('plan') : history.typeAt(history.doc.getMap('elements'), element, seq);
  if (!map) throw new NotThere(`This element was not in the plan at change ${seq}.`);
  const texts: Authorship['texts'] = [];
  const blocks: AuthorshipBlock[] = [];
  for (const field of fieldsOf(map)) {
    const type = history.typeAt(map, field, seq);
    if (type instanceof Y.Text) texts.push({ field, runs: runsOf(history, type, seq) });
    else if (type instanceof Y.XmlFragment) {
      for (const node of blockNodesAt(history, type, seq)) {
        blocks.push({ ...shapeAt(history, node, seq), runs: runsOf(history, node, seq) });
      }
    }
  }
  return { seq, texts, blocks };
}

/** The words of a text, or of all texts in a block. */
function runsOf(history: PlanHistory, type: HistoryNode, seq: number): AuthorshipRun[] {
  const runs: AuthorshipRun[] = [];
  let last: { run: AuthorshipRun; born: number; again: number | null } | null = null;
  for (const { client, clock, text, born, died } of history.lettersOf(type)) {
    if (born > seq || died <= seq) continue;
    for (let done = 0; done < text.length; ) {
      const first = firstOf(history, { client, clock: clock + done }, born, text.length - done);
      const words = text.slice(done, done + first.length);
      done += first.length;
      if (last && last.born === first.born && last.again === first.restored) last.run.text += words;
      else {
        const run = { text: words, ...writtenAt(history, first.born), restored: again(history, first.restored) };
        runs.push(run);
        last = { run, born: first.born, again: first.restored };
      }
    }
  }
  return runs;
}

const again = (history: PlanHistory, seq: number | null) => (seq === null ? null : writtenAt(history, seq));

function writtenAt(history: PlanHistory, seq: number): Pick<AuthorshipRun, 'by' | 'at' | 'seq'> {
  const { author, at } = history.getRow(seq);
  return { by: author, at: new Date(at).toISOString(), seq };
}

/** When a character was first written, and when it was last brought back; holds for `length` of them. */
function firstOf(history: PlanHistory, id: { client: number; clock: number }, born: number, most: number) {
  const { origins, attribution } = history;
  let [next, length] = [id, most];
  let first = born;
  let restored: number | null = null;
  while (origins.concerns(next.client)) {
    length = origins.lengthAt(next, length);
    const source = origins.sourceOf(next, length);
    if (!source) break;
    if (source.kind === 'restored') restored ??= first;
    next = source.id;
    const { seq, end } = attribution.bornOf(next.client, next.clock);
    first = seq;
    length = Math.min(length, end - next.clock);
  }
  return { born: first, restored, length };
}
