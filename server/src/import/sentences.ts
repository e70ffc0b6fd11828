/** A text cut into its sentences. */

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** What ends with a full stop and ends no sentence. */
const abbreviation = /(?:^|[\s("“])(?:[A-Z]\.[A-Z]|e\.g|i\.e|No|Mr|Ms|Dr)\.$/;

export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let isOpen = false;
  for (const { segment } of segmenter.segment(text)) {
    if (isOpen) sentences.push(`${sentences.pop()}${segment}`);
    else sentences.push(segment);
    isOpen = abbreviation.test(segment.trimEnd()) && !segment.includes('\n');
  }
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}
