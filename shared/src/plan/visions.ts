/**
 * Visions beside each other: what people say of how two of them belong together, and which one is common. People may disagree:
 * each says so with a link of their own, which keeps who wrote it down. Nobody's is overwritten by somebody else's, whatever name
 * that one writes.
 */
import type * as Y from 'yjs';
import type { ElementId, LinkId } from '../ids.ts';
import { readLinks } from './document.ts';
import { linkElements, removeLink, setElementField, setLinkField } from './edits.ts';
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

export interface NewStatement {
  from: ElementId;
  to: ElementId;
  relation: VisionRelation;
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
const voiceOf = ({ saidBy, writer }: Pick<Statement, 'saidBy' | 'writer'>) => JSON.stringify([saidBy, writer?.id]);

function statementsOn(first: ElementId, second: ElementId, links: readonly Link[]): Statement[] {
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

/** Says how two visions belong together. What the same person wrote of them in the same voice gives way, and leaves its note. */
export function sayRelation(doc: Y.Doc, { from, to, relation, ...voice }: NewStatement, origin?: unknown): void {
  doc.transact(() => {
    const own = statementsOn(from, to, readLinks(doc)).filter((statement) => voiceOf(statement) === voiceOf(voice));
    if (own.length === 1 && own[0]?.relation === relation && own[0].since === null) return;
    for (const { link } of own) removeLink(doc, link, origin);
    const notes = own.map(({ note }) => note).filter((note) => note !== '');
    linkElements(doc, { from, to, type: relation, note: notes.join('\n\n'), details: detailsOf(voice) }, origin);
  }, origin);
}

const detailsOf = ({ saidBy, writer }: Pick<NewStatement, 'saidBy' | 'writer'>) => ({
  saidBy,
  writer: writer.id,
  writerName: writer.name,
});

/**
 * Calls a vision common, with who says so and since when. The others stay as they are, and so does what was said of them; those
 * that it takes along are linked to it.
 * @param since EDTF
 */
export function makeCommon(
  doc: Y.Doc,
  vision: ElementId,
  {
    takesAlong,
    since,
    ...voice
  }: Pick<NewStatement, 'saidBy' | 'writer'> & { takesAlong: readonly ElementId[]; since: string },
  origin?: unknown,
): void {
  doc.transact(() => {
    setElementField(doc, vision, 'standing', 'common', origin);
    setElementField(doc, vision, 'standingBy', voice.saidBy, origin);
    setElementField(doc, vision, 'standingSince', since, origin);
    setElementField(doc, vision, 'standingWriter', voice.writer.name, origin);
    for (const to of takesAlong) {
      linkElements(doc, { from: vision, to, type: 'common-with', since, details: detailsOf(voice) }, origin);
    }
  }, origin);
}

/** Takes back that a vision is common, with what was said in making it so; what somebody wrote a note on stays, as a saying. */
export function takeBackCommon(doc: Y.Doc, vision: ElementId, origin?: unknown): void {
  doc.transact(() => {
    for (const field of ['standing', 'standingBy', 'standingSince', 'standingWriter'] as const)
      setElementField(doc, vision, field, null, origin);
    for (const { id, type, from, since, note } of readLinks(doc)) {
      if (type !== 'common-with' || from !== vision || !since) continue;
      if (note === '') removeLink(doc, id, origin);
      else setLinkField(doc, id, 'since', null, origin);
    }
  }, origin);
}
