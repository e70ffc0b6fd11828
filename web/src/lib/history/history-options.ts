/** How somebody looks at the history of a plan, as it stands in the address, so that every view can be passed on. */
import { type ChangeKind, changeKinds } from '@longtable/shared/history/timeline';
import { type ActorId, type ElementId, parseActorId, parseElementId } from '@longtable/shared/ids';

export const groupings = ['pause', 'session', 'day', 'person', 'organisation', 'element'] as const;
type Grouping = (typeof groupings)[number];

/** What is shown of the plan: what changed from one seq to another, by one person or by all. */
export interface Shown {
  from: number;
  to: number;
  by: ActorId | null;
  /** Whether two points were chosen to be compared, rather than one moment. */
  isCompared: boolean;
}

export interface HistoryOptions {
  by: ActorId | null;
  /** Empty for those who acted for nobody. */
  organisation: string | null;
  element: ElementId | null;
  kind: ChangeKind | null;
  group: Grouping;
  /** A day such as 2026-05-04, or a time; null for no end. A day is whole, also as an end. */
  from: string | null;
  to: string | null;
  /** Where the list goes on. */
  after: string | null;
  shown: Shown | null;
}

/** In an address, those who acted for nobody: a form leaves "" behind where nothing was chosen. */
export const nobody = '-';

export function readHistoryOptions(query: Pick<URLSearchParams, 'get'>): HistoryOptions {
  const oneOf = <T extends string>(choices: readonly T[], name: string) =>
    choices.find((choice) => choice === query.get(name)) ?? null;
  const organisation = query.get('organisation') || null;
  return {
    by: parseActorId(query.get('by') ?? undefined),
    organisation: organisation === nobody ? '' : organisation,
    element: parseElementId(query.get('element') ?? undefined),
    kind: oneOf(changeKinds, 'kind'),
    group: oneOf(groupings, 'group') ?? 'pause',
    from: readTime(query.get('from')),
    to: readTime(query.get('to')),
    after: query.get('after') || null,
    shown: readShown(query),
  };
}

export function writeHistoryOptions(options: Partial<HistoryOptions>): string {
  const { by, organisation, element, kind, group, from, to, after, shown } = options;
  const query = new URLSearchParams();
  if (by) query.set('by', by);
  if (typeof organisation === 'string') query.set('organisation', organisation || nobody);
  if (element) query.set('element', element);
  if (kind) query.set('kind', kind);
  if (group && group !== 'pause') query.set('group', group);
  if (from) query.set('from', from);
  if (to) query.set('to', to);
  if (after) query.set('after', after);
  if (shown) {
    query.set(shown.isCompared ? 'compare' : 'show', `${shown.from}-${shown.to}`);
    if (shown.by) query.set('of', shown.by);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The filters as the API takes them; the same for the list and for the timeline. */
export function filterQuery({ by, organisation, element, kind, from, to }: HistoryOptions): URLSearchParams {
  const query = new URLSearchParams();
  if (by) query.set('by', by);
  if (organisation !== null) query.set('organisation', organisation);
  if (element) query.set('element', element);
  if (kind) query.set('kind', kind);
  if (from) query.set('from', new Date(periodStart(from)).toISOString());
  if (to) query.set('to', new Date(periodEnd(to)).toISOString());
  return query;
}

/** Whether only some changes are asked for, of whichever period. */
export const isFiltered = ({ by, organisation, element, kind }: HistoryOptions) =>
  by !== null || organisation !== null || element !== null || kind !== null;

const dayMs = 24 * 60 * 60 * 1000;
const isDay = (text: string) => text.length === 10;

/** Milliseconds since 1970. */
export const periodStart = (from: string) => Date.parse(from);
/** The first moment that is no longer in it. */
export const periodEnd = (to: string) => Date.parse(to) + (isDay(to) ? dayMs : 0);

/** The years of which dates can be said. */
const farthest = Date.UTC(9999, 11, 31);

function readTime(text: string | null): string | null {
  if (!text || !/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) || time > farthest ? null : text;
}

const ranges = { show: false, compare: true } as const;

/** "12-40"; null where it is nothing of the kind. */
export function readRange(text: string | null | undefined): { from: number; to: number } | null {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '') ?? [];
  return from && to ? { from: Number(from), to: Number(to) } : null;
}

function readShown(query: Pick<URLSearchParams, 'get'>): Shown | null {
  for (const [name, isCompared] of Object.entries(ranges)) {
    const range = readRange(query.get(name));
    if (range) return { ...range, by: parseActorId(query.get('of') ?? undefined), isCompared };
  }
  return null;
}
