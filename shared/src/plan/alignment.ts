/**
 * Texts side by side: equal and nearly equal sentences in one row, each text in its own order. Every sentence of every text is
 * in exactly one row. The work is bounded: sentences that occur once on both sides part the texts into short stretches, and
 * only short stretches are compared sentence by sentence.
 */
import type { Sentence } from './sentences.ts';

/** Where else a sentence is; `with` are indexes of texts. */
export type Share =
  | { type: 'only' }
  | { type: 'all' | 'some'; with: number[]; isWordForWord: boolean }
  /** Word for word in another text, where it does not stand in the same row. */
  | { type: 'elsewhere'; with: number[] };

export interface AlignedSentence extends Sentence {
  share: Share;
}

/** One place for each text; null where a text has nothing to set against the others. */
export type AlignedRow = readonly (AlignedSentence | null)[];

/** Rows as they are shown: a shared row by itself, and between such rows what each text has alone, below each other. */
export type Band = readonly (readonly AlignedSentence[])[];

/** A stretch of a text, some of whose words are not in the other. */
export interface WordRun {
  text: string;
  isDifferent: boolean;
}

/** The part of their words that two sentences must share to be nearly equal. */
const leastSimilarity = 0.6;
/** Pairs of sentences that are compared one by one in a stretch without anchors. */
const mostPairs = 4096;
/** Words that occur in more rows than this say nothing about where a sentence belongs. */
const mostRowsOfWord = 8;
const mostDepth = 24;
/** Pairs of words that are compared within two sentences. */
const mostWordPairs = 40_000;

/** A sentence with what it is compared by. */
interface Prepared {
  sentence: Sentence;
  key: string;
  /** How often each word is in it. */
  words: ReadonlyMap<string, number>;
  size: number;
}

type Row = (Prepared | null)[];
type Pair = readonly [row: number, sentence: number];

export function alignSentences(texts: readonly (readonly Sentence[])[]): AlignedRow[] {
  const prepared = texts.map((text) => text.map(prepare));
  const rows = prepared.reduce<Row[]>((merged, text, index) => mergeText(merged, text, index, texts.length), []);
  const textsOf = textsByKey(prepared);
  return rows.map((row) =>
    row.map((cell, index) => cell && { ...cell.sentence, share: shareOf(cell, index, row, textsOf) }),
  );
}

function prepare(sentence: Sentence): Prepared {
  const found = sentence.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [sentence.text];
  const words = new Map<string, number>();
  for (const word of found) words.set(word, (words.get(word) ?? 0) + 1);
  return { sentence, key: found.join(' '), words, size: found.length };
}

function textsByKey(texts: readonly (readonly Prepared[])[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const [index, text] of texts.entries()) {
    for (const { key } of text) found.set(key, (found.get(key) ?? new Set()).add(index));
  }
  return found;
}

function shareOf(cell: Prepared, own: number, row: Row, textsOf: ReadonlyMap<string, ReadonlySet<number>>): Share {
  const others = row.flatMap((each, index) => (each && index !== own ? [index] : []));
  if (others.length > 0) {
    const isWordForWord = row.every((each) => !each || each.key === cell.key);
    return { type: others.length === row.length - 1 ? 'all' : 'some', with: others, isWordForWord };
  }
  const elsewhere = [...(textsOf.get(cell.key) ?? [])].filter((index) => index !== own);
  return elsewhere.length > 0 ? { type: 'elsewhere', with: elsewhere } : { type: 'only' };
}

function mergeText(rows: readonly Row[], text: readonly Prepared[], index: number, count: number): Row[] {
  const pairs: Pair[] = [];
  pairUp(rows, text, { rowsFrom: 0, rowsTo: rows.length, textFrom: 0, textTo: text.length }, pairs, 0);
  pairs.sort(([a], [b]) => a - b);
  const merged: Row[] = [];
  let [row, sentence] = [0, 0];
  const upTo = (lastRow: number, lastSentence: number) => {
    while (row < lastRow) merged.push(rows[row++] as Row);
    while (sentence < lastSentence) merged.push(rowOf(text[sentence++] as Prepared, index, count));
  };
  for (const [pairedRow, pairedSentence] of pairs) {
    upTo(pairedRow, pairedSentence);
    const cells = [...(rows[row++] as Row)];
    cells[index] = text[sentence++] as Prepared;
    merged.push(cells);
  }
  upTo(rows.length, text.length);
  return merged;
}

function rowOf(cell: Prepared, index: number, count: number): Row {
  const row: Row = new Array(count).fill(null);
  row[index] = cell;
  return row;
}

interface Stretch {
  rowsFrom: number;
  rowsTo: number;
  textFrom: number;
  textTo: number;
}

