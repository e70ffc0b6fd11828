/**
 * Visions beside each other: what people say of how two of them belong together, and which one is common. People may disagree:
 * each says so with a link of their own, and nobody's is overwritten by somebody else's. Only reads; `vision-edits.ts` writes.
 */
import type { ElementId, LinkId } from '../ids.ts';
import type { Element } from './element.ts';
import type { Link } from './link.ts';

export const visionRelations = ['common-with', 'complements', 'competes-with'] as const;
export type VisionRelation = (typeof visionRelations)[number];

/** What somebody says of two visions. */
export interface Statement {
  link: LinkId;
  relation: VisionRelation;
  /** Null where it was not written down who says so. */
  saidBy: string | null;
  /** EDTF: since when one of them is common, with the other taken along. */
  since: string | null;
}

export interface PairOfVisions {
  first: ElementId;
  second: ElementId;
  statements: Statement[];
  /** Whether what is said of the two differs. */
  isContested: boolean;
}

export function isVisionRelation(raw: unknown): raw is VisionRelation {
  return (visionRelations as readonly unknown[]).includes(raw);
}

export const isCommon = ({ details }: Pick<Element, 'details'>) => details.standing === 'common';

/** Each two of `visions`, in their order, with all that is said of them. */
export function pairsOf(visions: readonly ElementId[], links: readonly Link[]): PairOfVisions[] {
  return visions.flatMap((first, index) =>
    visions.slice(index + 1).map((second): PairOfVisions => {
      const statements = statementsOn(first, second, links);
      return { first, second, statements, isContested: new Set(statements.map(({ relation }) => relation)).size > 1 };
    }),
  );
}

/** Which of `others` a common vision took along when it was made common, and who said so. */
export function takenAlong<Other extends Pick<Element, 'id'>>(
  vision: ElementId,
  others: readonly Other[],
  links: readonly Link[],
): { other: Other; saidBy: string | null; since: string }[] {
  const said = new Map<ElementId, { saidBy: string | null; since: string }>();
  for (const { type, from, to, since, details } of links) {
    if (type !== 'common-with' || since === null || (from !== vision && to !== vision)) continue;
    const other = from === vision ? to : from;
    if (!said.has(other)) said.set(other, { saidBy: details.saidBy ?? null, since });
  }
  return others.flatMap((other) => {
    const words = said.get(other.id);
    return words ? [{ other, ...words }] : [];
  });
}

/** All that is said of two visions. */
export function statementsOn(first: ElementId, second: ElementId, links: readonly Link[]): Statement[] {
  return links.flatMap(({ id, from, to, type, since, details }): Statement[] => {
    const joins = (from === first && to === second) || (from === second && to === first);
    return joins && isVisionRelation(type) ? [{ link: id, relation: type, saidBy: details.saidBy ?? null, since }] : [];
  });
}
