/**
 * A plan of a given size with the same content on every server: Longtable's own document, with elements that were
 * written and written over as people do, so that it is made of many small pieces.
 */
import * as Y from 'yjs';
import type { RunningServer } from '../servers/running-server.ts';
import { Connection } from './connection.ts';
import { isSync, readUpdates, syncFrame, syncMessage } from './frames.ts';
import { createRandom } from './random.ts';

/** Half of what Longtable takes in one update. */
const maxUpdateBytes = 512 * 1024;
const elementsPerUpdate = 40;
const storedWithinMs = 30_000;

export interface SeededPlan {
  name: string;
  /** The id of the Y.Text that writers write in. */
  text: { client: number; clock: number };
  stateVector: Uint8Array;
  /** The whole plan as one update. */
  update: Uint8Array;
  /** Lets go of it: some servers forget a plan when nobody is at it. Call when others have come. */
  release(): void;
}

/** @param bytes at least so large is the plan as one update; 0 for an empty one */
export async function seedPlan(server: RunningServer, bytes = 0): Promise<SeededPlan> {
  const name = await server.kind.createPlan(server);
  const { doc, connection, stopReading } = await openDocument(server, name);
  const send = (update: Uint8Array) => connection.send(syncFrame(connection.prefix, syncMessage.update, update));
  const edit = (change: () => void) => {
    const known = Y.encodeStateVector(doc);
    doc.transact(change);
    const update = Y.encodeStateAsUpdate(doc, known);
    if (update.byteLength > maxUpdateBytes) throw new Error('A seed is larger than an update may be.');
    send(update);
  };

  if (!doc.getMap('plan').has('context')) edit(() => initialise(doc));
  const random = createRandom(7);
  while (Y.encodeStateAsUpdate(doc).byteLength < bytes) {
    edit(() => {
      for (let count = 0; count < elementsPerUpdate; count++) addElement(doc, random);
    });
  }
  await isKnownAtServer(server, name, doc);
  stopReading();
  const text = (doc.getMap('plan').get('context') as Y.Text)._item?.id;
  if (!text) throw new Error('The plan has no text to write in.');
  return {
    name,
    text,
    stateVector: Y.encodeStateVector(doc),
    update: Y.encodeStateAsUpdate(doc),
    release: () => connection.close(),
  };
}

export interface OpenDocument {
  doc: Y.Doc;
  connection: Connection;
  /** Leaves the document as it is, so that it costs nothing from now on. */
  stopReading(): void;
}

/** The plan as a document, kept up to date while the connection is open. */
export async function openDocument(server: RunningServer, name: string): Promise<OpenDocument> {
  const doc = new Y.Doc();
  let isReading = true;
  const connection = await Connection.open(server, name, {
    headers: await server.person(0),
    onFrame: (frame, offset) => {
      if (!isReading || !isSync(frame, offset)) return;
      for (const update of readUpdates(frame, offset)) Y.applyUpdate(doc, update);
    },
  });
  return {
    doc,
    connection,
    stopReading: () => {
      isReading = false;
    },
  };
}

async function isKnownAtServer(server: RunningServer, name: string, doc: Y.Doc): Promise<void> {
  const expected = Buffer.from(Y.encodeStateVector(doc));
  for (const end = performance.now() + storedWithinMs; performance.now() < end; ) {
    const { doc: found, connection } = await openDocument(server, name);
    connection.close();
    if (expected.equals(Y.encodeStateVector(found))) return;
  }
  throw new Error(`${server.kind.label} did not take the seed.`);
}

/** What Longtable's server puts into a plan when it makes one. */
function initialise(doc: Y.Doc): void {
  const plan = doc.getMap('plan');
  for (const key of ['title', 'context', 'improvement']) plan.set(key, new Y.Text());
  plan.set('languages', []);
  plan.set('schemaVersion', 1);
}

const words = 'a plan for the town that people write together and keep for decades with reasons and dates'.split(' ');

function addElement(doc: Y.Doc, random: () => number): void {
  const word = () => words[Math.floor(random() * words.length)] as string;
  const sentence = (length: number) => Array.from({ length }, word).join(' ');
  const id = Array.from({ length: 22 }, () => Math.floor(random() * 36).toString(36)).join('');
  const elements = doc.getMap('elements');
  const element = elements.set(id, new Y.Map<unknown>());
  element.set('kind', 'idea');
  element.set('title', new Y.Text(sentence(6)));
  element.set('state', 'proposed');
  element.set('rank', `a${elements.size.toString(36).padStart(5, '0')}`);
  const body = new Y.XmlFragment();
  element.set('body', body);
  for (let paragraph = 0; paragraph < 4; paragraph++) {
    const block = new Y.XmlElement('block');
    body.push([block]);
    block.setAttribute('kind', 'paragraph');
    block.setAttribute('id', `${id.slice(0, 8)}${paragraph}`);
    const text = new Y.XmlText();
    block.push([text]);
    for (let insert = 0; insert < 8; insert++) text.insert(Math.floor(random() * text.length), `${sentence(6)} `);
  }
}
