/** A body as sentences, for laying texts side by side. Formatting inside a sentence is left out; what kind of block it is in stays. */
import type { Block, BlockKind } from './rich-text.ts';

export interface Sentence {
  text: string;
  kind: BlockKind;
  /** Whether it is the first of its block. */
  isFirst: boolean;
}

/** "the U.S.", "dr. A.": a dot that ends no sentence. */
const initials = /(?:^|[\s(])(?:\p{L}\.)+$/u;

/** @param language of the text, BCP 47; what is no language is passed over */
export function splitSentences(blocks: readonly Block[], language?: string | null): Sentence[] {
  const segmenter = segmenterOf(language);
  return blocks.flatMap(({ kind, text }) => {
    const words = text.map((span) => span.text).join('');
    return sentencesIn(words, segmenter).map((sentence, index) => ({ text: sentence, kind, isFirst: index === 0 }));
  });
}

/** `splitSentences` that remembers what it has split: of several texts side by side one changes at a time. */
export function sentenceSplitter(): typeof splitSentences {
  const known = new WeakMap<readonly Block[], { language: string | null; sentences: Sentence[] }>();
  return (blocks, language = null) => {
    const last = known.get(blocks);
    if (last?.language === language) return last.sentences;
    const sentences = splitSentences(blocks, language);
    known.set(blocks, { language, sentences });
    return sentences;
  };
}

function sentencesIn(text: string, segmenter: Intl.Segmenter): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of segmenter.segment(text)) {
    open += segment;
    if (initials.test(open.trimEnd())) continue;
    if (open.trim() !== '') sentences.push(tidy(open));
    open = '';
  }
  if (open.trim() !== '') sentences.push(tidy(open));
  return sentences;
}

const tidy = (text: string) => text.trim().replace(/\s+/g, ' ');

function segmenterOf(language?: string | null): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language || undefined, { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter(undefined, { granularity: 'sentence' });
  }
}
