/**
 * For tests: what a log says, found out by another way than history does it. Plain documents, one change after the other,
 * and a look at what can be read after each. `HISTORY=full` runs many more of each property, `HISTORY_SEED` one again.
 */
import { plainText } from '@longtable/shared/plan/rich-text';
import * as Y from 'yjs';
import { type PlanWithBodies, readPlanDocument, readWholePlan } from '../room/plan-documents.ts';
import type { LogRow } from '../store/plan-store.ts';
import type { GeneratedLog } from './generated-log.ts';
import { PlanHistory } from './plan-history.ts';

export const isFull = process.env.HISTORY === 'full';
const { HISTORY_SEED: seed } = process.env;
const fullFactor = 60;
export const propertyTimeout = isFull ? 3_600_000 : 60_000;

/** How often a property is tried. A failure names the seed that fails again. */
export function propertyRuns(short: number) {
  return { numRuns: isFull ? short * fullFactor : short, ...(seed !== undefined && { seed: Number(seed) }) };
}

export function historyOf({ rows, actors }: GeneratedLog): PlanHistory {
  const history = new PlanHistory();
  history.add(rows, actors);
  return history;
}

/** The plan at a seq: apply the rows, read the document. */
export const replay = (rows: readonly LogRow[], seq: number) =>
  readWholePlan(rows.slice(0, seq).map(({ update }) => update));

export interface Life {
  born: number;
  /** 0 while it is there. */
  died: number;
}

/**
 * Where each character was seen: the seq of its row, and the first seq without it. Those that were seen twice at once, or
 * came back, because two people moved the same block, are left out.
 */
export function livesByReplay(rows: readonly LogRow[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  const doubled = new Set<string>();
  const doc = new Y.Doc();
  let seen = new Set<string>();
  rows.forEach(({ update }, index) => {
    Y.applyUpdate(doc, update);
    const now = new Set<string>();
    for (const character of lettersOf(readPlanDocument(doc))) {
      if (now.has(character)) doubled.add(character);
      now.add(character);
      const life = lives.get(character);
      if (!life) lives.set(character, { born: index + 1, died: 0 });
      else if (life.died > 0) doubled.add(character);
    }
    for (const character of seen) {
      const life = lives.get(character);
      if (!now.has(character) && life) life.died = index + 1;
    }
    seen = now;
  });
  for (const character of doubled) lives.delete(character);
  return lives;
}

function lettersOf(plan: PlanWithBodies): string {
  const texts = [plan.title, ...plan.elements.flatMap(({ title, body }) => [title, plainText(body)])];
  return texts.join('').replaceAll('\n', '');
}
