/** Saying how visions belong together, and making one common: edits of the document. What is read of them is in `visions.ts`. */
import type * as Y from 'yjs';
import type { ElementId } from '../ids.ts';
import { readLinks } from './document.ts';
import { type FoundLink, linkElements, removeLink, setElementField, setLinkField } from './edits.ts';
import { statementsOn, type VisionRelation, type Voice, voiceOf } from './visions.ts';

export interface NewStatement extends Voice {
  from: ElementId;
  to: ElementId;
  relation: VisionRelation;
}

/** Says how two visions belong together. What the same person wrote of them in the same voice gives way, and leaves its note. */
export function sayRelation(doc: Y.Doc, { from, to, relation, ...voice }: NewStatement, origin?: unknown): FoundLink {
  return doc.transact(() => {
    const own = statementsOn(from, to, readLinks(doc)).filter((statement) => voiceOf(statement) === voiceOf(voice));
    const [known] = own;
    if (own.length === 1 && known?.relation === relation) return { id: known.link, isNew: false };
    for (const { link } of own) removeLink(doc, link, origin);
    const notes = own.map(({ note }) => note).filter((note) => note !== '');
    const link = { from, to, type: relation, note: notes.join('\n\n'), details: detailsOf(voice) };
    return { id: linkElements(doc, link, origin), isNew: true };
  }, origin);
}

const detailsOf = ({ saidBy, writer }: Voice) => ({ saidBy, writer: writer.id, writerName: writer.name });

/**
 * Calls a vision common, with who says so and since when. The others stay as they are, and so does what was said of them; those
 * that it takes along are linked to it.
 * @param since EDTF
 */
export function makeCommon(
  doc: Y.Doc,
  vision: ElementId,
  { takesAlong, since, ...voice }: Voice & { takesAlong: readonly ElementId[]; since: string },
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
