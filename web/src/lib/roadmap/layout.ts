/** Where everything stands on the roadmap: which lane, which row. Made again when the plan changes or the zoom takes a step, never while panning. */
import type { ElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import { isKeeping, startOfDay } from '@longtable/shared/plan/keeping';
import { elementKinds } from '@longtable/shared/plan/kinds';
import type { Link } from '@longtable/shared/plan/link';
import { backcast, nearestVisions } from './backcast.ts';
import { packRows } from './rows.ts';
import { type DrawnSpan, drawnSpan } from './spans.ts';

export const laneChoices = ['kind', 'keeper', 'vision'] as const;
export type LanesBy = (typeof laneChoices)[number];

/** An element with a date. */
export interface Item {
  element: Element;
  span: DrawnSpan;
  isOneOff: boolean;
}

export interface Shown {
  items: Item[];
  /** What belongs on the roadmap, but has no date yet. */
  undated: Element[];
}

export interface Lane {
  /** A kind, or the id of an actor or a vision; empty for what has none. */
  key: string;
  top: number;
  height: number;
  count: number;
}

export interface Bar {
  item: Item;
  lane: string;
  top: number;
  /** In the order of the keyboard, from 1. */
  place: number;
}

export interface Layout {
  lanes: Lane[];
  /** By lane, then as time goes by: the order in which the keyboard steps from one to the next. */
  bars: Bar[];
  height: number;
}

/** All px. */
export interface Metrics {
  row: number;
  laneHead: number;
  laneEnd: number;
}

/** What every roadmap shows; the rest only when all that has a date is asked for. */
const roadmapKinds = new Set<string>(['vision', 'deliberation', 'commitment']);
/** Of a letter, on the average; titles are cut off after so many. */
const letterPixels = 7.8;
const maxLabelPixels = 250;
/** Beside a title: its sign, and air. */
const besideLabelPixels = 38;
const oneOffPixels = 64;
/** In front of a bar: that nothing leads to it. */
const gapPixels = 176;
/** A bar with an end that fades holds at least the beginning of a title. */
const leastPixels = 60;

interface Choice {
  isAll: boolean;
  /** Only what leads to this vision; null for all. */
  toward: ElementId | null;
  oneOffs: ReadonlySet<ElementId>;
}

export function shownOf(
  elements: readonly Element[],
  links: readonly Link[],
  { isAll, toward, oneOffs }: Choice,
): Shown {
  const chain = toward && new Set(backcast(toward, links).map(({ id }) => id));
  const shown: Shown = { items: [], undated: [] };
  for (const element of elements) {
    if (chain && !chain.has(element.id)) continue;
    const item = itemOf(element, oneOffs.has(element.id));
    const isAtHome = roadmapKinds.has(element.kind) || chain !== null;
    if (item && (isAtHome || isAll)) shown.items.push(item);
    else if (!item && isAtHome) shown.undated.push(element);
  }
  return shown;
}

/** The same object for the same element: what has not changed is not drawn anew. */
const items = new WeakMap<Element, Item>();

function itemOf(element: Element, isOneOff: boolean): Item | null {
  const known = items.get(element);
  if (known?.isOneOff === isOneOff) return known;
  const span = drawnSpan(element);
  if (!span) return null;
  const item = { element, span, isOneOff };
  items.set(element, item);
  return item;
}

/** The lane of each element, and the lanes in the order in which they are shown. */
export function lanesOf(by: LanesBy, elements: readonly Element[], links: readonly Link[]) {
  if (by === 'kind') {
    const own = [...new Set(elements.map(({ kind }) => kind))].filter((kind) => !isModelKind(kind)).sort();
    return { laneOf: ({ kind }: Element) => kind, order: [...elementKinds, ...own] as string[] };
  }
  const ofKind = (wanted: string) => elements.filter(({ kind }) => kind === wanted).map(({ id }) => id);
  if (by === 'keeper') {
    const keepers = new Map<string, string>();
    const today = startOfDay();
    for (const link of links) if (isKeeping(link, today) && !keepers.has(link.from)) keepers.set(link.from, link.to);
    return { laneOf: ({ id }: Element) => keepers.get(id) ?? '', order: [...ofKind('actor'), ''] as string[] };
  }
  const visions = ofKind('vision');
  const nearest = nearestVisions(visions, links);
  return { laneOf: ({ id }: Element): string => nearest.get(id) ?? '', order: [...visions, ''] as string[] };
}

const isModelKind = (kind: string) => (elementKinds as readonly string[]).includes(kind);

/** Rows are packed for a step of the zoom, so that bars keep their rows while it moves a little. */
export const zoomStep = (msPerPixel: number) => 2 ** (Math.ceil(Math.log2(msPerPixel) * 2) / 2);

export function layOut(
  items: readonly Item[],
  { laneOf, order }: ReturnType<typeof lanesOf>,
  msPerPixel: number,
  { row, laneHead, laneEnd }: Metrics,
  gaps: ReadonlySet<ElementId> = new Set(),
): Layout {
  const lanes = new Set(order);
  const byLane = Map.groupBy(items, ({ element }) => {
    const lane = laneOf(element);
    return lanes.has(lane) ? lane : '';
  });
  const layout: Layout = { lanes: [], bars: [], height: 0 };
  for (const key of order) {
    const inLane = byLane.get(key);
    if (!inLane) continue;
    const packed = inLane.map((item) => boxOf(item, msPerPixel, gaps.has(item.element.id)));
    const { rowOf, count } = packRows(packed, 10);
    const top = layout.height;
    const height = laneHead + count * row + laneEnd;
    layout.lanes.push({ key, top, height, count: inLane.length });
    const lane = inLane.map((item) => ({
      item,
      lane: key,
      top: top + laneHead + (rowOf.get(item.element.id) ?? 0) * row,
    }));
    lane.sort((a, b) => a.item.span.from - b.item.span.from || a.top - b.top);
    for (const bar of lane) layout.bars.push({ ...bar, place: layout.bars.length + 1 });
    layout.height += height;
  }
  return layout;
}

/** Whether the title stands within the bar. Where that fades out, the title may go on beyond it. */
export function doesLabelFit(item: Item, width: number): boolean {
  if (item.span.end !== 'sharp') return width > leastPixels;
  return width >= labelPixels(item);
}

function labelPixels({ element: { title }, isOneOff }: Item): number {
  const label = Math.min(Math.max(title.length, 8) * letterPixels, maxLabelPixels);
  return label + besideLabelPixels + (isOneOff ? oneOffPixels : 0);
}

/** How much of its title is behind a bar, px. */
export const beyondBar = (item: Item, width: number) =>
  doesLabelFit(item, width) ? Math.max(0, labelPixels(item) - width) : labelPixels(item);

/** Where it begins and ends on the page, with its title and what is said in front of it. */
function boxOf(item: Item, msPerPixel: number, isGap: boolean) {
  const { from, to } = item.span;
  const start = from / msPerPixel;
  const width = (to - from) / msPerPixel;
  return {
    id: item.element.id as string,
    start: start - (isGap ? gapPixels : 0),
    end: start + width + beyondBar(item, width),
  };
}
