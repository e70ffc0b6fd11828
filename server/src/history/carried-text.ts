/**
 * Words that one change took away in one place and wrote in another: an editor splits, joins and moves blocks like that.
 * Nobody wrote them anew, so they keep their author (rule H2). Only within one row, where a block came, went or changed its id.
 */
import * as Y from 'yjs';
import type { IdRange } from './attribution.ts';
import { commonParts, type Effort } from './common-parts.ts';
import { addCopied, type Copied } from './origins.ts';
import type { Letters, PlanHistory } from './plan-history.ts';

/** Letters that stand beside each other and came, or went, with the row. */
interface Run {
  block: Y.Item;
  text: string;
  letters: Letters[];
}

/** More runs than this are only compared as wholes. */
const maxPairs = 1_000;
/** Of equal runs that can't be matched, how many are passed over in one row. */
const maxPassedOver = 100_000;
/** Comparisons of letters in one row: whole pages may be written over at once. */
const maxEffort = 20_000_000;

/** @param seq of the row that brought `inserted` and `deleted`, all of whose boundary is in the history */
export function findCarried(
  history: PlanHistory,
  seq: number,
  inserted: readonly IdRange[],
  deleted: readonly IdRange[],
): Copied[] {
  if (inserted.length === 0 || deleted.length === 0) return [];
  const written = new Set<Y.Item>();
  const taken = new Set<Y.Item>();
  /** Blocks that came, went, or were given another id. */
  const changed = new Set<Y.Item>();
  const note = (item: Y.Item, touched: Set<Y.Item>) => {
    if (isBlock(item) || isIdOfBlock(item)) {
      const block = isBlock(item) ? item : parentOf(item);
      if (block) changed.add(block);
    } else if (item.content instanceof Y.ContentString) {
      const block = blockAround(item);
      if (block) touched.add(block);
    }
  };
  for (const range of inserted) for (const item of history.itemsIn(range)) note(item, written);
  for (const range of deleted) for (const item of history.itemsIn(range)) note(item, taken);
  if (changed.size === 0 || written.size === 0 || taken.size === 0) return [];
  const carried: Copied[] = [];
  const effort: Effort = { left: maxEffort };
  const settled = matchById(history, seq, changed, carried, effort);
  const targets = [...written]
    .filter((block) => !settled.has(block))
    .flatMap((block) => runsIn(history, block, seq, 'born'));
  const sources = [...taken]
    .filter((block) => !settled.has(block))
    .flatMap((block) => runsIn(history, block, seq, 'died'));
  matchByText(targets, sources, (a, b) => changed.has(a) || changed.has(b), seq, carried, effort);
  return carried;
}

/** Blocks that are somewhere else now under the same id: letter by letter from either end. @returns the blocks it settled */
function matchById(
  history: PlanHistory,
  seq: number,
  changed: ReadonlySet<Y.Item>,
  carried: Copied[],
  effort: Effort,
): Set<Y.Item> {
  const settled = new Set<Y.Item>();
  const before = new Map<string, Y.Item>();
  for (const block of changed) {
    const id = idAt(history, block, seq - 1);
    if (id !== null) before.set(id, block);
  }
  for (const block of changed) {
    const id = idAt(history, block, seq);
    const source = id === null ? undefined : before.get(id);
    if (!source || source === block) continue;
    const old = lettersOf(history, source).filter(({ born, died }) => born < seq && died >= seq);
    const now = lettersOf(history, block).filter(({ born, died }) => born <= seq && died > seq);
    copyLetters(old, now, seq, carried, effort);
    settled.add(block);
  }
  return settled;
}

function idAt(history: PlanHistory, block: Y.Item, seq: number): string | null {
  const { born, died } = history.attribution.lifeOf(block);
  if (born > seq || died <= seq) return null;
  const entry = history.entryAt(typeOf(block), 'id', seq);
  const id: unknown = entry?.item.content.getContent()[entry.offset];
  return typeof id === 'string' ? id : null;
}

/** Letter by letter, those that went with the row where they stood and came with it where they stand. */
function copyLetters(
  old: readonly Letters[],
  now: readonly Letters[],
  seq: number,
  carried: Copied[],
  effort: Effort,
): void {
  const [from, to] = [new Letterwise(old), new Letterwise(now)];
  for (const { at, other, length } of commonParts(textOf(old), textOf(now), effort)) {
    for (let index = 0; index < length; index++) {
      const [source, target] = [from.at(at + index), to.at(other + index)];
      if (source?.died !== seq || target?.born !== seq) continue;
      addCopied(carried, { from: idOf(source), to: idOf(target), length: 1 });
    }
  }
}

