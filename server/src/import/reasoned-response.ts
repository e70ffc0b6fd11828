/**
 * A reasoned response: under each theme, pairs of "What We Heard" and "Our Response". What was heard becomes
 * a challenge; the response stands in its text, and names the commitments that answer it.
 */
import { createElementId, type ElementId } from '@longtable/shared/ids';
import type { NewElement } from '@longtable/shared/plan/edits';
import type { outcomes } from '@longtable/shared/plan/link';
import { plainText } from '@longtable/shared/plan/rich-text';
import type { Token } from 'markdown-it';
import type { SourceFile } from './front-matter.ts';
import { ImportRefused } from './import-refused.ts';
import { readBlocks } from './markdown.ts';
import { parseMarkdown } from './markdown-tokens.ts';
import { type Section, splitSections } from './sections.ts';
import { sentencesOf } from './sentences.ts';

type Outcome = (typeof outcomes)[number];

export interface PublicDemand {
  theme: string;
  response: string;
  element: NewElement & { id: ElementId };
}

const maxTitleCharacters = 160;

/** How a response says that what was asked will not be done, or not now. */
const declines =
  /\b(?:will not include|not including|do(?:es)? not have a specific commitment|not feasible|not make it feasible)\b/i;
/** How it says that something will be done. */
const commits =
  /\b(?:will commit|commits to|committed to|are committing|is committing|are including|we have aligned|several commitments)\b/i;

/**
 * @returns `rest`: what is neither heard nor answered, such as its introduction
 * @throws ImportRefused when a response answers nothing that was heard
 */
export function readReasonedResponse({ path, text }: SourceFile): { demands: PublicDemand[]; rest: Token[] } {
  const { before: rest, sections } = splitSections(parseMarkdown(text), 2);
  const demands: PublicDemand[] = [];
  for (const section of sections) {
    const theme = /^Theme \d+:(.+)$/.exec(section.title)?.[1]?.trim();
    const { before, sections: pieces } = splitSections(section.tokens, 3);
    if (!theme || before.length > 0) rest.push(...section.heading, ...before);
    while (pieces.length > 0) {
      const piece = pieces.shift() as Section;
      const number = /^([A-Z]\d+)\.\d+\s*-\s*What We Heard$/.exec(piece.title)?.[1];
      if (!theme || !number) {
        rest.push(...piece.heading, ...piece.tokens);
        continue;
      }
      const response = pieces.shift();
      if (!response?.title.startsWith(`${number}.`)) {
        throw new ImportRefused(`"${path}" has no response to "${piece.title}".`);
      }
      const title = firstSentence(plainText(readBlocks(piece.tokens)));
      const body = readBlocks([...piece.heading, ...piece.tokens, ...response.heading, ...response.tokens]);
      demands.push({
        theme,
        response: plainText(readBlocks(response.tokens)),
        element: { id: createElementId(), kind: 'challenge', title, reference: number, body },
      });
    }
  }
  return { demands, rest };
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

/**
 * What became of a demand, in the words of its response: those that decline where it does, and else those that come
 * closest to the commitment.
 */
export function answerTo(
  { response }: PublicDemand,
  { title }: { title: string },
): { outcome: Outcome; reason: string } {
  const sentences = sentencesOf(response);
  const declining = sentences.filter((sentence) => declines.test(sentence));
  if (declining.length > 0) {
    return { outcome: commits.test(response) ? 'partly' : 'refused', reason: declining.join(' ') };
  }
  const telling = wordsOf(title);
  const closeness = (sentence: string) =>
    [...wordsOf(sentence)].filter((word) => telling.has(word)).length + (/\bcommit/i.test(sentence) ? 1.5 : 0);
  const [closest = ''] = sentences.toSorted((a, b) => closeness(b) - closeness(a));
  return { outcome: 'accepted', reason: closest };
}

/** Words by their first letters, so that "engage" and "engagement" are the same. */
function wordsOf(text: string): Set<string> {
  const whole = text.replace(/\bIGs?\b/g, 'Inspectors General').toLowerCase();
  return new Set((whole.match(/\p{L}{4,}/gu) ?? []).map((word) => word.slice(0, 6)));
}

function firstSentence(text: string): string {
  const sentence = /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
  if (sentence.length <= maxTitleCharacters) return sentence;
  return `${sentence.slice(0, sentence.lastIndexOf(' ', maxTitleCharacters))}…`;
}
