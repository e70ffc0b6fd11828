/** What a form asks about a link of each type, beside its note. */
import type { LinkType } from '@longtable/shared/plan/link';

export type LinkQuestion = 'chance' | 'outcome' | 'dates' | 'saidBy' | 'tie' | 'adaptation';

const questions: Partial<Record<LinkType, readonly LinkQuestion[]>> = {
  'leads-to': ['chance'],
  answers: ['outcome'],
  'held-by': ['dates'],
  'kept-by': ['dates'],
  'member-of': ['dates', 'tie'],
  'works-with': ['dates', 'tie'],
  'part-of': ['dates'],
  'common-with': ['saidBy'],
  complements: ['saidBy'],
  'competes-with': ['saidBy'],
  adapts: ['adaptation'],
};

export const questionsOf = (type: LinkType): readonly LinkQuestion[] => questions[type] ?? [];

/** The kind that people most likely mean when they link to something that is not there yet. */
export function likeliestKind(type: LinkType, ownKind: string, fitting: readonly string[]): string | undefined {
  const likely: Partial<Record<LinkType, string>> = { 'leads-to': 'vision', uses: 'capability', 'part-of': ownKind };
  return fitting.find((kind) => kind === likely[type]) ?? fitting[0];
}
