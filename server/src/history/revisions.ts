/** The list of revisions (rule H3): rows grouped by author and pause, or by person, organisation, session, day, element. */
import type { Author, Revision, RevisionPage, Touched } from '@longtable/shared/history';
import type { ElementId } from '@longtable/shared/ids';
import { never } from './attribution.ts';
import { UnknownCursor } from './history-errors.ts';
import { type Marks, noMarks, PlacedMarks } from './placed-marks.ts';
import type { Place } from './places.ts';
import type { HistoryRow, PlanHistory } from './plan-history.ts';
import { filterRows, type RowFilter } from './row-filter.ts';

export type Grouping = 'pause' | 'person' | 'organisation' | 'session' | 'day' | 'element';

export interface RevisionQuery extends RowFilter {
  group?: Grouping | undefined;
  /** At most so many revisions, 50 when left out. */
  limit?: number | undefined;
  /** `next` of the page before. */
  after?: string | undefined;
}

/** A pause of this length starts a new revision, milliseconds. */
export const pauseMs = 5 * 60 * 1000;
const defaultLimit = 50;

interface Group {
  /** Where it stands in the list: newest first, so the seq of its last row, then its key. */
  key: string;
  rows: HistoryRow[];
}

/** @throws UnknownCursor, BadRange */
export function listRevisions(history: PlanHistory, query: RevisionQuery, marks: Marks = noMarks): RevisionPage {
  const limit = query.limit ?? defaultLimit;
  const grouping = query.group ?? 'pause';
  const placed = new PlacedMarks(marks);
  const groups = groupRows(history, filterRows(history, query), grouping, marks.cuts).sort(newestFirst);
  const start = query.after === undefined ? 0 : groups.findIndex((group) => cursorOf(group) === query.after) + 1;
  if (query.after !== undefined && start === 0) {
    throw new UnknownCursor('"after" is not what "next" was for these filters. Leave it out to start with the newest.');
  }
  const page = groups.slice(start, start + limit);
  const last = page.at(-1);
  return {
    revisions: page.map((group) => toRevision(history, group, grouping === 'element' ? group.key : null, placed)),
    next: last && start + limit < groups.length ? cursorOf(last) : null,
  };
}

const lastSeq = ({ rows }: Group) => rows.at(-1)?.seq ?? 0;
const cursorOf = (group: Group) => `${group.rows[0]?.seq ?? 0}~${group.key}`;
const newestFirst = (a: Group, b: Group) => lastSeq(b) - lastSeq(a) || (a.key < b.key ? -1 : 1);

