/** What changed between two points of a plan's log, or what one person changed there, each change with its author (rules H2 and H4). */
import type { Author, Change, Diff, DiffBlock, DiffDocument, DiffRun, LinkValue } from '@longtable/shared/history';
import { type ActorId, type ElementId, type LinkId, parseElementId, parseLinkId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import { type FieldSet, netSets, plainValue, setsBy } from './field-sets.ts';
import { actsLens, always, type Ends, isActOf, type Lens, netLens, type SeqPair } from './lens.ts';
import type { HistoryNode, PlanHistory } from './plan-history.ts';
import { type TextRun, textRuns } from './text-runs.ts';

export interface DiffQuery extends SeqPair {
  element?: ElementId | undefined;
  /** What this person did, rather than what differs between the two ends; see `actsLens`. */
  by?: ActorId | undefined;
}

/** Unchanged blocks shown around a changed one. */
const contextBlocks = 1;
/** What shapes a block, and what it is where nobody has said. */
const blockShape = { kind: 'paragraph', level: 2, indent: 0 };

/** @throws UnknownSeq, BadRange */
export function diffPlan(history: PlanHistory, query: DiffQuery): Diff {
  const range = history.settledRange(query.from, query.to);
  const walk = new DiffWalk(history, { ...query, ...range });
  if (query.element === undefined) walk.plan();
  walk.elements();
  walk.links();
  return { ...range, changes: walk.changes, documents: walk.documents() };
}

class DiffWalk {
  readonly changes: Change[] = [];
  readonly #documents: DiffDocument[] = [];
  readonly #history: PlanHistory;
  readonly #range: SeqPair;
  readonly #lens: Lens;
  readonly #setsOf: (map: HistoryNode, key: string, ends: Ends) => FieldSet[];
  /** The only element that is asked for. */
  readonly #only: ElementId | undefined;
  /** The elements that one person touched, when that person's acts are asked for; all others need no look. */
  readonly #touched: ReadonlySet<ElementId | null> | null;

  constructor(history: PlanHistory, { from, to, element, by }: DiffQuery) {
    const range = { from, to };
    this.#history = history;
    this.#range = range;
    this.#only = element;
    if (by === undefined) {
      this.#lens = netLens(range);
      this.#setsOf = (map, key, ends) => netSets(history, map, key, range, ends);
      this.#touched = null;
    } else {
      const isAct = isActOf(history, range, by);
      this.#lens = actsLens(history, range, by);
      this.#setsOf = (map, key, ends) => setsBy(history, map, key, range, ends, isAct);
      const rows = history.rowsAfter(from, to).filter(({ author }) => author.id === by);
      this.#touched = new Set(rows.flatMap((row) => history.placesOf(row).map((place) => place.element)));
    }
  }

  plan(): void {
    const document = emptyDocument(null, 'kept');
    const map = this.#root('plan');
    this.#map(map, null, always, document);
    document.title = this.#history.titleOf(map, this.#range.to);
    this.#documents.push(document);
  }

  elements(): void {
    for (const [key, last] of this.#root('elements')._map) {
      const id = parseElementId(key);
      if (!id || !this.#isAsked(id)) continue;
      for (const { map, ends } of this.#mapsAt(last)) this.#element(id, map, ends);
    }
  }

  links(): void {
    for (const [key, last] of this.#root('links')._map) {
      const id = parseLinkId(key);
      if (!id) continue;
      for (const { map, ends } of this.#mapsAt(last)) {
        const link = this.#linkValue(id, map);
        if (this.#isAsked(link.from) || this.#isAsked(link.to)) this.#link(link, map, ends);
      }
    }
  }

  /** Of what changed. A link is told where it starts, or at the only element that is asked for. */
  documents(): DiffDocument[] {
    const changed = new Set(this.changes.map(({ element }) => element));
    if (this.#only !== undefined && this.changes.length > 0) changed.add(this.#only);
    return this.#documents.filter(({ element }) => changed.has(element));
  }

  #isAsked(id: ElementId | null): boolean {
    if (this.#only !== undefined && id !== this.#only) return false;
    return this.#touched === null || this.#touched.has(id);
  }

  #element(id: ElementId, map: HistoryNode, ends: Ends): void {
    const document = emptyDocument(id, stateOf(ends));
    document.title = this.#history.titleOf(map, this.#lens.seqOf(ends), ends.diedAt);
    const kind = this.#valueIn(map, 'kind', ends);
    document.kind = typeof kind === 'string' ? kind : null;
    if (isAdded(ends)) this.#change(ends.born, { element: id, field: null, type: 'add', after: document.title });
    if (!ends.after) this.#change(ends.diedAt, { element: id, field: null, type: 'remove', before: document.title });
    this.#map(map, id, ends, document);
    this.#documents.push(document);
  }

  #link(link: LinkValue, map: HistoryNode, ends: Ends): void {
    const at = { element: link.from, field: 'links' };
    if (isAdded(ends)) this.#change(ends.born, { ...at, type: 'add', after: link });
    if (!ends.after) this.#change(ends.diedAt, { ...at, type: 'remove', before: link });
    if (!ends.before || !ends.after) return;
    for (const field of map._map.keys()) {
      const isText = this.#texts(map, field, ends, (type, own) => this.#text(type, at, own));
      if (isText) continue;
      for (const { seq, ...values } of this.#setsOf(map, field, ends))
        this.#change(seq, { ...at, type: 'set', link, linkField: field, ...values });
    }
  }

  /** Fields and texts of the plan or an element. */
  #map(map: HistoryNode, element: ElementId | null, ends: Ends, document: DiffDocument): void {
    for (const field of map._map.keys()) {
      const at = { element, field };
      const isText = this.#texts(map, field, ends, (type, own) => {
        if (type instanceof Y.XmlFragment) document.blocks = document.blocks.concat(this.#body(type, at, own));
        else if (type instanceof Y.Text) {
          const runs = this.#text(type, at, own);
          if (runs) document.texts.push({ field, runs });
        }
      });
      if (isText) continue;
      for (const { seq, ...values } of this.#setsOf(map, field, ends))
        this.#change(seq, { ...at, type: 'set', ...values });
    }
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

  #text(type: HistoryNode, at: Pick<Change, 'element' | 'field'>, ends: Ends): DiffRun[] | null {
    const runs = textRuns(this.#history, type, this.#lens, ends);
    return this.#textChanges(runs, at) ? this.#authored(runs) : null;
  }

  #body(fragment: HistoryNode, at: Pick<Change, 'element' | 'field'>, ends: Ends): (DiffBlock | null)[] {
    const blocks: DiffBlock[] = [];
    for (let item = fragment._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const own = this.#lens.holder(this.#history.attribution.lifeOf(item), ends);
      const block = own && this.#block(item.content.type, at, own);
      if (block) blocks.push(block);
    }
    return onlyNearChanges(blocks);
  }

  #block(type: HistoryNode, at: Pick<Change, 'element' | 'field'>, ends: Ends): DiffBlock | null {
    const runs: TextRun[] = [];
    this.#collectRuns(type, ends, runs);
    // What one person added and removed again holds at most what others had written there.
    if (ends.cameAndWent && runs.length === 0) return null;
    const valueAt = (name: string) => this.#valueIn(type, name, ends);
    const block: DiffBlock = {
      id: textOr(valueAt('id'), ''),
      kind: textOr(valueAt('kind'), blockShape.kind),
      level: numberOr(valueAt('level'), blockShape.level),
      indent: numberOr(valueAt('indent'), blockShape.indent),
      state: ends.after ? (ends.before ? 'kept' : 'inserted') : 'deleted',
      runs: this.#authored(runs),
    };
    if (!ends.before) this.#change(ends.born, { ...at, type: 'add', after: block.kind });
    if (!ends.after) this.#change(ends.diedAt, { ...at, type: 'remove', before: block.kind });
    const hasChangedText = this.#textChanges(runs, at);
    const hasNewShape = ends.before && ends.after && this.#shapeChanges(type, at, ends);
    if (block.state !== 'kept') return block;
    if (hasChangedText || hasNewShape) return { ...block, state: 'changed' };
    return ends.diedAt > this.#range.to ? block : null;
  }

  /** A block that became a heading, a list item or a quote. */
  #shapeChanges(type: HistoryNode, at: Pick<Change, 'element' | 'field'>, ends: Ends): boolean {
    const count = this.changes.length;
    for (const [name, usual] of Object.entries(blockShape)) {
      for (const { seq, ...set } of this.#setsOf(type, name, ends)) {
        const values = { before: set.before ?? usual, after: set.after ?? usual };
        if (values.before !== values.after) this.#change(seq, { ...at, type: 'format', ...values });
      }
    }
    return this.changes.length > count;
  }

  /** All text inside a block, whatever it is nested in. */
  #collectRuns(block: HistoryNode, ends: Ends, into: TextRun[]): void {
    for (let item = block._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const { type } = item.content;
      const own = this.#lens.holder(this.#history.attribution.lifeOf(item), ends);
      if (!own) continue;
      if (!(type instanceof Y.XmlText)) this.#collectRuns(type, own, into);
      else for (const run of textRuns(this.#history, type, this.#lens, own)) into.push(run);
    }
  }

  /** One change per run of one author. */
  #textChanges(runs: readonly TextRun[], at: Pick<Change, 'element' | 'field'>): boolean {
    const count = this.changes.length;
    let open: { change: Change; state: TextRun['state'] } | null = null;
    for (const run of runs) {
      const row = run.seq === null ? null : this.#history.getRow(run.seq);
      if (!row || run.state === 'kept') {
        open = null;
        continue;
      }
      if (open && open.state === run.state && open.change.by === row.author && run.state !== 'formatted') {
        open.change.text += run.text;
        if (row.seq > open.change.seq) Object.assign(open.change, { seq: row.seq, at: new Date(row.at).toISOString() });
        continue;
      }
      const type = run.state === 'inserted' ? 'insert' : run.state === 'deleted' ? 'delete' : 'format';
      const marks = type === 'format' ? { before: run.marksBefore, after: run.marksAfter } : {};
      const change: Change = this.#change(row.seq, { ...at, type, text: run.text, ...marks });
      open = { change, state: run.state };
    }
    return this.changes.length > count;
  }

  #change(seq: number, change: Omit<Change, 'by' | 'at' | 'seq'>): Change {
    const { author, at } = this.#history.getRow(seq);
    const whole: Change = { ...change, by: author, at: new Date(at).toISOString(), seq };
    this.changes.push(whole);
    return whole;
  }

  #authored(runs: readonly TextRun[]): DiffRun[] {
    const joined: DiffRun[] = [];
    for (const { text, state, seq } of runs) {
      const by: Author | null = seq === null ? null : this.#history.getRow(seq).author;
      const last = joined.at(-1);
      if (last && last.state === state && last.by === by) {
        last.text += text;
        if (seq !== null) last.seq = Math.max(last.seq ?? 0, seq);
      } else joined.push({ text, state, by, seq });
    }
    return joined;
  }

  /** What a key of something with these ends held, or held last. */
  #valueIn(map: HistoryNode, key: string, ends: Ends): unknown {
    return plainValue(this.#history.entrySeenBy(map, key, this.#lens.seqOf(ends), ends.diedAt));
  }

  #mapsAt(last: Y.Item): { map: HistoryNode; ends: Ends }[] {
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

const isAdded = (ends: Ends) => !ends.before || ends.cameAndWent;

function stateOf(ends: Ends): DiffDocument['state'] {
  if (ends.cameAndWent) return 'inserted-and-deleted';
  return ends.before ? (ends.after ? 'kept' : 'deleted') : 'inserted';
}

function emptyDocument(element: ElementId | null, state: DiffDocument['state']): DiffDocument {
  return { element, kind: null, title: '', state, texts: [], blocks: [] };
}

const textOr = (value: unknown, usual: string) => (typeof value === 'string' ? value : usual);
const numberOr = (value: unknown, usual: number) => (typeof value === 'number' ? value : usual);

function onlyNearChanges(blocks: readonly DiffBlock[]): (DiffBlock | null)[] {
  const near = new Set<number>();
  blocks.forEach(({ state }, index) => {
    if (state === 'kept') return;
    for (let other = index - contextBlocks; other <= index + contextBlocks; other++) near.add(other);
  });
  if (near.size === 0) return [];
  return blocks.flatMap((block, index) => (near.has(index) ? [block] : near.has(index - 1) ? [null] : []));
}
