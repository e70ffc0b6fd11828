/** A published self-assessment: when it was published, what it says was learned, and of which commitments it speaks. */
import type { ElementId } from '@longtable/shared/ids';
import type { ElementDetails } from '@longtable/shared/plan/element';
import { plainText } from '@longtable/shared/plan/rich-text';
import type { Token } from 'markdown-it';
import { readBlocks } from './markdown.ts';
import { splitSections } from './sections.ts';
import { sentencesOf } from './sentences.ts';
import { dayOf } from './written-dates.ts';

export interface SelfAssessment {
  details: ElementDetails;
  /** With the sentence that names each of them. */
  spokenOf: { id: ElementId; note: string }[];
}

/** @param commitments and parts of them by reference, "US0118.2" */
export function readSelfAssessment(
  tokens: readonly Token[],
  commitments: ReadonlyMap<string, ElementId>,
): SelfAssessment {
  const text = plainText(readBlocks(tokens));
  const [, posted = ''] = /\bPosted ([A-Z][a-z]+ \d{1,2}, \d{4})/.exec(text) ?? [];
  const reviewedOn = dayOf(posted);
  const lesson = readLesson(tokens);
  const details = { ...(reviewedOn !== null && { reviewedOn }), ...(lesson !== null && { lesson }) };
  return { details, spokenOf: readNamed(text, commitments) };
}

/** The sentence that introduces the section on lessons. */
function readLesson(tokens: readonly Token[]): string | null {
  const lessons = splitSections(tokens, 2).sections.find(({ title }) => /\blessons\b/i.test(title));
  const [opening] = readBlocks(lessons?.tokens ?? []);
  const sentence = opening && sentencesOf(plainText([opening])).at(-1);
  return sentence ? sentence.replace(/:$/, '.') : null;
}

/** "Commitment 118.2" and "Commitment ID US0113". What stands in brackets shows how commitments are numbered. */
function readNamed(text: string, commitments: ReadonlyMap<string, ElementId>): SelfAssessment['spokenOf'] {
  const named = new Map<ElementId, string>();
  for (const sentence of sentencesOf(text.replace(/ ?\([^()]*\)/g, ''))) {
    for (const [, written = ''] of sentence.matchAll(/\bCommitment (?:ID )?((?:US)?\d{3,4}(?:\.\d+)?)\b/g)) {
      const id = commitments.get(written.startsWith('US') ? written : `US0${written}`);
      if (id && !named.has(id)) named.set(id, sentence);
    }
  }
  return [...named].map(([id, note]) => ({ id, note }));
}
