/** What changed between two points of a plan's log, or what one person changed there, each change with its author (rules H2 and H4). */
import type { Diff, DiffBlock, DiffDocument, DiffRun, LinkValue } from '@longtable/shared/history';
import { type ActorId, type ElementId, type LinkId, parseElementId, parseLinkId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import { BlockMoves } from './block-moves.ts';
import { blockShape, fieldsOf, numberOr, textOr } from './blocks.ts';
import { blockAround } from './carried-text.ts';
import { type FieldSet, netSets, plainValue, readsSame, setsBy } from './field-sets.ts';
import { actsLens, always, type Ends, isActOf, type Lens, netLens, type SeqPair } from './lens.ts';
import { type HistoryNode, type PlanHistory, valueOfEntry } from './plan-history.ts';
import { type Elsewhere, type TextRun, textRuns } from './text-runs.ts';
import { type At, ToldChanges } from './told-changes.ts';

export interface DiffQuery extends SeqPair {
  element?: ElementId | undefined;
  /** What this person did, rather than what differs between the two ends; see `actsLens`. */
  by?: ActorId | undefined;
}

/** Unchanged blocks shown around a changed one. */
const contextBlocks = 1;
/** @throws UnknownSeq, BadRange */
export function diffPlan(history: PlanHistory, query: DiffQuery): Diff {
  const range = history.settledRange(query.from, query.to);
  const walk = new DiffWalk(history, { ...query, ...range });
  walk.findMoves();
  if (query.element === undefined) walk.plan();
  walk.elements();
  walk.links();
  return { ...range, changes: walk.told.changes, documents: walk.documents() };
}

class DiffWalk {
  readonly told: ToldChanges;
  readonly #documents: DiffDocument[] = [];
  readonly #history: PlanHistory;
  readonly #range: SeqPair;
  readonly #lens: Lens;
  readonly #setsOf: (map: HistoryNode, key: string, ends: Ends) => FieldSet[];
  /** The only element that is asked for. */
  readonly #only: ElementId | undefined;
  /** The elements that were touched; all others need no look. */
  readonly #touched: ReadonlySet<ElementId | null>;
  readonly #moves: BlockMoves;
  /** Whether it is the difference of two states that is told. */
  readonly #isNet: boolean;

  constructor(history: PlanHistory, { from, to, element, by }: DiffQuery) {
    const range = { from, to };
    this.told = new ToldChanges(history);
    this.#history = history;
    this.#range = range;
    this.#only = element;
    const isAct = by === undefined ? () => true : isActOf(history, range, by);
    this.#moves = new BlockMoves(isAct);
    this.#isNet = by === undefined;
    if (by === undefined) {
      this.#lens = netLens(history, range);
      this.#setsOf = (map, key, ends) => netSets(history, map, key, range, ends);
    } else {
      this.#lens = actsLens(history, range, by);
      this.#setsOf = (map, key, ends) => setsBy(history, map, key, range, ends, isAct);
    }
    const rows = history.rowsAfter(from, to).filter(({ author }) => by === undefined || author.id === by);
    const places = new Set(rows.map((row) => history.placesOf(row)));
    const touched = new Set([...places].flatMap((ofRow) => ofRow.map((place) => place.element)));
    if (by !== undefined) followBlocks(history, range, touched);
    this.#touched = touched;
  }

  /** Looks at where blocks stand, before anything is told of them. */
  findMoves(): void {
    for (const [key, last] of this.#history.entriesByAge(this.#root('elements'))) {
      const id = parseElementId(key);
      if (!id || !this.#touched.has(id)) continue;
      for (const { map, ends } of this.#mapsAt(last)) {
        for (const { type, ends: own } of this.#typesAt(map._map.get('body'), ends)) this.#noteBlocks(id, type, own);
      }
    }
  }

  #noteBlocks(element: ElementId, body: HistoryNode, ends: Ends): void {
    for (let item = body._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const own = this.#lens.holder(this.#history.attribution.lifeOf(item), ends);
      if (!own || own.cameAndWent) continue;
      const { before, after, seq } = this.#idsOf(item.content.type, own);
      if (own.before) this.#moves.note('before', element, before, item, seq);
      if (own.after) this.#moves.note('after', element, after, item, seq);
    }
  }

  /** The ids of what holds a block, which may be another one's after, and the change with which it held that one. */
  #idsOf(holder: HistoryNode, ends: Ends): { before: string; after: string; seq: number } {
    const id = textOr(this.#valueIn(holder, 'id', ends), '');
    if (!ends.before || !ends.after) return { before: id, after: id, seq: ends.born };
    const sets = this.#setsOf(holder, 'id', ends);
    const [before, after] = [sets[0]?.before ?? id, sets.at(-1)?.after ?? id];
    return { before: textOr(before, ''), after: textOr(after, ''), seq: sets.at(-1)?.seq ?? ends.born };
  }

  plan(): void {
    if (!this.#touched.has(null)) return;
    const document = emptyDocument(null, 'kept');
    const map = this.#root('plan');
    this.#map(map, null, always, document);
    document.title = this.#history.titleOf(map, this.#range.to);
    this.#documents.push(document);
  }

  elements(): void {
    for (const [key, last] of this.#history.entriesByAge(this.#root('elements'))) {
      const id = parseElementId(key);
      if (!id || !this.#isAsked(id)) continue;
      const maps = this.#mapsAt(last);
      const replaced = this.#replacement(maps);
      if (replaced) this.#replacedElement(id, replaced);
      else for (const { map, ends } of maps) this.#element(id, map, ends);
    }
  }

  links(): void {
    for (const [key, last] of this.#history.entriesByAge(this.#root('links'))) {
      const id = parseLinkId(key);
      if (!id) continue;
      const maps = this.#mapsAt(last);
      const replaced = this.#replacement(maps);
      for (const { map, ends } of maps) {
        const link = this.#linkValue(id, map);
        if (!this.#isAsked(link.from) && !this.#isAsked(link.to)) continue;
        if (!replaced) this.#link(link, map, ends);
        else if (map === replaced.now.map) this.#replacedLink(link, replaced);
      }
    }
  }

  /** Of what changed. A link is told where it starts, or at the only element that is asked for. */
  documents(): DiffDocument[] {
    const changed = new Set(this.told.changes.map(({ element }) => element));
    if (this.#only !== undefined && this.told.changes.length > 0) changed.add(this.#only);
    return this.#documents.filter(({ element }) => changed.has(element));
  }

  #isAsked(id: ElementId | null): boolean {
    if (this.#only !== undefined && id !== this.#only) return false;
    return this.#touched.has(id);
  }

  #element(id: ElementId, map: HistoryNode, ends: Ends): void {
    const document = emptyDocument(id, stateOf(ends));
    document.title = this.#history.titleOf(map, this.#lens.seqOf(ends), ends.diedAt);
    const kind = this.#valueIn(map, 'kind', ends);
    document.kind = typeof kind === 'string' ? kind : null;
    if (isAdded(ends)) this.told.add(ends.born, { element: id, field: null, type: 'add', after: document.title });
    if (!ends.after) this.told.add(ends.diedAt, { element: id, field: null, type: 'remove', before: document.title });
    this.#map(map, id, ends, document);
    this.#documents.push(document);
  }

  /** Removed and put back, or restored: it is there at both ends, and only what differs is told. */
  #replacement(maps: readonly MapWithEnds[]): Replacement | null {
    const old = maps.find(({ ends }) => ends.before && !ends.after);
    const now = maps.find(({ ends }) => ends.after && !ends.before);
    return this.#isNet && old && now ? { old, now } : null;
  }

  #replacedElement(id: ElementId, { old, now }: Replacement): void {
    const document = emptyDocument(id, 'kept');
    document.title = this.#history.titleOf(now.map, this.#range.to);
    document.kind = textOr(this.#valueIn(now.map, 'kind', now.ends), '') || null;
    for (const { map, ends } of [old, now]) {
      for (const field of fieldsOf(map))
        this.#texts(map, field, ends, this.#textVisitor({ element: id, field }, document));
    }
    for (const { field, ...values } of this.#replacedFields(old, now))
      this.told.add(now.ends.born, { element: id, field, type: 'set', ...values });
    this.#documents.push(document);
  }

  #replacedLink(link: LinkValue, { old, now }: Replacement): void {
    const at = { element: link.from, field: 'links' };
    for (const { map, ends } of [old, now]) {
      for (const field of fieldsOf(map)) this.#texts(map, field, ends, (type, own) => this.#text(type, at, own));
    }
    for (const { field, ...values } of this.#replacedFields(old, now))
      this.told.add(now.ends.born, { ...at, type: 'set', link, linkField: field, ...values });
  }

  #replacedFields(old: MapWithEnds, now: MapWithEnds): { field: string; before: unknown; after: unknown }[] {
    return [...new Set([...fieldsOf(old.map), ...fieldsOf(now.map)])].flatMap((field) => {
      if (this.#isTextIn(old.map, field) || this.#isTextIn(now.map, field)) return [];
      const before = this.#valueIn(old.map, field, old.ends);
      const after = this.#valueIn(now.map, field, now.ends);
      return readsSame(before, after) ? [] : [{ field, before, after }];
    });
  }

  #isTextIn(map: HistoryNode, field: string): boolean {
    return map._map.get(field)?.content instanceof Y.ContentType;
  }

  #link(link: LinkValue, map: HistoryNode, ends: Ends): void {
    const at = { element: link.from, field: 'links' };
    if (isAdded(ends)) this.told.add(ends.born, { ...at, type: 'add', after: link });
    if (!ends.after) this.told.add(ends.diedAt, { ...at, type: 'remove', before: link });
    if (!ends.before || !ends.after) return;
    for (const field of fieldsOf(map)) {
      const isText = this.#texts(map, field, ends, (type, own) => this.#text(type, at, own));
      if (isText) continue;
      for (const { seq, ...values } of this.#setsOf(map, field, ends))
        this.told.add(seq, { ...at, type: 'set', link, linkField: field, ...values });
    }
  }

  /** Fields and texts of the plan or an element. */
  #map(map: HistoryNode, element: ElementId | null, ends: Ends, document: DiffDocument): void {
    for (const field of fieldsOf(map)) {
      const at = { element, field };
      if (this.#texts(map, field, ends, this.#textVisitor(at, document))) continue;
      for (const { seq, ...values } of this.#setsOf(map, field, ends))
        this.told.add(seq, { ...at, type: 'set', ...values });
    }
  }

  #textVisitor(at: { element: ElementId | null; field: string }, document: DiffDocument) {
    return (type: Y.AbstractType<unknown>, ends: Ends) => {
      if (type instanceof Y.XmlFragment) document.blocks = document.blocks.concat(this.#body(type, at, ends));
      else if (type instanceof Y.Text) {
        const runs = this.#text(type, at, ends);
        if (runs) document.texts.push({ field: at.field, runs });
      }
    };
  }

  /** Visits the texts that a key held, oldest first; two when one replaced the other. @returns whether there were any */
  #texts(
    map: HistoryNode,
    key: string,
    parent: Ends,
    visit: (type: Y.AbstractType<unknown>, ends: Ends) => void,
  ): boolean {
    const texts = this.#typesAt(map._map.get(key), parent);
    for (const { type, ends } of texts) visit(type, ends);
    return texts.length > 0;
  }

  #text(type: HistoryNode, at: At, ends: Ends): DiffRun[] | null {
    const runs = textRuns(this.#history, type, this.#lens, ends);
    return this.told.addText(runs, at) ? this.told.runsOf(runs) : null;
  }

  #body(fragment: HistoryNode, at: At, ends: Ends): (DiffBlock | null)[] {
    const blocks: DiffBlock[] = [];
    for (let item = fragment._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const own = this.#lens.holder(this.#history.attribution.lifeOf(item), ends);
      const block = own && this.#block(item, item.content.type, at, own);
      if (block) blocks.push(block);
    }
    return onlyNearChanges(blocks);
  }

  #block(holder: Y.Item, type: HistoryNode, place: At, ends: Ends): DiffBlock | null {
    const runs: TextRun[] = [];
    const elsewhere: Elsewhere[] = [];
    this.#collectRuns(type, ends, runs, elsewhere);
    // What one person added and removed again holds at most what others had written there.
    if (ends.cameAndWent && runs.length === 0) return null;
    const ids = this.#idsOf(type, ends);
    const valueAt = (name: string) => this.#valueIn(type, name, ends);
    const block: DiffBlock = {
      id: ends.after ? ids.after : ids.before,
      kind: textOr(valueAt('kind'), blockShape.kind),
      level: numberOr(valueAt('level'), blockShape.level),
      indent: numberOr(valueAt('indent'), blockShape.indent),
      state: ends.after ? (ends.before ? 'kept' : 'inserted') : 'deleted',
      runs: this.told.runsOf(runs),
    };
    const at = { ...place, block: block.id };
    const move = ends.after ? this.#moves.moveTo(ids.after, holder) : null;
    // The same block is in another holder at the other end: it neither came nor went.
    const wasElsewhere = !ends.before && this.#moves.hasOther(ids.after, holder, 'before');
    const isElsewhere = !ends.after && this.#moves.hasOther(ids.before, holder, 'after');
    // Where only this element is asked for, nothing is told of the one that it went to.
    const left = isElsewhere && this.#only !== undefined ? this.#moves.find(ids.before) : null;
    const hasLeft = left !== null && left.after.element !== this.#only;
    if (left && hasLeft) this.told.add(left.seq, { ...at, type: 'move', before: left.before, after: left.after });
    if (move) this.told.add(move.seq, { ...at, type: 'move', before: move.before, after: move.after });
    if (!ends.before && !wasElsewhere) this.#blockCame(block, at, ends.born, elsewhere);
    if (!ends.after && !isElsewhere) this.#blockWent(block, at, ends.diedAt, elsewhere);
    const hasChangedText = this.told.addText(runs, at);
    const hasNewShape = ends.before && ends.after && this.#shapeChanges(type, at, ends);
    if (isElsewhere) return hasLeft || hasChangedText ? block : null;
    if (move) return { ...block, state: 'moved' };
    if (block.state !== 'kept' && !wasElsewhere) return block;
    if (hasChangedText || hasNewShape) return { ...block, state: 'changed' };
    return ends.diedAt > this.#range.to ? { ...block, state: 'kept' } : null;
  }

  /** A block that was added, or split off from another. */
  #blockCame({ kind }: DiffBlock, at: At, seq: number, elsewhere: readonly Elsewhere[]): void {
    const from = this.#neighbourIn(elsewhere, 'before', seq);
    if (from === null) this.told.add(seq, { ...at, type: 'add', after: kind });
    else this.told.add(seq, { ...at, type: 'split', before: from, after: kind });
  }

  /** A block that was removed, or joined with another. */
  #blockWent({ kind }: DiffBlock, at: At, seq: number, elsewhere: readonly Elsewhere[]): void {
    const into = this.#neighbourIn(elsewhere, 'after', seq);
    if (into === null) this.told.add(seq, { ...at, type: 'remove', before: kind });
    else this.told.add(seq, { ...at, type: 'join', before: kind, after: into });
  }

  /** The id of a block that words came from, or went to, and that was there before and after this seq. */
  #neighbourIn(elsewhere: readonly Elsewhere[], side: Elsewhere['side'], seq: number): string | null {
    for (const { side: of, item } of elsewhere) {
      const block = of === side ? blockAround(item) : null;
      if (!block) continue;
      const { born, died } = this.#history.attribution.lifeOf(block);
      if (born >= seq || died <= seq) continue;
      const id = valueOfEntry(this.#history.entryAt((block.content as Y.ContentType).type, 'id', seq));
      if (typeof id === 'string') return id;
    }
    return null;
  }

  /** A block that became a heading, a list item or a quote. */
  #shapeChanges(type: HistoryNode, at: At, ends: Ends): boolean {
    const count = this.told.changes.length;
    for (const [name, usual] of Object.entries(blockShape)) {
      for (const { seq, ...set } of this.#setsOf(type, name, ends)) {
        const values = { before: set.before ?? usual, after: set.after ?? usual };
        if (values.before !== values.after) this.told.add(seq, { ...at, type: 'format', ...values });
      }
    }
    return this.told.changes.length > count;
  }

  /** All text inside a block, whatever it is nested in. */
  #collectRuns(block: HistoryNode, ends: Ends, into: TextRun[], elsewhere: Elsewhere[]): void {
    for (let item = block._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const { type } = item.content;
      const own = this.#lens.holder(this.#history.attribution.lifeOf(item), ends);
      if (!own) continue;
      if (!(type instanceof Y.XmlText)) this.#collectRuns(type, own, into, elsewhere);
      else {
        const note = (one: Elsewhere) => elsewhere.push(one);
        for (const run of textRuns(this.#history, type, this.#lens, own, note)) into.push(run);
      }
    }
  }

  /** What a key of something with these ends held, or held last. */
  #valueIn(map: HistoryNode, key: string, ends: Ends): unknown {
    return plainValue(this.#history.entrySeenBy(map, key, this.#lens.seqOf(ends), ends.diedAt));
  }

  #mapsAt(last: Y.Item): MapWithEnds[] {
    return this.#typesAt(last, always).map(({ type, ends }) => ({ map: type, ends }));
  }

  #typesAt(last: Y.Item | undefined, parent: Ends): { type: Y.AbstractType<unknown>; ends: Ends }[] {
    const found: { type: Y.AbstractType<unknown>; ends: Ends }[] = [];
    for (const entry of this.#history.attribution.entriesOf(last)) {
      if (!(entry.item.content instanceof Y.ContentType)) continue;
      const ends = this.#lens.holder(entry, parent);
      if (ends) found.push({ type: entry.item.content.type, ends });
    }
    return found.reverse();
  }

  #linkValue(id: LinkId, map: HistoryNode): LinkValue {
    // A link's ends never change, so its last values are right even when it is gone.
    const last = (key: string): unknown => map._map.get(key)?.content.getContent().at(-1);
    const from = parseElementId(last('from'));
    const to = parseElementId(last('to'));
    const titleOf = (end: ElementId | null) => (end ? this.#history.titleSeenBy(end, this.#range.to) : '');
    const type = textOr(last('type'), '');
    const elsewhere = type === 'adapts' ? elsewhereOf(last) : null;
    return { id, type, from, to, fromTitle: titleOf(from), toTitle: titleOf(to), ...(elsewhere && { elsewhere }) };
  }

  #root(name: string): HistoryNode {
    return this.#history.doc.getMap(name);
  }
}

