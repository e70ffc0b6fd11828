/** For tests: a log as several people make it who write at once, hear of each other late, and touch everything. */
import type { ActorId, BlockId, ElementId, LinkId } from '@longtable/shared/ids';
import { readElements, readLinks } from '@longtable/shared/plan/document';
import {
  addElement,
  initialisePlan,
  linkElements,
  removeElement,
  removeLink,
  setElementField,
  setLinkField,
} from '@longtable/shared/plan/edits';
import { textBlock } from '@longtable/shared/plan/rich-text';
import * as Y from 'yjs';
import type { Actor, LogRow } from '../store/plan-store.ts';

export interface GeneratedLog {
  rows: LogRow[];
  actors: Actor[];
}

interface Writer {
  actor: Actor;
  doc: Y.Doc;
  /** Changes that are on their way to the server. */
  outbox: Uint8Array[];
  /** Rows that have reached this writer. */
  seen: number;
}

/** Every character is written once in the whole log, so that it can be followed by its sight. */
const firstCharacter = 0x4e00;

/** The same for the same seed, with all its ids. */
export function generateLog(seed: number, steps: number): GeneratedLog {
  const random = mulberry32(seed);
  const newId = idsFrom(mulberry32(seed + 1));
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  let written = 0;
  const words = (count: number) =>
    String.fromCharCode(...Array.from({ length: count }, () => firstCharacter + written++));
  const rows: LogRow[] = [];
  const store = (actor: Actor, update: Uint8Array) =>
    rows.push({
      plan: 'p' as LogRow['plan'],
      seq: rows.length + 1,
      boundary: rows.length + 1,
      actor: actor.id,
      onBehalfOf: actor.organisation,
      session: `s-${actor.name}`,
      at: Date.UTC(2026, 4, 4, 10) + rows.length * 1_000,
      intent: null,
      update,
    });

  const writers = ['Ada', 'Bo', 'Chi', 'Dee'].map((name, index): Writer => {
    const doc = new Y.Doc();
    doc.clientID = seed * 10 + index + 1;
    const actor = { id: newId() as ActorId, name, organisation: index % 2 ? 'Council' : null };
    return { actor, doc, outbox: [], seen: 0 };
  });
  const [founder] = writers as [Writer];
  initialisePlan(founder.doc, { title: words(3) });
  addElement(founder.doc, {
    id: newId() as ElementId,
    kind: 'idea',
    title: words(4),
    body: [words(12), words(8)].map((text) => ({ ...textBlock(text), id: newId() as BlockId })),
  });
  store(founder.actor, Y.encodeStateAsUpdate(founder.doc));
  founder.seen = 1;
  for (const writer of writers) {
    writer.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') writer.outbox.push(update);
    });
  }

  const listen = (writer: Writer, to: number) => {
    for (; writer.seen < to; writer.seen++) Y.applyUpdate(writer.doc, (rows[writer.seen] as LogRow).update, 'server');
  };
  const send = (writer: Writer) => {
    const update = writer.outbox.shift();
    if (update) store(writer.actor, update);
  };

  for (let step = 0; step < steps; step++) {
    const writer = pick(writers) as Writer;
    const chance = random();
    if (chance < 0.08) {
      // Whoever moves a block that they have not seen as it is writes anew what they know of it.
      while (writer.outbox.length > 0) send(writer);
      listen(writer, rows.length);
      rearrange(writer.doc, random, pick, newId());
      while (writer.outbox.length > 0) send(writer);
    } else if (chance < 0.6) edit(writer.doc, random, pick, words, newId);
    else if (chance < 0.85) send(writer);
    else listen(writer, writer.seen + Math.floor(random() * (rows.length - writer.seen + 1)));
  }
  for (const writer of writers) while (writer.outbox.length > 0) send(writer);
  return { rows, actors: writers.map(({ actor }) => actor) };
}

type Pick = <T>(items: readonly T[]) => T | undefined;

function edit(
  doc: Y.Doc,
  random: () => number,
  pick: Pick,
  words: (count: number) => string,
  newId: () => string,
): void {
  const element = pick(readElements(doc));
  if (!element) return;
  const map = doc.getMap<Y.Map<unknown>>('elements').get(element.id) as Y.Map<unknown>;
  const body = map.get('body') as Y.XmlFragment;
  const block = pick(body.toArray() as Y.XmlElement[]);
  const text = random() < 0.2 ? (map.get('title') as Y.Text) : (block?.get(0) as Y.XmlText | undefined);
  const at = (length: number) => Math.floor(random() * (length + 1));
  switch (Math.floor(random() * 14)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      text?.insert(at(text.length), words(1 + at(4)));
      break;
    case 5:
    case 6: {
      if (!text || text.length === 0) break;
      const start = at(text.length - 1);
      text.delete(start, Math.min(1 + at(5), text.length - start));
      break;
    }
    case 7: {
      if (!(text instanceof Y.XmlText) || text.length < 2) break;
      const start = at(text.length - 2);
      text.format(start, 1 + at(text.length - start - 1), { strong: random() < 0.7 ? {} : null });
      break;
    }
    case 8: {
      const added = new Y.XmlElement('block');
      added.setAttribute('id', newId());
      added.setAttribute('kind', 'paragraph');
      added.insert(0, [new Y.XmlText(words(3))]);
      body.insert(at(body.length), [added]);
      break;
    }
    case 9:
      if (body.length > 1) body.delete(at(body.length - 1), 1);
      break;
    case 10:
      block?.setAttribute('kind', random() < 0.5 ? 'heading' : 'quote');
      break;
    case 11:
      setElementField(doc, element.id, 'state', pick(['proposed', 'done', null]) ?? null);
      break;
    case 12:
      if (random() < 0.6)
        addElement(doc, {
          id: newId() as ElementId,
          kind: 'idea',
          title: words(3),
          body: [{ ...textBlock(words(5)), id: newId() as BlockId }],
        });
      else removeElement(doc, element.id);
      break;
    default: {
      const link = pick(readLinks(doc));
      const other = pick(readElements(doc));
      const chance = random();
      if (link && chance < 0.3) removeLink(doc, link.id);
      else if (link && chance < 0.6) setLinkField(doc, link.id, 'since', pick(['2026', '203X', null]) ?? null);
      else if (other) linkElements(doc, { id: newId() as LinkId, from: element.id, to: other.id, type: 'part-of' });
    }
  }
}

