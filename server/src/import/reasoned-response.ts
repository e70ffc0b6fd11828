/**
 * A reasoned response: under each theme, pairs of "What We Heard" and "Our Response". What was heard becomes
 * a challenge; the response stands in its text, and names the commitments that answer it.
 */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement } from '@longtable/shared/plan/edits';
import { plainText, textBlock } from '@longtable/shared/plan/rich-text';
import type { SourceFile } from './front-matter.ts';
import { ImportRefused } from './import-refused.ts';
import { readMarkdown } from './markdown.ts';
import { splitSections } from './sections.ts';

export interface PublicDemand {
  theme: string;
  response: string;
  element: NewElement & { id: ElementId };
}

const maxTitleCharacters = 160;

/** @throws ImportRefused when a response answers nothing that was heard */
export function readReasonedResponse({ path, text }: SourceFile): PublicDemand[] {
  return splitSections(text, 2).sections.flatMap((section) => {
    const theme = /^Theme \d+:\s*(.+)$/.exec(section.title)?.[1];
    if (!theme) return [];
    const pieces = splitSections(section.text, 3).sections;
    return pieces.flatMap(({ title, text: piece }, index): PublicDemand[] => {
      const [, number, what] = /^([A-Z]\d+)\.\d+\s*-\s*(What We Heard|Our Response)$/.exec(title) ?? [];
      if (!number || what !== 'What We Heard') return [];
      const response = pieces[index + 1];
      if (!response?.title.startsWith(`${number}.`))
        throw new ImportRefused(`"${path}" has no response to "${title}".`);
      const heard = readMarkdown(piece);
      const answer = readMarkdown(response.text);
      const body = [...heard, textBlock('Our response', 'heading'), ...answer];
      const id = createElementId();
      return [
        {
          theme,
          response: plainText(answer),
          element: { id, kind: 'challenge', title: firstSentence(plainText(heard)), reference: number, body },
        },
      ];
    });
  });
}

/**
 * The commitments that a response speaks of: it uses most of the words that set their titles apart.
 * Words of three titles or more ("public", "federal") say nothing.
 */
export function answeredBy<C extends { title: string }>(demand: PublicDemand, commitments: readonly C[]): C[] {
  const wordsByTitle = commitments.map(({ title }) => wordsOf(title));
  const uses = new Map<string, number>();
  for (const words of wordsByTitle) for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  const said = wordsOf(demand.response);
  return commitments.filter((_, index) => {
    const telling = [...(wordsByTitle[index] ?? [])].filter((word) => (uses.get(word) ?? 0) < 3);
    const shared = telling.filter((word) => said.has(word));
    return shared.length >= 2 && shared.length / telling.length >= 0.6;
  });
}

/** Words by their first letters, so that "engage" and "engagement" are the same. */
function wordsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 6)));
}

function firstSentence(text: string): string {
  const sentence = /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
  if (sentence.length <= maxTitleCharacters) return sentence;
  return `${sentence.slice(0, sentence.lastIndexOf(' ', maxTitleCharacters))}…`;
}