/** Finds which row each sentence of a stretch belongs to, and adds to `pairs`; pairs never cross. */
function pairUp(rows: readonly Row[], text: readonly Prepared[], whole: Stretch, pairs: Pair[], depth: number): void {
  const stretch = { ...whole };
  while (hasBoth(stretch) && isEqual(rows[stretch.rowsFrom], text[stretch.textFrom])) {
    pairs.push([stretch.rowsFrom++, stretch.textFrom++]);
  }
  while (hasBoth(stretch) && isEqual(rows[stretch.rowsTo - 1], text[stretch.textTo - 1])) {
    pairs.push([--stretch.rowsTo, --stretch.textTo]);
  }
  if (!hasBoth(stretch)) return;
  if ((stretch.rowsTo - stretch.rowsFrom) * (stretch.textTo - stretch.textFrom) <= mostPairs) {
    pairs.push(...comparePairs(rows, text, stretch));
    return;
  }
  if (depth >= mostDepth) return;
  const equal = longestRise(equalAnchors(rows, text, stretch));
  const anchors = equal.length > 0 ? equal : longestRise(similarAnchors(rows, text, stretch));
  if (anchors.length === 0) return;
  let [rowsFrom, textFrom] = [stretch.rowsFrom, stretch.textFrom];
  for (const [row, sentence] of anchors) {
    pairs.push([row, sentence]);
    pairUp(rows, text, { rowsFrom, rowsTo: row, textFrom, textTo: sentence }, pairs, depth + 1);
    [rowsFrom, textFrom] = [row + 1, sentence + 1];
  }
  pairUp(rows, text, { ...stretch, rowsFrom, textFrom }, pairs, depth + 1);
}

const hasBoth = ({ rowsFrom, rowsTo, textFrom, textTo }: Stretch) => rowsFrom < rowsTo && textFrom < textTo;

const isEqual = (row: Row | undefined, sentence: Prepared | undefined) =>
  row?.some((cell) => cell?.key === sentence?.key) ?? false;

/** Sentences that occur once in the rows of a stretch and once in its text, in the order of the text. */
function equalAnchors(rows: readonly Row[], text: readonly Prepared[], stretch: Stretch): Pair[] {
  const rowOfKey = new Map<string, number | null>();
  for (let row = stretch.rowsFrom; row < stretch.rowsTo; row++) {
    const keys = new Set((rows[row] as Row).flatMap((cell) => (cell ? [cell.key] : [])));
    for (const key of keys) rowOfKey.set(key, rowOfKey.has(key) ? null : row);
  }
  const sentenceOfKey = new Map<string, number | null>();
  for (let at = stretch.textFrom; at < stretch.textTo; at++) {
    const { key } = text[at] as Prepared;
    sentenceOfKey.set(key, sentenceOfKey.has(key) ? null : at);
  }
  return [...sentenceOfKey].flatMap(([key, sentence]): Pair[] => {
    const row = rowOfKey.get(key) ?? null;
    return sentence !== null && row !== null ? [[row, sentence]] : [];
  });
}

/** For each sentence the row that is most like it, among those with which it shares a rare word. */
function similarAnchors(rows: readonly Row[], text: readonly Prepared[], stretch: Stretch): Pair[] {
  const rowsOfWord = new Map<string, number[]>();
  for (let row = stretch.rowsFrom; row < stretch.rowsTo; row++) {
    const words = new Set((rows[row] as Row).flatMap((cell) => (cell ? [...cell.words.keys()] : [])));
    for (const word of words) {
      const found = rowsOfWord.get(word);
      if (!found) rowsOfWord.set(word, [row]);
      else if (found.length <= mostRowsOfWord) found.push(row);
    }
  }
  const pairs: Pair[] = [];
  for (let at = stretch.textFrom; at < stretch.textTo; at++) {
    const sentence = text[at] as Prepared;
    const candidates = new Set(
      [...sentence.words.keys()].flatMap((word) => {
        const found = rowsOfWord.get(word) ?? [];
        return found.length <= mostRowsOfWord ? found : [];
      }),
    );
    let best = { row: -1, similarity: leastSimilarity };
    for (const row of candidates) {
      const similarity = similarityTo(rows[row] as Row, sentence);
      if (similarity > best.similarity || (similarity === best.similarity && best.row < 0)) best = { row, similarity };
    }
    if (best.row >= 0) pairs.push([best.row, at]);
  }
  return pairs;
}

/** The longest run of pairs, given in the order of the text, whose rows rise as well. */
function longestRise(pairs: readonly Pair[]): Pair[] {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [at, [row]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] as number] as Pair)[0] < row) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? (ends[low - 1] as number) : -1;
    ends[low] = at;
  }
  const rise: Pair[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] as number) rise.unshift(pairs[at] as Pair);
  return rise;
}