function groupRows(
  history: PlanHistory,
  rows: readonly HistoryRow[],
  grouping: Grouping,
  cuts: readonly number[],
): Group[] {
  if (grouping === 'pause') return groupByPause(rows, cuts);
  const groups = new Map<string, HistoryRow[]>();
  for (const row of rows) {
    for (const key of keysOf(history, row, grouping)) {
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  return [...groups].map(([key, rows]) => ({ key, rows }));
}

/**
 * Each author's rows on their own: two people who write at once make two revisions, not a hundred.
 * @param cuts seqs after which everybody's next row starts a new one, rising: a version names what was before it
 */
function groupByPause(rows: readonly HistoryRow[], cuts: readonly number[]): Group[] {
  const groups: Group[] = [];
  const current = new Map<Author, Group>();
  let passed = 0;
  for (const row of rows) {
    const isCut = row.boundary > (cuts[passed] ?? never);
    while (row.boundary > (cuts[passed] ?? never)) passed++;
    if (isCut) current.clear();
    const group = current.get(row.author);
    if (group && row.at - (group.rows.at(-1)?.at ?? 0) <= pauseMs) group.rows.push(row);
    else {
      const next = { key: row.author.id, rows: [row] };
      current.set(row.author, next);
      groups.push(next);
    }
  }
  return groups;
}

function keysOf(history: PlanHistory, row: HistoryRow, grouping: Exclude<Grouping, 'pause'>): string[] {
  switch (grouping) {
    case 'person':
      return [row.author.id];
    case 'organisation':
      return [row.author.organisation ?? ''];
    case 'session':
      return [row.session];
    case 'day':
      return [new Date(row.at).toISOString().slice(0, 10)];
    case 'element':
      return [...new Set(history.placesOf(row).map(({ element }) => element ?? ''))];
  }
}

/** @param element names only what happened there, when the group is of one element; "" is the plan itself */
function toRevision(history: PlanHistory, { rows }: Group, element: string | null, marks: PlacedMarks): Revision {
  const first = rows[0] as HistoryRow;
  const last = rows.at(-1) as HistoryRow;
  const authors = [...new Set(rows.map(({ author }) => author))];
  const all = touchedBy(history, rows, last.boundary);
  const touched = element === null ? all : all.filter((one) => (one.element ?? '') === element);
  return {
    from: first.before,
    to: last.boundary,
    by: authors.length === 1 ? (authors[0] ?? null) : null,
    authors,
    since: new Date(first.at).toISOString(),
    until: new Date(last.at).toISOString(),
    changes: rows.length,
    touched,
    summary: summarise(touched),
    intents: [...new Set(rows.map(({ intent }) => intent).filter((intent) => intent !== null))],
    notes: marks.notesAt(rows),
    version: marks.versionAt(last.boundary),
  };
}

function touchedBy(history: PlanHistory, rows: readonly HistoryRow[], to: number): Touched[] {
  const byElement = new Map<ElementId | null, Place[]>();
  for (const row of rows) {
    for (const place of history.placesOf(row)) {
      const places = byElement.get(place.element);
      if (places) places.push(place);
      else byElement.set(place.element, [place]);
    }
  }
  const seqs = new Set(rows.map(({ seq }) => seq));
  return [...byElement].map(([element, places]) => describeTouched(history, element, places, seqs, to));
}

/**
 * What rows did to one element, or to the plan itself.
 * @param places of theirs that are in it
 * @param seqs of these rows
 * @param to the seq at which to read its title
 */
export function describeTouched(
  history: PlanHistory,
  element: ElementId | null,
  places: readonly Place[],
  seqs: ReadonlySet<number>,
  to: number,
): Touched {
  const fields = [...new Set(places.map(({ field }) => field).filter((field) => field !== ''))];
  if (element === null)
    return { element, title: history.titleOf(history.doc.getMap('plan'), to), how: 'changed', fields };
  const isWhole = places.some(({ how }) => how === 'added' || how === 'removed');
  const how = isWhole ? howTouched(history, element, seqs) : 'changed';
  return { element, title: history.titleSeenBy(element, to), how, fields };
}

/** What these rows did to an element as a whole. Removed and put back, it is changed. */
function howTouched(history: PlanHistory, element: ElementId, seqs: ReadonlySet<number>): Touched['how'] {
  const done = { added: false, removed: false, both: false };
  for (const { born, died } of history.entriesOf(history.doc.getMap('elements'), element)) {
    const [isAdded, isRemoved] = [seqs.has(born), died !== never && seqs.has(died)];
    if (isAdded && isRemoved) done.both = true;
    else if (isAdded) done.added = true;
    else if (isRemoved) done.removed = true;
  }
  if (done.added !== done.removed) return done.added ? 'added' : 'removed';
  return done.both && !done.added ? 'added-and-removed' : 'changed';
}

const namedAtOnce = 3;

function summarise(touched: readonly Touched[]): string {
  const parts = (['added', 'removed', 'added-and-removed', 'changed'] as const).flatMap((how) => {
    const titles = touched.filter((one) => one.how === how).map(({ title }) => `“${title || 'untitled'}”`);
    if (titles.length === 0) return [];
    const rest = titles.length - namedAtOnce;
    const named = titles.slice(0, namedAtOnce).join(', ');
    const verb = how === 'added-and-removed' ? 'added and removed again' : how;
    return [`${verb} ${named}${rest > 0 ? ` and ${rest} more` : ''}`];
  });
  const sentence = parts.join('; ');
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