/** What a link to another plan names there. */
function elsewhereOf(last: (key: string) => unknown): LinkValue['elsewhere'] | null {
  const named = ['toPlan', 'toTitle', 'toAddress'].flatMap((key): [string, string][] => {
    const value = last(key);
    return typeof value === 'string' && value !== '' ? [[key, value]] : [];
  });
  return named.length > 0 ? Object.fromEntries(named) : null;
}

/** Somebody's words may have gone on, with their block, to elements that they never touched. */
function followBlocks(history: PlanHistory, { from, to }: SeqPair, touched: Set<ElementId | null>): void {
  if (history.origins.isEmpty) return;
  for (const row of history.rowsAfter(from, to)) {
    const places = history.placesOf(row);
    if (!places.some(({ element }) => touched.has(element))) continue;
    for (const { element } of places) touched.add(element);
  }
}

interface Replacement {
  old: MapWithEnds;
  now: MapWithEnds;
}

interface MapWithEnds {
  map: HistoryNode;
  ends: Ends;
}

const isAdded = (ends: Ends) => !ends.before || ends.cameAndWent;

function stateOf(ends: Ends): DiffDocument['state'] {
  if (ends.cameAndWent) return 'inserted-and-deleted';
  return ends.before ? (ends.after ? 'kept' : 'deleted') : 'inserted';
}

function emptyDocument(element: ElementId | null, state: DiffDocument['state']): DiffDocument {
  return { element, kind: null, title: '', state, texts: [], blocks: [] };
}

function onlyNearChanges(blocks: readonly DiffBlock[]): (DiffBlock | null)[] {
  const near = new Set<number>();
  blocks.forEach(({ state }, index) => {
    if (state === 'kept') return;
    for (let other = index - contextBlocks; other <= index + contextBlocks; other++) near.add(other);
  });
  if (near.size === 0) return [];
  return blocks.flatMap((block, index) => (near.has(index) ? [block] : near.has(index - 1) ? [null] : []));
}
