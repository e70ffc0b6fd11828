/** The blocks of a body at a point of the log, with what shapes them. */
import * as Y from 'yjs';
import { type HistoryNode, type PlanHistory, valueOfEntry } from './plan-history.ts';

/** What shapes a block, and what it is where nobody has said. */
export const blockShape = { kind: 'paragraph', level: 2, indent: 0 };

export interface BlockAt {
  id: string;
  kind: string;
  level: number;
  indent: number;
}

/** The fields of an element or of the plan, in an order that is the same whatever the document was made from. */
export function fieldsOf(map: HistoryNode): string[] {
  const isTitle = (field: string) => Number(field === 'title');
  return [...map._map.keys()].sort((a, b) => isTitle(b) - isTitle(a) || (a < b ? -1 : 1));
}

/** The blocks that could be seen, in their order. */
export function* blockNodesAt(
  history: PlanHistory,
  body: HistoryNode,
  seq: number,
): Generator<Y.AbstractType<unknown>> {
  for (let item = body._start; item; item = item.right) {
    if (!(item.content instanceof Y.ContentType)) continue;
    const { born, died } = history.attribution.lifeOf(item);
    if (born <= seq && died > seq) yield item.content.type;
  }
}

export function shapeAt(history: PlanHistory, block: HistoryNode, seq: number): BlockAt {
  const valueAt = (key: string) => valueOfEntry(history.entryAt(block, key, seq));
  return {
    id: textOr(valueAt('id'), ''),
    kind: textOr(valueAt('kind'), blockShape.kind),
    level: numberOr(valueAt('level'), blockShape.level),
    indent: numberOr(valueAt('indent'), blockShape.indent),
  };
}

export const textOr = (value: unknown, usual: string) => (typeof value === 'string' ? value : usual);
export const numberOr = (value: unknown, usual: number) => (typeof value === 'number' ? value : usual);
