/**
 * Visions beside each other: what people say of how two of them belong together, and which one is common. People may disagree:
 * each says so with a link of their own, which keeps who wrote it down. Nobody's is overwritten by somebody else's, whatever name
 * that one writes. Only reads; `vision-edits.ts` writes.
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
  /** Whose seat it was written from; null where that was not written down. */
  writer: Writer | null;
  /** Why, or what else was written on it. */
  note: string;
  /** The one that was made common, where it was said in doing so; that one takes the other along. */
  common: ElementId | null;
  /** EDTF: since when one of them is common, with the other taken along. */
  since: string | null;
}

/** Who writes something down, as this plan knows them. */
export interface Writer {
  id: string;
  name: string;
}

export interface PairOfVisions {
  first: ElementId;
  second: ElementId;
  statements: Statement[];
  /** Whether what is said of the two differs. */
  isContested: boolean;
}

/** Who speaks, and who wrote it down. */
export interface Voice {
  saidBy: string;
  writer: Writer;
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
      return { first, second, statements, isContested: areContested(statements) };
    }),
  );
}

/** Who made one of them common says that now, whatever they said before. */
function areContested(statements: readonly Statement[]): boolean {
  const agreed = new Set(statements.filter(({ since }) => since !== null).map(voiceOf));
  const standing = statements.filter((statement) => statement.since !== null || !agreed.has(voiceOf(statement)));
  return new Set(standing.map(({ relation }) => relation)).size > 1;
}

/** The same words written from another seat are another voice. */
export const voiceOf = ({ saidBy, writer }: Pick<Statement, 'saidBy' | 'writer'>) =>
  JSON.stringify([saidBy, writer?.id]);

/**
 * Which of `others` a common vision took along when it was made common, and who said so. What takes this one along is
 * said there.
 */
export function takenAlong<Other extends Pick<Element, 'id'>>(
  vision: ElementId,
  others: readonly Other[],
  links: readonly Link[],
): { other: Other; saidBy: string | null; since: string }[] {
  const said = new Map<ElementId, { saidBy: string | null; since: string }>();
  for (const { type, from, to, since, details } of links) {
    if (type !== 'common-with' || since === null || from !== vision || said.has(to)) continue;
    said.set(to, { saidBy: details.saidBy ?? null, since });
  }
  return others.flatMap((other) => {
    const words = said.get(other.id);
    return words ? [{ other, ...words }] : [];
  });
}

/** All that is said of two visions. */
export function statementsOn(first: ElementId, second: ElementId, links: readonly Link[]): Statement[] {
  return links.flatMap(({ id, from, to, type, since, note, details }): Statement[] => {
    const joins = (from === first && to === second) || (from === second && to === first);
    if (!joins || !isVisionRelation(type)) return [];
    const { saidBy = null, writer, writerName } = details;
    const common = type === 'common-with' && since !== null ? from : null;
    return [
      {
        link: id,
        relation: type,
        saidBy,
        writer: writer === undefined ? null : { id: writer, name: writerName ?? '' },
        note,
        common,
        since,
      },
    ];
  });
}
