/**
 * Visions beside each other: what people say of how two of them belong together, and which one is common. People may disagree:
 * each says so with a link of their own, and nobody's is overwritten by somebody else's.
 */
import type * as Y from 'yjs';
import type { ElementId, LinkId } from '../ids.ts';
import { readLinks } from './document.ts';
import { linkElements, removeLink, setElementField } from './edits.ts';
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

export interface NewStatement {
  from: ElementId;
  to: ElementId;
  relation: VisionRelation;
  saidBy: string;
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

function statementsOn(first: ElementId, second: ElementId, links: readonly Link[]): Statement[] {
  return links.flatMap(({ id, from, to, type, since, details }): Statement[] => {
    const joins = (from === first && to === second) || (from === second && to === first);
    return joins && isVisionRelation(type) ? [{ link: id, relation: type, saidBy: details.saidBy ?? null, since }] : [];
  });
}

/** Says how two visions belong together. What the same voice said of them before gives way; what others say stays. */
export function sayRelation(doc: Y.Doc, { from, to, relation, saidBy }: NewStatement, origin?: unknown): void {
  doc.transact(() => {
    removeStatements(doc, from, to, saidBy, origin);
    linkElements(doc, { from, to, type: relation, details: { saidBy } }, origin);
  }, origin);
}

function removeStatements(doc: Y.Doc, first: ElementId, second: ElementId, voice: string, origin: unknown): void {
  for (const { link, saidBy } of statementsOn(first, second, readLinks(doc))) {
    if (saidBy === voice) removeLink(doc, link, origin);
  }
}

/**
 * Calls a vision common. The others stay as they are; those it takes along are linked to it, with who says so and since when.
 * @param since EDTF
 */
export function makeCommon(
  doc: Y.Doc,
  vision: ElementId,
  { takesAlong, saidBy, since }: { takesAlong: readonly ElementId[]; saidBy: string; since: string },
  origin?: unknown,
): void {
  doc.transact(() => {
    setElementField(doc, vision, 'standing', 'common', origin);
    for (const to of takesAlong) {
      removeStatements(doc, vision, to, saidBy, origin);
      linkElements(doc, { from: vision, to, type: 'common-with', since, details: { saidBy } }, origin);
    }
  }, origin);
}

/** Takes back that a vision is common, with what was said when it was made so. */
export function takeBackCommon(doc: Y.Doc, vision: ElementId, origin?: unknown): void {
  doc.transact(() => {
    setElementField(doc, vision, 'standing', null, origin);
    for (const link of readLinks(doc)) {
      if (link.type === 'common-with' && link.from === vision && link.since) removeLink(doc, link.id, origin);
    }
  }, origin);
}
