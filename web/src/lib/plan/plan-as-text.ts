/** A plan as Markdown, for people who must take their words elsewhere. */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import { findElementMap, readElements, readElementWithBody, readPlanHead } from '@longtable/shared/plan/document';
import { plainText } from '@longtable/shared/plan/rich-text';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { copyName } from './device-copy.ts';

/** What a person's copy on this device holds. */
export async function readCopy(plan: PlanId, actor: ActorId): Promise<string> {
  const doc = new Y.Doc();
  const copy = new IndexeddbPersistence(copyName(plan, actor), doc);
  await copy.whenSynced;
  const text = planAsText(doc);
  await copy.destroy();
  doc.destroy();
  return text;
}

export function planAsText(doc: Y.Doc): string {
  const { title, context } = readPlanHead(doc);
  const elements = readElements(doc).map(({ id, title }) => {
    const map = findElementMap(doc, id);
    return `## ${title}\n\n${map ? plainText(readElementWithBody(id, map).body) : ''}`;
  });
  return [`# ${title}`, context, ...elements].join('\n\n');
}
