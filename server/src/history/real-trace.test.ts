import type { Change } from '@longtable/shared/history';
import { createActorId } from '@longtable/shared/ids';
import { planText } from '@longtable/shared/plan/document';
import { initialisePlan } from '@longtable/shared/plan/edits';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readPatches } from '../../../bench/traces/editing-trace.ts';
import type { Actor, LogRow } from '../store/plan-store.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { diffPlan } from './diff.ts';
import { mulberry32 } from './generated-log.ts';
import { PlanHistory } from './plan-history.ts';
import { isFull, propertyTimeout } from './replayed-log.ts';

/** A character, as the replay knows it: who wrote it, and who took it away. */
interface Character {
  letter: string;
  born: number;
  died: number;
}

const never = Number.POSITIVE_INFINITY;
const edits = isFull ? Number.POSITIVE_INFINITY : 30_000;
const editsPerRow = 5;
const pairs = isFull ? 2_000 : 60;
const seed = Number(process.env.HISTORY_SEED ?? 7);

/** The trace, written by several people in turn, and all its characters in the order in which they stand. */
function writeTrace(random: () => number) {
  const actors = ['Ada', 'Bo', 'Chi'].map((name): Actor => ({ id: createActorId(), name, organisation: null }));
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'A paper' });
  const rows: LogRow[] = [];
  let actor = actors[0] as Actor;
  const store = (update: Uint8Array) => {
    const seq = rows.length + 1;
    const who = { actor: actor.id, onBehalfOf: null, session: actor.name, intent: null };
    rows.push({ ...who, plan: 'p' as LogRow['plan'], seq, boundary: seq, at: seq * 1_000, update });
  };
  store(Y.encodeStateAsUpdate(doc));
  const text = planText(doc, 'context') as Y.Text;
  const replay = new Replay();
  const patches = readPatches(edits);
  for (let first = 0; first < patches.length; first += editsPerRow) {
    if (random() < 0.1) actor = actors[Math.floor(random() * actors.length)] as Actor;
    const updates: Uint8Array[] = [];
    const listen = (update: Uint8Array) => updates.push(update);
    doc.on('update', listen);
    doc.transact(() => {
      for (const [position, deleted, inserted] of patches.slice(first, first + editsPerRow)) {
        if (deleted > 0) text.delete(position, deleted);
        if (inserted) text.insert(position, inserted);
        replay.edit(position, deleted, inserted, rows.length + 1);
      }
    });
    doc.off('update', listen);
    if (updates[0]) store(updates[0]);
  }
  return { rows, actors, text: text.toJSON(), characters: replay.characters };
}

interface Page {
  /** How many of its characters can be seen. */
  visible: number;
  characters: Character[];
}

/** All that was ever written in the order in which it stands, in pages, so that a place in it is found soon. */
class Replay {
  readonly #pages: Page[] = [{ visible: 0, characters: [] }];

  get characters(): Character[] {
    return this.#pages.flatMap(({ characters }) => characters);
  }

  edit(position: number, deleted: number, inserted: string, seq: number): void {
    for (let count = 0; count < deleted; count++) {
      const { page, index } = this.#at(position);
      (page.characters[index] as Character).died = seq;
      page.visible--;
    }
    // By its units, as Yjs counts them.
    for (let unit = 0; unit < inserted.length; unit++) this.#insert(position + unit, inserted[unit] as string, seq);
  }

  #insert(position: number, letter: string, seq: number): void {
    const { page, index } = position === 0 ? { page: this.#pages[0] as Page, index: -1 } : this.#at(position - 1);
    page.characters.splice(index + 1, 0, { letter, born: seq, died: never });
    page.visible++;
    if (page.characters.length < 2_000) return;
    const characters = page.characters.splice(1_000);
    const visible = characters.filter(({ died }) => died === never).length;
    page.visible -= visible;
    this.#pages.splice(this.#pages.indexOf(page) + 1, 0, { visible, characters });
  }

  /** Where the visible character at a position is. */
  #at(position: number): { page: Page; index: number } {
    let left = position;
    for (const page of this.#pages) {
      if (left >= page.visible) {
        left -= page.visible;
        continue;
      }
      for (const [index, { died }] of page.characters.entries()) {
        if (died !== never) continue;
        if (left === 0) return { page, index };
        left--;
      }
    }
    throw new Error(`There is no character ${position}.`);
  }
}

test('[H2] [H4] the real trace: every character between any two points, and its author', {
  timeout: propertyTimeout,
}, () => {
  const random = mulberry32(seed);
  const { rows, actors, text, characters } = writeTrace(random);
  const visible = characters.filter(({ died }) => died === never);
  expect(visible.map(({ letter }) => letter).join('')).toBe(text);
  const history = new PlanHistory();
  history.add(rows, actors);
  const loaded = readCheckpoint(writeCheckpoint(history)) as PlanHistory;
  const authorOf = (seq: number) => rows[seq - 1]?.actor as string;
  for (let pair = 0; pair < pairs; pair++) {
    const ends = [random(), random()].map((end) => 1 + Math.floor(end * rows.length));
    const [from, to] = ends.sort((a, b) => a - b) as [number, number];
    const { changes } = diffPlan(pair % 2 ? history : loaded, { from, to });
    const told = { insert: [] as string[], delete: [] as string[] };
    for (const change of changes as Change[]) {
      if (change.type === 'insert' || change.type === 'delete') {
        for (let unit = 0; unit < (change.text?.length ?? 0); unit++)
          told[change.type].push(`${change.text?.[unit]} ${change.by.id}`);
      }
    }
    const came = characters.filter(({ born, died }) => born > from && born <= to && died > to);
    const went = characters.filter(({ born, died }) => born <= from && died > from && died <= to);
    expect(told.insert).toEqual(came.map(({ letter, born }) => `${letter} ${authorOf(born)}`));
    expect(told.delete).toEqual(went.map(({ letter, died }) => `${letter} ${authorOf(died)}`));
  }
});
