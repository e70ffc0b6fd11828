/**
 * Making a plan, an element or a block read again as it did at an earlier change (rule H5): a new change, by ids. What
 * stayed is left alone, what came since is taken away, what went since is written again where it stood. Nothing else
 * is touched, so that later work elsewhere stays.
 */
import { type ElementId, parseElementId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import { EarlierState } from './earlier-state.ts';
import { NoPlaceFor, NotThere } from './history-errors.ts';
import { addCopied, type Copied } from './origins.ts';
import { type HistoryNode, type HistoryRow, type PlanHistory, valueOfEntry } from './plan-history.ts';
import type { RestoreTarget } from './restored.ts';

export interface RestoreChange {
  /** A copy of the plan's document in which it is done. */
  doc: Y.Doc;
  update: Uint8Array;
  target: RestoreTarget;
  copied: Copied[];
}

/** What says how a plan is to be read, and is never taken back. */
const keptFields: ReadonlySet<string> = new Set(['schemaVersion']);

/**
 * @param client a Yjs client id that nobody has
 * @returns null when nothing has to change
 * @throws UnknownSeq, NotThere, NoPlaceFor
 */
export function makeRestore(
  history: PlanHistory,
  { seq, element, block }: RestoreTarget,
  client: number,
): RestoreChange | null {
  if (seq < 1) throw new NotThere('A plan can be restored to change 1 or a later one: there was nothing before.');
  const settled = history.settledAt(seq);
  const doc = history.copyDocument();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const { copied, place } = doc.transact((transaction) => {
    const restoring = new Restoring(history, doc, settled, transaction);
    if (block !== null) return { copied: restoring.copied, place: restoring.block(element, block) };
    if (element !== null) restoring.element(element);
    else restoring.plan();
    return { copied: restoring.copied, place: element };
  });
  if (updates.length === 0) return null;
  return { doc, update: Y.mergeUpdates(updates), target: { seq: settled, element: place, block }, copied };
}

class Restoring {
  readonly copied: Copied[] = [];
  readonly #history: PlanHistory;
  readonly #doc: Y.Doc;
  readonly #then: EarlierState;
  readonly #transaction: Y.Transaction;

  constructor(history: PlanHistory, doc: Y.Doc, seq: number, transaction: Y.Transaction) {
    this.#history = history;
    this.#doc = doc;
    this.#then = new EarlierState(history, seq);
    this.#transaction = transaction;
  }

  plan(): void {
    const plan = rootOf(this.#doc, 'plan');
    for (const key of [...plan._map.keys()]) if (!keptFields.has(key)) this.#key(plan, key);
    for (const root of ['elements', 'links']) this.#keys(rootOf(this.#doc, root));
  }

  /** @throws NotThere */
  element(id: ElementId): void {
    const elements = rootOf(this.#doc, 'elements');
    if (!this.#then.entry(elements, id)) {
      throw new NotThere(`This element was not in the plan at change ${this.#then.seq}.`);
    }
    const removedAt = isHeld(elements, id) ? null : this.#history.lastEntry(elements, id, this.#history.head)?.died;
    this.#then.includeLastWords(this.#history.entryAt(elements, id, this.#then.seq));
    this.#key(elements, id);
    this.#linksOf(id, removedAt ?? null);
  }

  /** @returns the element it is in @throws NotThere, NoPlaceFor */
  block(element: ElementId | null, block: string): ElementId {
    const found = this.#findBlock(element, block);
    if (!found) throw new NotThere(`This paragraph was not in the plan at change ${this.#then.seq}.`);
    const live = this.#doc.getMap('elements').get(found.element);
    const body = live instanceof Y.Map ? live.get('body') : null;
    if (!(body instanceof Y.XmlFragment)) {
      throw new NoPlaceFor('The element of this paragraph is not in the plan now. Restore the element first.');
    }
    const isGone = ({ boundary }: HistoryRow) => !this.#findBlock(null, block, boundary);
    this.#then.includeLastWords({ item: found.item, died: this.#history.attribution.lifeOf(found.item).died }, isGone);
    const now = body.toArray().find((node) => node instanceof Y.XmlElement && node.getAttribute('id') === block);
    const nowItem = now?._item ?? null;
    if (nowItem === found.item) this.#type(typeOf(found.item));
    else if (nowItem) this.#fill(nowItem, found.item);
    else if (found.item.parent === body) this.#bringBack(found.item.parent, found.item, [{ offset: 0, length: 1 }]);
    else this.#placeIn(body, found.item);
    return found.element;
  }

  /** The block as it was at a seq, in the element that is asked for, or in any. */
  #findBlock(
    element: ElementId | null,
    block: string,
    seq = this.#then.seq,
  ): { element: ElementId; item: Y.Item } | null {
    const elements: HistoryNode = this.#doc.getMap('elements');
    for (const key of element === null ? elements._map.keys() : [element]) {
      const id = parseElementId(key);
      const map = id && this.#history.typeAt(elements, id, seq);
      const body = map && this.#history.typeAt(map, 'body', seq);
      for (let item = body?._start ?? null; item; item = item.right) {
        const { born, died } = this.#history.attribution.lifeOf(item);
        if (!(item.content instanceof Y.ContentType) || born > seq || died <= seq) continue;
        const held = this.#history.entryAt(item.content.type, 'id', seq);
        if (id && valueOfEntry(held) === block) return { element: id, item };
      }
    }
    return null;
  }

  /**
   * Links from an element; also those to it that went with it.
   * @param removedAt the seq with which the element went, null where it had not gone
   */
  #linksOf(id: ElementId, removedAt: number | null): void {
    const links = rootOf(this.#doc, 'links');
    const elements = rootOf(this.#doc, 'elements');
    for (const [key, last] of [...links._map]) {
      if (!(last.content instanceof Y.ContentType)) continue;
      const [from, to] = ['from', 'to'].map((end) => lastValue((last.content as Y.ContentType).type, end));
      const wentWithIt = to === id && last.deleted && this.#history.attribution.lifeOf(last).died === removedAt;
      if (from !== id && !wentWithIt) continue;
      const other = from === id ? to : from;
      // A link to what is not here would lead nowhere.
      if (last.deleted && !(typeof other === 'string' && isHeld(elements, other))) continue;
      this.#key(links, key);
    }
  }

  /** Keys and children of something that was there then and is here now. */
  #type(type: Y.AbstractType<unknown>): void {
    this.#keys(type);
    this.#children(type);
  }

  #keys(type: Y.AbstractType<unknown>): void {
    for (const key of [...type._map.keys()]) this.#key(type, key);
  }

  #key(type: Y.AbstractType<unknown>, key: string): void {
    const last = type._map.get(key);
    const now = last && !last.deleted ? last : null;
    const then = this.#then.entry(type, key);
    if (!then) {
      now?.delete(this.#transaction);
      return;
    }
    const { content } = then.item;
    if (content instanceof Y.ContentType) {
      if (then.item === now) this.#type(content.type);
      else if (now && this.#readsAs(now, content.type)) return;
      else this.#write(type, key, last ?? null, null, then.item, then.offset, 1);
      return;
    }
    const isSame =
      now !== null &&
      !(now.content instanceof Y.ContentType) &&
      toText(now.content.getContent().at(-1)) === toText(valueOfEntry(then));
    if (!isSame) this.#write(type, key, last ?? null, null, then.item, then.offset, 1);
  }

  /** Whether what is here now, such as an earlier restore of it, reads like something else did then. */
  #readsAs(now: Y.Item, then: Y.AbstractType<unknown>): boolean {
    if (!(now.content instanceof Y.ContentType)) return false;
    const isThere = (item: Y.Item) => !item.deleted;
    const wasThere = (item: Y.Item, offset: number) => this.#then.hasItem(item, offset);
    const here = this.#describe(now.content.type, (map, key) => liveEntry(map, key), isThere);
    const before = this.#describe(then, (map, key) => this.#then.entry(map, key), wasThere);
    return toText(here) === toText(before);
  }

  /** All that can be read of a type, as plain values; letters with their marks. */
  #describe(
    type: HistoryNode,
    entryOf: (map: HistoryNode, key: string) => { item: Y.Item; offset: number } | null,
    isVisible: (item: Y.Item, offset: number) => boolean,
  ): unknown {
    const inside = (item: Y.Item) => this.#describe(typeOf(item), entryOf, isVisible);
    const fields: unknown[] = [];
    for (const key of [...type._map.keys()].sort()) {
      const entry = entryOf(type, key);
      if (!entry) continue;
      const isType = entry.item.content instanceof Y.ContentType;
      fields.push([key, isType ? inside(entry.item) : entry.item.content.getContent()[entry.offset]]);
    }
    const children: unknown[] = [];
    for (let item = type._start; item; item = item.right) {
      // Nothing is left of it to be read, however long it says it was.
      if (item.content instanceof Y.ContentDeleted) continue;
      // Long texts are taken apart once, not for each of their letters.
      const content = item.content.getContent();
      for (let offset = 0; offset < item.length; offset++) {
        if (!isVisible(item, offset)) continue;
        if (item.content instanceof Y.ContentType) children.push(inside(item));
        else if (item.content instanceof Y.ContentFormat) children.push([item.content.key, item.content.value]);
        else children.push(content[offset]);
      }
    }
    return [fields, children];
  }

  #children(type: Y.AbstractType<unknown>): void {
    const gone = Y.createDeleteSet();
    const back: { item: Y.Item; stretches: Stretch[] }[] = [];
    const kept: Y.AbstractType<unknown>[] = [];
    const marks: Y.Item[] = [];
    for (let item = type._start; item; item = item.right) {
      const stretches: Stretch[] = [];
      for (let offset = 0; offset < item.length; ) {
        const life = this.#history.attribution.lifeOf(item, offset);
        const { length } = life;
        const wasThere = this.#then.holds(life);
        if (wasThere && item.deleted) stretches.push({ offset, length });
        else if (wasThere && item.content instanceof Y.ContentType) kept.push(item.content.type);
        else if (wasThere && item.content instanceof Y.ContentFormat) marks.push(item);
        else if (!wasThere && !item.deleted) {
          const { client, clock } = item.id;
          const ranges = gone.clients.get(client) ?? [];
          ranges.push({ clock: clock + offset, len: length } as never);
          gone.clients.set(client, ranges);
        }
        offset += length;
      }
      if (stretches.length > 0) back.push({ item, stretches });
    }
    for (const one of kept) this.#type(one);
    for (const { item, stretches } of back) this.#bringBack(type, item, stretches);
    if (back.length > 0 || gone.clients.size > 0) for (const mark of marks) this.#renew(type, mark);
    for (const ranges of gone.clients.values()) ranges.sort((a, b) => a.clock - b.clock);
    Y.iterateDeletedStructs(this.#transaction, gone, (struct) => {
      if (struct instanceof Y.Item) struct.delete(this.#transaction);
    });
  }

  /** Writes stretches of an item that is gone again, right before it: nothing that can be seen stands inside it. */
  #bringBack(parent: Y.AbstractType<unknown>, item: Y.Item, stretches: readonly Stretch[]): void {
    for (const { offset, length } of stretches) this.#write(parent, null, item.left, item, item, offset, length);
  }

  /** Documents tidy marks away that mark nothing at the moment, and the log does not say so: they may be gone where they count. */
  #renew(parent: Y.AbstractType<unknown>, mark: Y.Item): void {
    this.#bringBack(parent, mark, [{ offset: 0, length: 1 }]);
    mark.delete(this.#transaction);
  }

  /**
   * Its element was itself restored, so that the blocks around it are others now, with the same ids: it stands after the
   * nearest of those before it that is here, or before the nearest of those after it.
   */
  #placeIn(body: Y.XmlFragment, source: Y.Item): void {
    const here = new Map<unknown, Y.Item>();
    for (const node of body.toArray().reverse()) {
      if (node instanceof Y.XmlElement && node._item) here.set(node.getAttribute('id'), node._item);
    }
    const findHere = (item: Y.Item) => {
      const { content } = item;
      if (!(content instanceof Y.ContentType) || !this.#then.hasItem(item)) return undefined;
      return here.get(valueOfEntry(this.#then.entry(content.type, 'id')));
    };
    const parent = asType(body);
    for (let item = source.left; item; item = item.left) {
      const before = findHere(item);
      if (before) return void this.#write(parent, null, before, before.right, source, 0, 1);
    }
    for (let item = source.right; item; item = item.right) {
      const after = findHere(item);
      if (after) return void this.#write(parent, null, after.left, after, source, 0, 1);
    }
    let last = parent._start;
    while (last?.right) last = last.right;
    this.#write(parent, null, last, null, source, 0, 1);
  }

  /** The block now holds what another one held then. */
  #fill(target: Y.Item, source: Y.Item): void {
    const type = typeOf(target);
    for (let item = type._start; item; item = item.right) if (!item.deleted) item.delete(this.#transaction);
    for (const [key, last] of type._map) {
      if (!this.#then.entry(typeOf(source), key) && !last.deleted) last.delete(this.#transaction);
    }
    this.#copyInto(type, typeOf(source));
  }

  /** All that a type held then, into one that is new or empty. */
  #copyInto(type: Y.AbstractType<unknown>, source: Y.AbstractType<unknown>): void {
    for (const key of [...source._map.keys()]) {
      const then = this.#then.entry(source, key);
      if (then) this.#write(type, key, type._map.get(key) ?? null, null, then.item, then.offset, 1);
    }
    let last = type._start;
    while (last?.right) last = last.right;
    for (let item = source._start; item; item = item.right) {
      for (let offset = 0; offset < item.length; ) {
        const life = this.#history.attribution.lifeOf(item, offset);
        const { length } = life;
        if (this.#then.holds(life)) last = this.#write(type, null, last, null, item, offset, length) ?? last;
        offset += length;
      }
    }
  }

  /** Writes a part of an item again, with all that it holds. @returns null for what was erased */
  #write(
    parent: Y.AbstractType<unknown>,
    key: string | null,
    left: Y.Item | null,
    right: Y.Item | null,
    source: Y.Item,
    offset: number,
    length: number,
  ): Y.Item | null {
    if (source.content instanceof Y.ContentDeleted) return null;
    const { clientID, store } = this.#doc;
    const clock = Y.getState(store, clientID);
    const content = partOf(source.content, offset, length);
    const id = Y.createID(clientID, clock);
    const item = new Y.Item(id, left, left?.lastId ?? null, right, right?.id ?? null, parent, key, content);
    item.integrate(this.#transaction, 0);
    if (content instanceof Y.ContentString) {
      const from = { client: source.id.client, clock: source.id.clock + offset };
      addCopied(this.copied, { from, to: { client: clientID, clock }, length });
    }
    if (content instanceof Y.ContentType) this.#copyInto(content.type, typeOf(source));
    return item;
  }
}

/** A part of an item, in clocks. */
interface Stretch {
  offset: number;
  length: number;
}

type Content = Y.Item['content'];

/** What Yjs has in common of all types; its own types can't say so. */
const asType = (type: unknown) => type as Y.AbstractType<unknown>;
const rootOf = (doc: Y.Doc, name: string) => asType(doc.getMap(name));
const isHeld = (map: HistoryNode, key: string) => map._map.get(key)?.deleted === false;
const typeOf = (item: Y.Item) => (item.content as Y.ContentType).type;
/** To compare values; fields may hold some that JSON can't. */
const toText = (value: unknown) =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));

function partOf(content: Content, offset: number, length: number): Content {
  if (content instanceof Y.ContentString) return new Y.ContentString(content.str.slice(offset, offset + length));
  const copy = content.copy();
  const part = offset > 0 ? copy.splice(offset) : copy;
  if (part.getLength() > length) part.splice(length);
  return part;
}

function liveEntry(map: HistoryNode, key: string): { item: Y.Item; offset: number } | null {
  const item = map._map.get(key);
  return item && !item.deleted ? { item, offset: item.length - 1 } : null;
}

/** The last value a key ever had, even if its map is gone. */
function lastValue(map: HistoryNode, key: string): unknown {
  return map._map.get(key)?.content.getContent().at(-1);
}
