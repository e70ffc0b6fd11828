/** What changed between two points of a plan's log, each change with its author (rules H2 and H4). */
import type { Author, Change, Diff, DiffBlock, DiffDocument, DiffRun, LinkValue } from '@longtable/shared/history';
import { type ActorId, type ElementId, type LinkId, parseElementId, parseLinkId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import { never } from './attribution.ts';
import { type HistoryNode, type MapEntry, type PlanHistory, valueOfEntry } from './plan-history.ts';
import { always, type Ends, endsOf, type SeqPair, type TextRun, textRuns } from './text-runs.ts';

export interface DiffQuery extends SeqPair {
  element?: ElementId | undefined;
  /** Only this person's changes; what others wrote meanwhile reads as if it had been there. */
  by?: ActorId | undefined;
}

/** Unchanged blocks shown around a changed one. */
const contextBlocks = 1;

/** @throws UnknownSeq, BadRange */
export function diffPlan(history: PlanHistory, query: DiffQuery): Diff {
  const range = history.settledRange(query.from, query.to);
  const walk = new DiffWalk(history, { ...query, ...range });
  if (query.element === undefined) walk.plan();
  walk.elements(query.element);
  walk.links(query.element);
  return { ...range, changes: walk.changes, documents: walk.documents };
}

class DiffWalk {
  readonly changes: Change[] = [];
  readonly documents: DiffDocument[] = [];
  readonly #history: PlanHistory;
  readonly #range: SeqPair;
  readonly #by: ActorId | undefined;

  constructor(history: PlanHistory, { from, to, by }: DiffQuery) {
    this.#history = history;
    this.#range = { from, to };
    this.#by = by;
  }

  plan(): void {
    const document = emptyDocument(null, 'kept');
    const map = this.#root('plan');
    this.#map(map, null, always, document);
    document.title = this.#history.textOfKeyAt(map, 'title', this.#range.to);
    this.#keep(document);
  }

  elements(only: ElementId | undefined): void {
    const root = this.#root('elements');
    for (const [key, last] of root._map) {
      const id = parseElementId(key);
      if (!id || (only !== undefined && id !== only)) continue;
      for (const { map, ends } of this.#mapsOf(last)) this.#element(id, map, ends);
    }
  }

  links(only: ElementId | undefined): void {
    const root = this.#root('links');
    for (const [key, last] of root._map) {
      const id = parseLinkId(key);
      if (!id) continue;
      for (const { map, ends, born } of this.#mapsOf(last)) {
        const link = this.#linkValue(id, map);
        if (only === undefined || link.from === only || link.to === only) this.#link(link, map, ends, born);
      }
    }
  }

  #element(id: ElementId, map: HistoryNode, ends: Ends & { born: number }): void {
    const state = ends.before ? (ends.after ? 'kept' : 'deleted') : 'inserted';
    const document = emptyDocument(id, state);
    const seq = ends.after ? this.#range.to : this.#range.from;
    document.title = this.#history.titleAt(id, seq);
    document.kind = stringAt(this.#history, map, 'kind', seq);
    if (state === 'inserted') this.#change(ends.born, { element: id, field: null, type: 'add', after: document.title });
    if (state === 'deleted') {
      this.#change(ends.diedAt, { element: id, field: null, type: 'remove', before: document.title });
    }
    this.#map(map, id, ends, document);
    this.#keep(document);
  }

  #link(link: LinkValue, map: HistoryNode, ends: Ends, born: number): void {
    const at = { element: link.from, field: 'links' };
    if (!ends.before) this.#change(born, { ...at, type: 'add', after: link });
    else if (!ends.after) this.#change(ends.diedAt, { ...at, type: 'remove', before: link });
    else this.#map(map, link.from, ends, null);
  }

  /** Fields and texts of the plan, an element or a link. */
  #map(map: HistoryNode, element: ElementId | null, ends: Ends, document: DiffDocument | null): void {
    for (const field of map._map.keys()) {
      const before = ends.before ? this.#history.entryAt(map, field, this.#range.from) : null;
      const after = ends.after ? this.#history.entryAt(map, field, this.#range.to) : null;
      const isSame = before?.item === after?.item && before?.offset === after?.offset;
      const entries = isSame ? [before] : [before, after];
      let isText = false;
      for (const entry of entries) {
        if (!(entry?.item.content instanceof Y.ContentType)) continue;
        const { type } = entry.item.content;
        const diedAt = Math.min(entry.died, ends.diedAt);
        const own = { before: isSame || entry === before, after: isSame || entry === after, diedAt };
        isText = true;
        if (type instanceof Y.XmlFragment) this.#body(type, element, field, own, document);
        else if (type instanceof Y.Text) this.#text(type, element, field, own, document);
      }
      if (!isText && !isSame && document) this.#field(map, element, field, before, after, ends);
    }
  }

  #field(
    map: HistoryNode,
    element: ElementId | null,
    field: string,
    before: MapEntry | null,
    after: MapEntry | null,
    ends: Ends,
  ): void {
    const values = { before: valueOfEntry(before) ?? null, after: valueOfEntry(after) ?? null };
    if (JSON.stringify(values.before) === JSON.stringify(values.after)) return;
    this.#change(after?.born ?? this.#clearedAt(map, field, before, ends), { element, field, type: 'set', ...values });
  }

  /** When a key lost its value: it may have been overwritten first, and cleared later. */
  #clearedAt(map: HistoryNode, field: string, before: MapEntry | null, ends: Ends): number {
    const last = ends.after ? this.#history.lastDeathOf(map, field, this.#range.to) : never;
    return Math.min(last === never ? (before?.died ?? never) : last, ends.diedAt);
  }

  #text(type: HistoryNode, element: ElementId | null, field: string, ends: Ends, document: DiffDocument | null): void {
    const runs = this.#shown(textRuns(this.#history, type, this.#range, ends));
    if (!this.#textChanges(runs, element, field)) return;
    document?.texts.push({ field, runs: this.#authored(runs) });
  }

  #body(
    fragment: HistoryNode,
    element: ElementId | null,
    field: string,
    ends: Ends,
    document: DiffDocument | null,
  ): void {
    const blocks: DiffBlock[] = [];
    for (let item = fragment._start; item; item = item.right) {
      if (!(item.content instanceof Y.ContentType)) continue;
      const life = this.#history.attribution.lifeOf(item);
      const own = endsOf(life, this.#range, ends);
      if (!own.before && !own.after) continue;
      const block = this.#block(item.content.type, element, field, { ...own, born: life.born });
      if (block) blocks.push(block);
    }
    document?.blocks.push(...onlyNearChanges(blocks));
  }

  #block(type: HistoryNode, element: ElementId | null, field: string, ends: Ends & { born: number }): DiffBlock | null {
    // What came from or went by someone else's hand, when one person's changes are asked for.
    const isTheirs = this.#isShown(ends.before ? ends.diedAt : ends.born);
    const isInserted = !ends.before && isTheirs;
    const isDeleted = !ends.after && isTheirs;
    if (!ends.after && !isTheirs) return null;
    const runs = this.#shown(blockRuns(this.#history, type, this.#range, ends));
    const seq = ends.after ? this.#range.to : this.#range.from;
    const at = (name: string) => valueOfEntry(this.#history.entryAt(type, name, seq));
    const block: DiffBlock = {
      id: String(at('id') ?? ''),
      kind: String(at('kind') ?? 'paragraph'),
      level: Number(at('level') ?? 2),
      indent: Number(at('indent') ?? 0),
      state: isInserted ? 'inserted' : isDeleted ? 'deleted' : 'kept',
      runs: this.#authored(runs),
    };
    if (isInserted) this.#change(ends.born, { element, field, type: 'add', after: block.kind });
    if (isDeleted) this.#change(ends.diedAt, { element, field, type: 'remove', before: block.kind });
    const hasChangedText = this.#textChanges(runs, element, field);
    const hasNewShape = ends.before && ends.after && this.#blockShape(type, element, field);
    if (block.state === 'kept' && (hasChangedText || hasNewShape)) block.state = 'changed';
    return block;
  }

  /** A block that became a heading, a list item or a quote. */
  #blockShape(type: HistoryNode, element: ElementId | null, field: string): boolean {
    const count = this.changes.length;
    for (const name of ['kind', 'level', 'indent']) {
      const before = this.#history.entryAt(type, name, this.#range.from);
      const after = this.#history.entryAt(type, name, this.#range.to);
      const values = { before: valueOfEntry(before) ?? null, after: valueOfEntry(after) ?? null };
      if (values.before === values.after) continue;
      const seq = after?.born ?? this.#clearedAt(type, name, before, always);
      this.#change(seq, { element, field, type: 'format', ...values });
    }
    return this.changes.length > count;
  }

  /** One change per run of one author. */
  #textChanges(runs: readonly TextRun[], element: ElementId | null, field: string): boolean {
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
      const change = this.#change(row.seq, { element, field, type, text: run.text, ...marks });
      open = change ? { change, state: run.state } : null;
    }
    return this.changes.length > count;
  }

  /** Without others' changes, when one person's are asked for: their text reads as kept, or not at all. */
  #shown(runs: readonly TextRun[]): TextRun[] {
    if (this.#by === undefined) return [...runs];
    return runs.flatMap((run): TextRun[] => {
      if (run.seq === null || this.#isShown(run.seq)) return [run];
      return run.state === 'deleted' ? [] : [{ text: run.text, state: 'kept', seq: null }];
    });
  }

  #isShown(seq: number): boolean {
    if (this.#by === undefined) return true;
    return Number.isFinite(seq) && this.#history.getRow(seq).author.id === this.#by;
  }

  #change(seq: number, change: Omit<Change, 'by' | 'at' | 'seq'>): Change | null {
    if (!this.#isShown(seq)) return null;
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

  /** The maps that stood at a key at either end; two when one replaced the other. */
  #mapsOf(last: Y.Item): { map: HistoryNode; ends: Ends & { born: number }; born: number }[] {
    const found: { map: HistoryNode; ends: Ends & { born: number }; born: number }[] = [];
    let isCovered = { before: false, after: false };
    for (let item: Y.Item | null = last; item; item = item.left) {
      const life = this.#history.attribution.lifeOf(item);
      const ends = endsOf(life, this.#range, always);
      const own = { ...ends, before: ends.before && !isCovered.before, after: ends.after && !isCovered.after };
      isCovered = { before: isCovered.before || ends.before, after: isCovered.after || ends.after };
      if ((own.before || own.after) && item.content instanceof Y.ContentType) {
        found.unshift({ map: item.content.type, ends: { ...own, born: life.born }, born: life.born });
      }
    }
    return found;
  }

  #linkValue(id: LinkId, map: HistoryNode): LinkValue {
    // A link's ends never change, so its last values are right even when it is gone.
    const last = (key: string): unknown => map._map.get(key)?.content.getContent().at(-1);
    const from = parseElementId(last('from'));
    const to = parseElementId(last('to'));
    const titleOf = (end: ElementId | null) =>
      end ? this.#history.titleAt(end, this.#range.to) || this.#history.titleAt(end, this.#range.from) : '';
    return { id, type: String(last('type')), from, to, fromTitle: titleOf(from), toTitle: titleOf(to) };
  }

  #root(name: string): HistoryNode {
    return this.#history.doc.getMap(name);
  }

  #keep(document: DiffDocument): void {
    const isChanged = this.changes.some(({ element }) => element === document.element);
    if (isChanged) this.documents.push(document);
  }
}

function emptyDocument(element: ElementId | null, state: DiffDocument['state']): DiffDocument {
  return { element, kind: null, title: '', state, texts: [], blocks: [] };
}

function stringAt(history: PlanHistory, map: HistoryNode, key: string, seq: number): string | null {
  const value = valueOfEntry(history.entryAt(map, key, seq));
  return typeof value === 'string' ? value : null;
}

/** All text inside a block, whatever it is nested in. */
function blockRuns(history: PlanHistory, block: HistoryNode, range: SeqPair, ends: Ends): TextRun[] {
  const runs: TextRun[] = [];
  for (let item = block._start; item; item = item.right) {
    if (!(item.content instanceof Y.ContentType)) continue;
    const { type } = item.content;
    const own = endsOf(history.attribution.lifeOf(item), range, ends);
    if (!own.before && !own.after) continue;
    runs.push(...(type instanceof Y.XmlText ? textRuns : blockRuns)(history, type, range, own));
  }
  return runs;
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
