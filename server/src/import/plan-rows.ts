/** An imported plan as the updates of its first log rows, each small enough for the rules of sync (S1). */
import { addElement, initialisePlan, linkElements } from '@longtable/shared/plan/edits';
import { plainText } from '@longtable/shared/plan/rich-text';
import { generateNKeysBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import type { ImportedPlan } from './import-plan.ts';

/** Characters and blocks after which a row ends; far below the largest update even if every letter takes four bytes. */
const maxRowCharacters = 60_000;
const charactersPerBlock = 80;

/** @returns `clientId` under which all of the updates were made */
export function toUpdates({ plan, elements, links }: ImportedPlan): { updates: Uint8Array[]; clientId: number } {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  let known = Y.encodeStateVector(doc);
  const endRow = () => {
    updates.push(Y.encodeStateAsUpdate(doc, known));
    known = Y.encodeStateVector(doc);
  };

  initialisePlan(doc, plan);
  const ranks = generateNKeysBetween(null, null, elements.length);
  let size = 0;
  elements.forEach((element, index) => {
    const body = element.body ?? [];
    const elementSize = plainText(body).length + body.length * charactersPerBlock;
    if (size > 0 && size + elementSize > maxRowCharacters) {
      endRow();
      size = 0;
    }
    addElement(doc, { ...element, rank: ranks[index] as string });
    size += elementSize;
  });
  for (const link of links) linkElements(doc, link);
  endRow();
  return { updates, clientId: doc.clientID };
}