/** Every sentence of a short stretch against every row: the pairs that share the most. */
function comparePairs(rows: readonly Row[], text: readonly Prepared[], stretch: Stretch): Pair[] {
  const { rowsFrom, rowsTo, textFrom, textTo } = stretch;
  const width = textTo - textFrom + 1;
  const best = new Float64Array((rowsTo - rowsFrom + 1) * width);
  const gain = new Float64Array(best.length);
  for (let row = rowsTo - 1; row >= rowsFrom; row--) {
    for (let at = textTo - 1; at >= textFrom; at--) {
      const here = (row - rowsFrom) * width + (at - textFrom);
      const similarity = similarityTo(rows[row] as Row, text[at] as Prepared);
      gain[here] = similarity < leastSimilarity ? 0 : similarity;
      const paired = gain[here] > 0 ? gain[here] + (best[here + width + 1] as number) : 0;
      best[here] = Math.max(paired, best[here + 1] as number, best[here + width] as number);
    }
  }
  const pairs: Pair[] = [];
  let [row, at] = [rowsFrom, textFrom];
  while (row < rowsTo && at < textTo) {
    const here = (row - rowsFrom) * width + (at - textFrom);
    const paired = (gain[here] as number) > 0 ? (gain[here] as number) + (best[here + width + 1] as number) : -1;
    if (paired === best[here]) pairs.push([row++, at++]);
    else if (best[here] === best[here + width]) row++;
    else at++;
  }
  return pairs;
}

/** 1 for the same words in the same order; otherwise below 1: the part of their words that both have. */
function similarityTo(row: Row, sentence: Prepared): number {
  let most = 0;
  for (const cell of row) {
    if (!cell) continue;
    if (cell.key === sentence.key) return 1;
    most = Math.max(most, similarityOf(cell, sentence));
  }
  return most;
}

function similarityOf(a: Prepared, b: Prepared): number {
  const total = a.size + b.size;
  if ((2 * Math.min(a.size, b.size)) / total < leastSimilarity) return 0;
  const [few, many] = a.words.size <= b.words.size ? [a.words, b.words] : [b.words, a.words];
  let shared = 0;
  for (const [word, count] of few) shared += Math.min(count, many.get(word) ?? 0);
  return Math.min((2 * shared) / total, 0.999);
}

/** Texts that share little would stand far below each other, a row for each sentence. */
export function bandsOf(rows: readonly AlignedRow[]): Band[] {
  const bands: AlignedSentence[][][] = [];
  let open: AlignedSentence[][] | null = null;
  for (const row of rows) {
    const isShared = row.filter((cell) => cell !== null).length > 1;
    if (isShared || !open) {
      open = row.map(() => []);
      bands.push(open);
    }
    for (const [index, cell] of row.entries()) if (cell) open[index]?.push(cell);
    if (isShared) open = null;
  }
  return bands;
}

/** A sentence in runs: the words that `other` does not have at the same place are different. */
export function compareWords(text: string, other: string): WordRun[] {
  const [own, others] = [wordsOf(text), wordsOf(other)];
  if (own.length * others.length > mostWordPairs) return [{ text, isDifferent: false }];
  const shared = sharedWords(own, others);
  const runs: WordRun[] = [];
  for (const [index, word] of own.entries()) {
    const last = runs.at(-1);
    const isDifferent = !shared.has(index);
    if (last?.isDifferent === isDifferent) last.text += word.text;
    else runs.push({ text: word.text, isDifferent });
  }
  return runs;
}

interface Word {
  /** With the space after it. */
  text: string;
  key: string;
}

function wordsOf(text: string): Word[] {
  return (text.match(/\S+\s*/g) ?? []).map((word) => ({
    text: word,
    key: word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') || word.trim(),
  }));
}

/** Indexes into `own` of a longest common run of words. */
function sharedWords(own: readonly Word[], others: readonly Word[]): Set<number> {
  const width = others.length + 1;
  const best = new Uint16Array((own.length + 1) * width);
  for (let a = own.length - 1; a >= 0; a--) {
    for (let b = others.length - 1; b >= 0; b--) {
      best[a * width + b] =
        own[a]?.key === others[b]?.key
          ? (best[(a + 1) * width + b + 1] as number) + 1
          : Math.max(best[(a + 1) * width + b] as number, best[a * width + b + 1] as number);
    }
  }
  const shared = new Set<number>();
  let [a, b] = [0, 0];
  while (a < own.length && b < others.length) {
    if (own[a]?.key === others[b]?.key) {
      shared.add(a++);
      b++;
    } else if ((best[(a + 1) * width + b] as number) >= (best[a * width + b + 1] as number)) a++;
    else b++;
  }
  return shared;
}
