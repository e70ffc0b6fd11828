/** How somebody looks at the roadmap, as it stands in the address, so that a view can be passed on. */
import { type ElementId, parseElementId } from '@longtable/shared/ids';
import type { Stretch } from './axis.ts';
import { edtfAt, monthMs } from './calendar.ts';
import { type LanesBy, laneChoices } from './layout.ts';

export const looks = ['chart', 'phases', 'list'] as const;
export type Look = (typeof looks)[number];

export interface RoadmapOptions {
  /** Null where nobody chose: what fits the window. */
  look: Look | null;
  lanes: LanesBy;
  /** The vision to which all that is shown leads. */
  toward: ElementId | null;
  /** Whether all kinds are shown, as long as they have a date. */
  isAll: boolean;
  hasHorizons: boolean;
  /** Null for everything. */
  stretch: Stretch | null;
}

export function readOptions(query: Pick<URLSearchParams, 'get'>): RoadmapOptions {
  const oneOf = <T extends string>(choices: readonly T[], name: string) =>
    choices.find((choice) => choice === query.get(name)) ?? null;
  return {
    look: oneOf(looks, 'view'),
    lanes: oneOf(laneChoices, 'lanes') ?? 'kind',
    toward: parseElementId(query.get('toward') ?? undefined),
    isAll: query.get('all') === '1',
    hasHorizons: query.get('horizons') === '1',
    stretch: readStretch(query.get('from'), query.get('to')),
  };
}

export function writeOptions({ look, lanes, toward, isAll, hasHorizons, stretch }: RoadmapOptions): string {
  const query = new URLSearchParams();
  if (look) query.set('view', look);
  if (lanes !== 'kind') query.set('lanes', lanes);
  if (toward) query.set('toward', toward);
  if (isAll) query.set('all', '1');
  if (hasHorizons) query.set('horizons', '1');
  if (stretch) {
    query.set('from', edtfAt(stretch.from, 'month'));
    query.set('to', edtfAt(stretch.to, 'month'));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function readStretch(from: string | null, to: string | null): Stretch | null {
  const time = (text: string | null) => (/^\d{4}-\d\d$/.test(text ?? '') ? Date.parse(`${text}-01`) : Number.NaN);
  const stretch = { from: time(from), to: time(to) };
  return stretch.to - stretch.from >= monthMs / 2 ? stretch : null;
}
