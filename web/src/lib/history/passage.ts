/** Passages: stretches of a text that somebody asks about, and who wrote the words in them. Knows no page. */
import type { AuthorshipRun } from '@longtable/shared/history';

/** A stretch of one block of a body; `start` and `end` count characters of its text. */
export interface Passage {
  /** The id of the block; null where the text is a field's. */
  block: string | null;
  field: string | null;
  start: number;
  end: number;
  words: string;
}

/** The sentence around a place in a text. All of a text that has no words. */
export function sentenceAt(text: string, offset: number): { start: number; end: number } {
  const sentences = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)];
  const found = sentences.findLast(({ index }) => index <= offset);
  if (!found) return { start: 0, end: text.length };
  const words = found.segment.trimEnd();
  return { start: found.index, end: found.index + (words.length || found.segment.length) };
}

/**
 * Where the words of a passage stand in a text that may have changed a little since they were pointed at: the nearest
 * place that has them, or all of the text.
 */
export function findWords(
  text: string,
  { start, words }: Pick<Passage, 'start' | 'words'>,
): {
  start: number;
  end: number;
} {
  let best: number | null = null;
  for (let at = text.indexOf(words); words !== '' && at >= 0; at = text.indexOf(words, at + 1)) {
    if (best === null || Math.abs(at - start) < Math.abs(best - start)) best = at;
  }
  return best === null ? { start: 0, end: text.length } : { start: best, end: best + words.length };
}

/** The runs, or parts of runs, between two places; what is only space is nobody's to be asked about. */
export function runsBetween(runs: readonly AuthorshipRun[], start: number, end: number): AuthorshipRun[] {
  const found: AuthorshipRun[] = [];
  let at = 0;
  for (const run of runs) {
    const text = run.text.slice(Math.max(0, start - at), Math.max(0, end - at));
    at += run.text.length;
    if (text.trim() !== '') found.push({ ...run, text });
  }
  return found;
}

/** A pause of this length makes two changes of an author's writing, milliseconds; the server's own measure. */
const pauseMs = 5 * 60 * 1000;

/** Runs that follow each other and were written by one author in one go, as one. */
export function joinRuns(runs: readonly AuthorshipRun[]): AuthorshipRun[] {
  const joined: AuthorshipRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (!last || !isOneGo(last, run)) joined.push(run);
    else joined[joined.length - 1] = { ...(run.at > last.at ? run : last), text: last.text + run.text };
  }
  return joined;
}

function isOneGo(a: AuthorshipRun, b: AuthorshipRun): boolean {
  const isOneAuthor = a.by.id === b.by.id && a.by.organisation === b.by.organisation;
  const isNear = Math.abs(Date.parse(a.at) - Date.parse(b.at)) <= pauseMs;
  return isOneAuthor && isNear && a.restored?.by.id === b.restored?.by.id;
}

/** Pieces of text by one author with the same history, under each other once. */
export interface Share {
  run: Omit<AuthorshipRun, 'text'>;
  texts: string[];
}

/**
 * What each wrote, in the order in which their words begin.
 * @param changeOf names the change that brought a run: whoever types for a while makes one change of many
 */
export function sharesOf(runs: readonly AuthorshipRun[], changeOf: (run: AuthorshipRun) => string): Share[] {
  const shares = new Map<string, Share>();
  let last: Share | undefined;
  for (const { text, ...run } of runs) {
    const key = `${run.by.id} ${changeOf({ text, ...run })} ${run.restored?.by.id}`;
    const share = shares.get(key);
    if (!share) {
      last = { run, texts: [text] };
      shares.set(key, last);
      continue;
    }
    // Words that stand together are read together.
    if (share === last) share.texts.push((share.texts.pop() ?? '') + text);
    else share.texts.push(text);
    if (run.at > share.run.at) share.run = run;
    last = share;
  }
  return [...shares.values()];
}

export const textOfRuns = (runs: readonly { text: string }[]) => runs.map(({ text }) => text).join('');
