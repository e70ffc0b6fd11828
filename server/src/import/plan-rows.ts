/** An imported plan as the updates of its first log rows, each small enough for the rules of sync (S1). */
import { addElement, initialisePlan, linkElements, nameLocalForm, nameLocalKind } from '@longtable/shared/plan/edits';
import { maxUpdateBytes } from '@longtable/shared/protocol';
import { generateNKeysBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import type { ImportedPlan } from './import-plan.ts';
import { tooLong } from './import-refused.ts';

/** How large a row grows before the next begins; only one that holds a single large element is larger. */
const rowBytes = 128 * 1024;

export interface PlanRows {
  updates: Uint8Array[];
  /** Under which all of the updates were made. */
  clientId: number;
}

/** @throws ImportRefused when an element alone is larger than a change can be */
export function toUpdates({ plan, elements, links, localKinds = [], localForms = [] }: ImportedPlan): PlanRows {
  const doc = new Y.Doc();
  const rows: Uint8Array[][] = [];
  let size = Number.POSITIVE_INFINITY;
  doc.on('update', (edit: Uint8Array) => {
    size += edit.byteLength;
    if (size <= rowBytes) rows.at(-1)?.push(edit);
    else {
      rows.push([edit]);
      size = edit.byteLength;
    }
  });

  initialisePlan(doc, plan);
  for (const { id, name } of localKinds) nameLocalKind(doc, name, id);
  for (const { id, name } of localForms) nameLocalForm(doc, name, id);
  const ranks = generateNKeysBetween(null, null, elements.length);
  elements.forEach((element, index) => {
    addElement(doc, { ...element, rank: ranks[index] as string });
    if (size > maxUpdateBytes) throw tooLong(element.title);
  });
  for (const link of links) linkElements(doc, link);
  return { updates: rows.map((edits) => Y.mergeUpdates(edits)), clientId: doc.clientID };
}
