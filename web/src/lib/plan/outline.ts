/** A plan's elements as its home page shows them: by kind, parts under their whole. */
import type { ElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import { elementKinds } from '@longtable/shared/plan/kinds';
import type { Link } from '@longtable/shared/plan/link';

export interface OutlineItem {
  element: Element;
  /** Elements of the same kind that are part of this one. */
  parts: OutlineItem[];
}

export interface OutlineSection {
  kind: string;
  /** With all parts. */
  count: number;
  items: OutlineItem[];
}

/** Kinds in the order of the model, then the plan's own kinds; kinds without elements are left out. */
export function outlineOf(elements: readonly Element[], links: readonly Link[]): OutlineSection[] {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const wholeOf = new Map<ElementId, ElementId>();
  for (const { type, from, to } of links) {
    const isWithinKind = byId.get(from)?.kind === byId.get(to)?.kind;
    if (type === 'part-of' && isWithinKind && byId.has(to) && !wholeOf.has(from)) wholeOf.set(from, to);
  }
  for (const id of wholeOf.keys()) if (isInCycle(id, wholeOf)) wholeOf.delete(id);

  const items = new Map(elements.map((element) => [element.id, { element, parts: [] } as OutlineItem]));
  const byKind = new Map<string, OutlineItem[]>();
  const counts = new Map<string, number>();
  for (const item of items.values()) {
    const { id, kind } = item.element;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const whole = items.get(wholeOf.get(id) as ElementId);
    if (whole) whole.parts.push(item);
    else byKind.set(kind, [...(byKind.get(kind) ?? []), item]);
  }
  const own = [...counts.keys()].filter((kind) => !(elementKinds as readonly string[]).includes(kind)).sort();
  return [...elementKinds, ...own].flatMap((kind) => {
    const count = counts.get(kind);
    return count ? [{ kind, count, items: byKind.get(kind) ?? [] }] : [];
  });
}

/** "A is part of B is part of A" is allowed in a plan, and must not hide either. */
function isInCycle(start: ElementId, wholeOf: ReadonlyMap<ElementId, ElementId>): boolean {
  const seen = new Set<ElementId>([start]);
  for (let id = wholeOf.get(start); id !== undefined; id = wholeOf.get(id)) {
    if (id === start) return true;
    if (seen.has(id)) return false;
    seen.add(id);
  }
  return false;
}

/** How many parts are in each state, the most first. */
export function statesOfParts(parts: readonly OutlineItem[]): { state: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { element } of parts) {
    if (element.state) counts.set(element.state, (counts.get(element.state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => ({ state, count })).sort((a, b) => b.count - a.count);
}

/** The address of a kind's section on the plan's page; what another program took for a kind may hold anything. */
export const anchorOf = (kind: string) => encodeURIComponent(kind);
