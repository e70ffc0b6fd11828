/** Where in a plan a change happened: which element or link, which field, and whether it came or went as a whole. */
import { type ElementId, parseElementId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import type { IdRange } from './attribution.ts';
import type { PlanHistory } from './plan-history.ts';

export interface Place {
  /** Null for the plan's own fields. */
  element: ElementId | null;
  /** "reshaped": blocks of a body came, went, or became others, whatever happened to their words. */
  how: 'added' | 'removed' | 'changed' | 'reshaped';
  field: string;
}

/** The places that a row touched, each once. A link belongs to both of its ends. */
export function placesOf(history: PlanHistory, inserted: readonly IdRange[], deleted: readonly IdRange[]): Place[] {
  const places = new Map<string, Place>();
  // Most of what a row brings lies in the same parent as what came before it.
  let last: Y.AbstractType<unknown> | null = null;
  const noteItem = (item: Y.Item, how: 'added' | 'removed') => {
    const parent = item.parent as Y.AbstractType<unknown>;
    if (parent === last && item.parentSub === null) return;
    last = item.parentSub === null ? parent : null;
    for (const place of placesOfItem(item, how)) places.set(`${place.element} ${place.how} ${place.field}`, place);
  };
  for (const range of inserted) for (const item of history.itemsIn(range)) noteItem(item, 'added');
  last = null;
  for (const range of deleted) for (const item of history.itemsIn(range)) noteItem(item, 'removed');
  return [...places.values()];
}

function placesOfItem(item: Y.Item, how: 'added' | 'removed'): Place[] {
  const path: string[] = [];
  let top: Y.Item = item;
  for (let current: Y.Item | null = item; current; current = (current.parent as Y.AbstractType<unknown>)._item) {
    top = current;
    if (current.parentSub !== null) path.unshift(current.parentSub);
  }
  const root = top.parent as Y.AbstractType<unknown>;
  const doc = root.doc as Y.Doc;
  const [key = '', field = ''] = path;
  if (root === doc.share.get('plan')) return [{ element: null, how: 'changed', field: key }];
  if (root === doc.share.get('elements')) {
    const element = parseElementId(key);
    if (!element) return [];
    if (path.length === 1) return [{ element, how, field }];
    return [{ element, how: field === 'body' && !isInText(item) ? 'reshaped' : 'changed', field }];
  }
  if (root === doc.share.get('links') && top.content instanceof Y.ContentType) {
    return ['from', 'to'].flatMap((end): Place[] => {
      const element = parseElementId(lastValue((top.content as Y.ContentType).type, end));
      return element ? [{ element, how: 'changed', field: 'links' }] : [];
    });
  }
  return [];
}

/** Whether it is a letter or a mark, and not a part of a body. */
const isInText = (item: Y.Item) => item.parent instanceof Y.Text;

/** The last value a key ever had, even if its map is gone. */
function lastValue(map: Y.AbstractType<unknown>, key: string): unknown {
  return map._map.get(key)?.content.getContent().at(-1);
}
