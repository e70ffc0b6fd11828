/** Visions side by side, in words: who else has a sentence, who says how two belong together, how far one looks. */
import type { Share } from '@longtable/shared/plan/alignment';
import type { Element } from '@longtable/shared/plan/element';
import type { Statement, VisionRelation } from '@longtable/shared/plan/visions';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { letterOf } from './vision-choice.ts';
import { fromToText, horizonText } from './words.ts';

const relationNames: Record<VisionRelation, () => string> = {
  'common-with': m.relation_common,
  complements: m.relation_complements,
  'competes-with': m.relation_competes,
};

const sayings: Record<VisionRelation, (input: { who: string }) => string> = {
  'common-with': m.relation_says_common,
  complements: m.relation_says_complements,
  'competes-with': m.relation_says_competes,
};

/** @param count how many visions are compared */
export function shareText(share: Share, count: number): string {
  if (share.type === 'only') return count > 1 ? m.share_only() : '';
  const letters = listText(share.with.map(letterOf));
  if (share.type === 'elsewhere') return m.share_elsewhere({ letters });
  if (share.type === 'some' || count === 2) {
    return share.isWordForWord ? m.share_also({ letters }) : m.share_nearly({ letters });
  }
  return share.isWordForWord ? m.share_all() : m.share_nearly_all();
}

export const relationName = (relation: VisionRelation) => relationNames[relation]();

export function statementText({ relation, saidBy, since }: Statement): string {
  const said = sayings[relation]({ who: saidBy ?? m.relation_nobody() });
  return since === null ? said : m.relation_since({ said, date: horizonText(since) });
}

export const reachText = ({ horizonFrom, horizonTo }: Element) =>
  fromToText(horizonFrom, horizonTo) || m.vision_no_horizon();

export const listText = (parts: readonly string[]) => new Intl.ListFormat(getLocale()).format(parts);
