/** People who write in a plan all at once and without a pause, each in an element of their own, until they are told to stop. */
import { findElementMap } from '@longtable/shared/plan/document';
import { addElement } from '@longtable/shared/plan/edits';
import * as Y from 'yjs';
import { joinPlanDocument } from './plan-client.ts';

/** As fast as somebody types, milliseconds. */
const letterMs = 180;

export interface Writers {
  /** They write on until this. */
  stop(): void;
}

/** @param plan path of the plan's page @param names as many people */
export async function startWriters(server: string, plan: string, names: readonly string[]): Promise<Writers> {
  // Each client listens for the end of the program.
  process.setMaxListeners(names.length + process.listenerCount('exit') + 1);
  const desks = await Promise.all(names.map((name) => joinPlanDocument(server, plan, name, `Table of ${name}`)));
  const typing = desks.map(({ doc }, index) => {
    const element = addElement(doc, { kind: 'idea', title: `An idea of ${names[index]}` });
    const body = findElementMap(doc, element)?.get('body') as Y.XmlFragment;
    const block = body.get(0) as Y.XmlElement;
    const text = new Y.XmlText();
    block.insert(0, [text]);
    return setInterval(() => text.insert(text.length, text.length % 8 === 7 ? ' ' : 'a'), letterMs);
  });
  return {
    stop: () => {
      for (const timer of typing) clearInterval(timer);
      for (const { close } of desks) close();
    },
  };
}
