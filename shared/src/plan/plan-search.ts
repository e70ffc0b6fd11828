/**
 * Finding elements by their words: each word of the query must be there or begin a word that is, accents and small
 * slips of the hand aside. Titles and references count more than texts. The index is MiniSearch's.
 */
import MiniSearch from 'minisearch';
import type { ElementId } from '../ids.ts';
import { fold } from './folding.ts';

export interface Searchable {
  id: ElementId;
  kind: string;
  title: string;
  reference: string | null;
  text: string;
}

export interface Hit {
  id: ElementId;
  kind: string;
  title: string;
  /** Where its text has one of the words; null where only its title or reference does. */
  excerpt: Excerpt | null;
}

export interface Excerpt {
  before: string;
  word: string;
  after: string;
}

/** Characters shown on each side of a word. */
const excerptReach = 70;
/** Scripts that put no spaces between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const wordShape = /[\p{L}\p{N}\p{M}]+/gu;

export class PlanSearch {
  readonly #index: MiniSearch<Searchable>;
  readonly #byId: ReadonlyMap<ElementId, Searchable>;

  constructor(elements: readonly Searchable[]) {
    this.#byId = new Map(elements.map((element) => [element.id, element]));
    this.#index = new MiniSearch({ fields: ['title', 'reference', 'text'], tokenize: wordsOf, processTerm: fold });
    this.#index.addAll(elements);
  }

  /** Best first. */
  find(query: string, limit: number): Hit[] {
    const terms = wordsOf(query).map(fold);
    const results = this.#index.search(query, {
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      boost: { title: 4, reference: 4 },
    });
    return results.slice(0, limit).flatMap(({ id }): Hit[] => {
      const found = this.#byId.get(id as ElementId);
      if (!found) return [];
      return [{ id: found.id, kind: found.kind, title: found.title, excerpt: excerptOf(found.text, terms) }];
    });
  }
}

function excerptOf(text: string, terms: readonly string[]): Excerpt | null {
  for (const { 0: word, index } of text.matchAll(wordShape)) {
    const folded = fold(word);
    if (!terms.some((term) => folded.startsWith(term))) continue;
    const end = index + word.length;
    return {
      before: shorten(text.slice(Math.max(0, index - excerptReach), index), index > excerptReach, 'start'),
      word,
      after: shorten(text.slice(end, end + excerptReach), text.length > end + excerptReach, 'end'),
    };
  }
  return null;
}

/** At a space where there is one, and never with half a character. */
function shorten(text: string, isCut: boolean, side: 'start' | 'end'): string {
  const line = text.replaceAll(/\s+/g, ' ').toWellFormed().replaceAll('\uFFFD', '');
  if (!isCut) return line;
  return side === 'start' ? `…${line.replace(/^\S*\s/, '')}` : `${line.replace(/\s\S*$/, '')}…`;
}

function wordsOf(text: string): string[] {
  const words = text.match(wordShape) ?? [];
  if (!unspaced.test(text)) return words;
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return words.flatMap((word) =>
    unspaced.test(word) ? [...segmenter.segment(word)].map(({ segment }) => segment) : [word],
  );
}