/** Splits a block, joins two, or moves one. */
function rearrange(doc: Y.Doc, random: () => number, pick: Pick, newId: string): void {
  const element = pick(readElements(doc));
  const body = element && bodyOf(doc, element.id);
  const block = body && pick(body.toArray() as Y.XmlElement[]);
  if (!body || !block) return;
  const at = (length: number) => Math.floor(random() * (length + 1));
  switch (Math.floor(random() * 4)) {
    case 0:
      splitBlock(body, block, at, newId);
      break;
    case 1:
      joinWithNext(body, block);
      break;
    case 2: {
      const other = pick(readElements(doc));
      moveBlock(body, block, random() < 0.5 || !other ? body : bodyOf(doc, other.id), random());
      break;
    }
    default:
      rotateBlocks(body);
  }
}

const bodyOf = (doc: Y.Doc, element: string) =>
  doc.getMap<Y.Map<unknown>>('elements').get(element)?.get('body') as Y.XmlFragment;

const wordsOf = (block: Y.XmlElement | undefined) => block?.get(0) as Y.XmlText | undefined;

function blockWith(id: string, text: string): Y.XmlElement {
  const block = new Y.XmlElement('block');
  block.setAttribute('id', id);
  block.setAttribute('kind', 'paragraph');
  block.insert(0, [new Y.XmlText(text)]);
  return block;
}

/** As the editor does it: what comes after goes into a new block behind. */
function splitBlock(body: Y.XmlFragment, block: Y.XmlElement, at: (length: number) => number, id: string): void {
  const words = wordsOf(block);
  if (!words || words.length < 2) return;
  const place = 1 + at(words.length - 2);
  const tail = lettersOf(words).slice(place);
  body.doc?.transact(() => {
    words.delete(place, tail.length);
    body.insert(body.toArray().indexOf(block) + 1, [blockWith(id, tail)]);
  });
}

function joinWithNext(body: Y.XmlFragment, block: Y.XmlElement): void {
  const blocks = body.toArray() as Y.XmlElement[];
  const [words, next] = [wordsOf(block), wordsOf(blocks[blocks.indexOf(block) + 1])];
  if (!words || !next) return;
  body.doc?.transact(() => {
    words.insert(words.length, lettersOf(next));
    body.delete(blocks.indexOf(block) + 1, 1);
  });
}

/** The same block, written anew in another place. */
function moveBlock(body: Y.XmlFragment, block: Y.XmlElement, to: Y.XmlFragment, place: number): void {
  const words = wordsOf(block);
  if (!words || (body === to && body.length < 2)) return;
  const [id, text] = [String(block.getAttribute('id')), lettersOf(words)];
  body.doc?.transact(() => {
    body.delete(body.toArray().indexOf(block), 1);
    to.insert(Math.floor(place * (to.length + 1)), [blockWith(id, text)]);
  });
}

/** As the editor writes it when somebody drags the first of three blocks behind the others: each holds the next one then. */
function rotateBlocks(body: Y.XmlFragment): void {
  const blocks = (body.toArray() as Y.XmlElement[]).slice(0, 3);
  if (blocks.length < 2 || blocks.some((block) => !wordsOf(block))) return;
  const held = blocks.map((block) => ({
    id: String(block.getAttribute('id')),
    text: lettersOf(wordsOf(block) as Y.XmlText),
  }));
  body.doc?.transact(() => {
    blocks.forEach((block, index) => {
      const next = held[(index + 1) % held.length] as (typeof held)[0];
      const words = wordsOf(block) as Y.XmlText;
      block.setAttribute('id', next.id);
      words.delete(0, words.length);
      words.insert(0, next.text);
    });
  });
}

/** Without marks. */
const lettersOf = (words: Y.XmlText) =>
  (words.toDelta() as { insert: unknown }[]).map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');

/** Ids of the right shape that a seed decides. */
function idsFrom(random: () => number): () => string {
  return () => Array.from({ length: 22 }, () => Math.floor(random() * 36).toString(36)).join('');
}

/** A generator of numbers from 0 to 1 that a seed decides. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
