/** How a text, a block or a field was worded over time, and by whom (rule H3): one wording for each run of one author. */
import type { Wording } from '@longtable/shared/history';
import type { ElementId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import { never } from './attribution.ts';
import { eventsOf } from './field-sets.ts';
import { type HistoryNode, type HistoryRow, type PlanHistory, valueOfEntry } from './plan-history.ts';
import { pauseMs } from './revisions.ts';

export interface WordingsQuery {
  /** Null for the plan's own fields. */
  element: ElementId | null;
  /** A block of its body, or one of its fields. */
  of: { block: string } | { field: string };
}

const mostWordings = 100;

/** Something that was worded: when it may have changed, and how it read. */
interface Worded {
  seqs: Set<number>;
  /** Null where it was not there. */
  textAt(seq: number): string | null;
}

/** A stretch of letters. */
interface Stretch {
  text: string;
  born: number;
  died: number;
}

/** Newest first, at most a hundred; none where it was never there. */
export function wordingsOf(history: PlanHistory, { element, of }: WordingsQuery): Wording[] {
  const maps =
    element === null
      ? [history.doc.getMap('plan') as unknown as Y.AbstractType<unknown>]
      : typesEver(history, history.doc.getMap('elements'), element);
  const worded = 'block' in of ? blockWords(history, maps, of.block) : fieldWords(history, maps, of.field);
  const rows = [...worded.seqs].sort((a, b) => a - b).map((seq) => history.getRow(seq));
  const wordings: Wording[] = [];
  const runs = runsOfAuthors(rows).slice(-mostWordings - 1);
  let before: string | null = null;
  for (const run of runs) {
    const [first, last] = [run[0] as HistoryRow, run.at(-1) as HistoryRow];
    const text = worded.textAt(last.boundary);
    if (text !== null && text !== before) {
      const at = new Date(last.at).toISOString();
      wordings.push({ text, by: last.author, at, from: first.before, to: last.boundary });
    }
    before = text;
  }
  return wordings.reverse().slice(0, mostWordings);
}

/** Rows that follow each other by one author without a pause. */
function runsOfAuthors(rows: readonly HistoryRow[]): HistoryRow[][] {
  const runs: HistoryRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && last.author === row.author && row.at - last.at <= pauseMs) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

function fieldWords(history: PlanHistory, maps: readonly Y.AbstractType<unknown>[], field: string): Worded {
  const stretches = maps.flatMap((map) =>
    typesEver(history, map, field).flatMap((type) => (type instanceof Y.Text ? stretchesOf(history, type) : [])),
  );
  if (stretches.length > 0) return { seqs: seqsOf(stretches), textAt: (seq) => textOf(stretches, seq) };
  const events = maps.flatMap((map) =>
    eventsOf(history, map, field, never, { diedAt: deathOf(history, map) }).filter(({ seq }) => seq !== never),
  );
  return {
    seqs: new Set(events.map(({ seq }) => seq)),
    textAt: (seq) => {
      const value = events.findLast((event) => event.seq <= seq)?.value ?? null;
      return value === null || typeof value === 'string' ? value : JSON.stringify(value);
    },
  };
}

function blockWords(history: PlanHistory, maps: readonly Y.AbstractType<unknown>[], block: string): Worded {
  const holders: { item: Y.Item; type: HistoryNode; born: number; died: number; stretches: Stretch[] }[] = [];
  const seqs = new Set<number>();
  for (const body of maps.flatMap((map) => typesEver(history, map, 'body'))) {
    for (let item = body._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const { type } = item.content;
      const ids = [...history.entriesOf(type, 'id')];
      if (!ids.some((entry) => valueOfEntry(entry) === block)) continue;
      const { born, died } = history.attribution.lifeOf(item);
      const stretches = stretchesOf(history, type);
      holders.push({ item, type, born, died, stretches });
      for (const seq of [born, died, ...ids.map((entry) => entry.born), ...seqsOf(stretches)]) seqs.add(seq);
    }
  }
  seqs.delete(never);
  return {
    seqs,
    textAt: (seq) => {
      const holder = holders.find(
        ({ type, born, died }) => born <= seq && died > seq && valueOfEntry(history.entryAt(type, 'id', seq)) === block,
      );
      return holder ? textOf(holder.stretches, seq) : null;
    },
  };
}

/** What a key ever held that holds something itself, oldest first. */
function typesEver(history: PlanHistory, map: HistoryNode, key: string): Y.AbstractType<unknown>[] {
  const types = [...history.entriesOf(map, key)].flatMap(({ item }) =>
    item.content instanceof Y.ContentType ? [item.content.type] : [],
  );
  return types.reverse();
}

function deathOf(history: PlanHistory, map: Y.AbstractType<unknown>): number {
  return map._item ? history.attribution.lifeOf(map._item).died : never;
}

function stretchesOf(history: PlanHistory, type: HistoryNode): Stretch[] {
  return [...history.lettersOf(type)].map(({ text, born, died }) => ({ text, born, died }));
}

function seqsOf(stretches: readonly Stretch[]): Set<number> {
  const seqs = new Set<number>();
  for (const { born, died } of stretches) seqs.add(born).add(died);
  seqs.delete(never);
  return seqs;
}

function textOf(stretches: readonly Stretch[], seq: number): string {
  let text = '';
  for (const stretch of stretches) if (stretch.born <= seq && stretch.died > seq) text += stretch.text;
  return text;
}
