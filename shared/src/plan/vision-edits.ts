/** Saying how visions belong together, and making one common: edits of the document. What is read of them is in `visions.ts`. */
import type * as Y from 'yjs';
import type { ElementId } from '../ids.ts';
import { readLinks } from './document.ts';
import { linkElements, removeLink, setElementField } from './edits.ts';
import { statementsOn, type VisionRelation } from './visions.ts';

export interface NewStatement {
  from: ElementId;
  to: ElementId;
  relation: VisionRelation;
  saidBy: string;
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