function matchByText(
  targets: readonly Run[],
  sources: readonly Run[],
  mayMatch: (target: Y.Item, source: Y.Item) => boolean,
  seq: number,
  carried: Copied[],
  effort: Effort,
): void {
  const byText = new Map<string, Set<Run>>();
  for (const source of sources) {
    const equal = byText.get(source.text);
    if (equal) equal.add(source);
    else byText.set(source.text, new Set([source]));
  }
  const used = new Set<Run>();
  const take = (target: Run, source: Run) => {
    copyLetters(source.letters, target.letters, seq, carried, effort);
    byText.get(source.text)?.delete(source);
    used.add(source).add(target);
  };
  const isFree = (target: Run, source: Run) =>
    !used.has(source) && source.block !== target.block && mayMatch(target.block, source.block);
  let passedOver = 0;
  for (const target of targets) {
    for (const source of byText.get(target.text) ?? []) {
      if (isFree(target, source)) {
        take(target, source);
        break;
      }
      if (++passedOver > maxPassedOver) return;
    }
  }
  if (targets.length * sources.length > maxPairs) return;
  for (const target of targets) {
    for (const source of sources) {
      if (isFree(target, source) && !used.has(target) && isMostlySame(source.text, target.text, effort))
        take(target, source);
    }
  }
}

/** Somebody who did not know of the last words of others carried most of it. */
function isMostlySame(a: string, b: string, effort: Effort): boolean {
  const common = commonParts(a, b, effort).reduce((sum, { length }) => sum + length, 0);
  return common * 2 > Math.min(a.length, b.length);
}

/** The runs of a block that came, or went, with a row. */
function runsIn(history: PlanHistory, block: Y.Item, seq: number, what: 'born' | 'died'): Run[] {
  const runs: Run[] = [];
  let open: Run | null = null;
  for (const letters of lettersOf(history, block)) {
    // What came and went with the row was carried nowhere: two such runs could each seem to come from the other.
    if (letters.born === seq && letters.died === seq) continue;
    // What was not there yet, or was gone already, stands between nothing.
    const isOther = letters.born > seq || (what === 'born' ? letters.died <= seq : letters.died < seq);
    if (letters[what] === seq) {
      if (!open) {
        open = { block, text: '', letters: [] };
        runs.push(open);
      }
      open.text += letters.text;
      open.letters.push(letters);
    } else if (!isOther) open = null;
  }
  return runs;
}

const lettersOf = (history: PlanHistory, block: Y.Item) => [...history.lettersOf(typeOf(block))];

/** Letters by their place in the whole text. */
class Letterwise {
  readonly #letters: readonly Letters[];
  #index = 0;
  #start = 0;

  constructor(letters: readonly Letters[]) {
    this.#letters = letters;
  }

  at(place: number): Letters | null {
    if (place < this.#start) {
      this.#index = 0;
      this.#start = 0;
    }
    for (let letters = this.#letters[this.#index]; letters; letters = this.#letters[++this.#index]) {
      const offset = place - this.#start;
      if (offset < letters.text.length) return { ...letters, clock: letters.clock + offset };
      this.#start += letters.text.length;
    }
    return null;
  }
}

const idOf = ({ client, clock }: Letters) => ({ client, clock });
const textOf = (letters: readonly Letters[]) => letters.map(({ text }) => text).join('');
const typeOf = (block: Y.Item) => (block.content as Y.ContentType).type;
const parentOf = (item: Y.Item) => (item.parent as Y.AbstractType<unknown>)._item;

/** A child of a body: its parent is a fragment, which is neither an element nor a text. */
export function isBlock(item: Y.Item): boolean {
  const { parent, content } = item;
  return (
    parent instanceof Y.XmlFragment &&
    !(parent instanceof Y.XmlElement) &&
    content instanceof Y.ContentType &&
    content.type instanceof Y.XmlElement
  );
}

function isIdOfBlock(item: Y.Item): boolean {
  const block = item.parentSub === 'id' ? parentOf(item) : null;
  return block !== null && isBlock(block);
}

/** The block that an item is in, however deep. */
export function blockAround(item: Y.Item): Y.Item | null {
  for (let around = parentOf(item); around; around = parentOf(around)) if (isBlock(around)) return around;
  return null;
}
