/**
 * What is wrong with a plan's content, whoever wrote it and with whatever: found, said, and left as it is until somebody mends
 * it. Takes any content without throwing.
 */
import type { ElementId, LinkId } from '../ids.ts';
import type { PlanContent, Stray } from './document.ts';
import type { Element } from './element.ts';
import { elementKinds, isElementKind, statesOf } from './kinds.ts';
import {
  adaptations,
  canLink,
  chances,
  type Link,
  type LinkType,
  leadsElsewhere,
  outcomes,
  strengths,
} from './link.ts';
import { spanOf } from './spans.ts';

export type Problem =
  /** `kind` is empty where none was written. */
  | { type: 'unknown-kind'; element: ElementId; kind: string }
  | { type: 'unknown-state'; element: ElementId; state: string }
  /** `field` is null for the date of an observation. */
  | { type: 'unreadable-date'; element: ElementId; field: DateField | null; value: string }
  | { type: 'turned-horizon'; element: ElementId }
  /** `element` is the end that is there; null when neither is. */
  | { type: 'link-to-nothing'; link: LinkId; linkType: LinkType; element: ElementId | null }
  | { type: 'unreadable-link-date'; link: LinkId; element: ElementId; value: string }
  /** What can't be chosen there. */
  | { type: 'unknown-answer'; link: LinkId; linkType: LinkType; element: ElementId; field: AnswerField; value: string }
  /** Between kinds that its type does not join. */
  | { type: 'misfit-link'; link: LinkId; linkType: LinkType; from: ElementId; to: ElementId }
  | { type: 'link-to-itself'; link: LinkId; linkType: LinkType; element: ElementId }
  /** `element` is the end that is there; null when neither is. `was` is what else was there. */
  | {
      type: 'unknown-link';
      link: LinkId;
      linkType: string;
      from: ElementId;
      to: ElementId;
      element: ElementId | null;
      was: string;
    }
  /** What is no element and no link. */
  | { type: 'scrap'; root: 'elements' | 'links'; key: string; element: null; was: string }
  /** Elements that are each part of the other, or lead to each other. */
  | { type: 'cycle'; linkType: LinkType; elements: ElementId[]; links: LinkId[] }
  /** `links` are those that say again what another says already. */
  | { type: 'double-keeper'; element: ElementId; actor: ElementId; links: LinkId[] };

const dateFields = ['horizonFrom', 'horizonTo', 'reviewedOn', 'standingSince'] as const;
type DateField = (typeof dateFields)[number];

type AnswerField = 'chance' | 'outcome' | 'strengthFrom' | 'strengthTo' | 'adaptation';
/** What a link says with one of several words. */
const answersByField: readonly (readonly [AnswerField, readonly string[]])[] = [
  ['chance', chances],
  ['outcome', outcomes],
  ['strengthFrom', strengths],
  ['strengthTo', strengths],
  ['adaptation', adaptations],
];

/** Types of link that make no sense in a circle. */
const onward: readonly LinkType[] = ['part-of', 'leads-to'];

export function findProblems({
  elements,
  links,
  localKinds,
  strays,
}: Pick<PlanContent, 'elements' | 'links' | 'localKinds' | 'strays'>): Problem[] {
  const ids = new Set(elements.map(({ id }) => id));
  const kinds = new Set<string>([...elementKinds, ...localKinds.map(({ id }) => id)]);
  const knownKinds = new Map(
    elements.flatMap(({ id, kind, details: { grewFrom } }) =>
      kinds.has(kind) ? [[id, grewFrom === undefined ? [kind] : [kind, grewFrom]]] : [],
    ),
  );
  const isThere = ({ from, to }: Link) => ids.has(from) && ids.has(to);
  const whole = links.filter(isThere);
  return [
    ...elements.flatMap((element) => problemsOfElement(element, kinds)),
    ...links.flatMap((link): Problem[] => {
      if (isThere(link)) return [...problemsOfLink(link), ...problemsOfEnds(link, knownKinds)];
      if (ids.has(link.from) && leadsElsewhere(link)) return problemsOfLink(link);
      const { id, type, from, to } = link;
      const element = ids.has(from) ? from : ids.has(to) ? to : null;
      return [{ type: 'link-to-nothing', link: id, linkType: type, element }];
    }),
    ...strays.map((stray) => problemOfStray(stray, ids)),
    ...onward.flatMap((type) => findCycles(type, whole)),
    ...findDoubleKeepers(whole),
  ];
}

function problemsOfElement(element: Element, kinds: ReadonlySet<string>): Problem[] {
  const { id, kind, state, horizonFrom, horizonTo, details, observations } = element;
  const problems: Problem[] = [];
  if (!kinds.has(kind)) problems.push({ type: 'unknown-kind', element: id, kind });
  if (isElementKind(kind) && state !== null && !statesOf(kind).includes(state)) {
    problems.push({ type: 'unknown-state', element: id, state });
  }
  const dates = { ...details, horizonFrom, horizonTo };
  for (const field of dateFields) {
    const value = dates[field] ?? null;
    if (value !== null && !spanOf(value)) problems.push({ type: 'unreadable-date', element: id, field, value });
  }
  for (const { on } of observations) {
    if (on !== '' && !spanOf(on)) problems.push({ type: 'unreadable-date', element: id, field: null, value: on });
  }
  const [from, to] = [horizonFrom, horizonTo].map((date) => (date === null ? null : spanOf(date)));
  if (from && to && from.from > to.to) problems.push({ type: 'turned-horizon', element: id });
  return problems;
}

function problemsOfLink({ id, type, from, since, until, details }: Link): Problem[] {
  const problems: Problem[] = [];
  for (const value of [since, until]) {
    if (value !== null && !spanOf(value))
      problems.push({ type: 'unreadable-link-date', link: id, element: from, value });
  }
  for (const [field, answers] of answersByField) {
    const value = details[field];
    if (value === undefined || answers.includes(value)) continue;
    problems.push({ type: 'unknown-answer', link: id, linkType: type, element: from, field, value });
  }
  return problems;
}

/** @param kinds of the ends whose kind is known, also what they grew from: of others nothing can be said */
function problemsOfEnds(link: Link, kinds: ReadonlyMap<ElementId, readonly string[]>): Problem[] {
  const { id, type, from, to } = link;
  if (from === to) {
    const isSaidOtherwise = onward.includes(type) || leadsElsewhere(link);
    return isSaidOtherwise ? [] : [{ type: 'link-to-itself', link: id, linkType: type, element: from }];
  }
  const [fromKinds, toKinds] = [kinds.get(from), kinds.get(to)];
  if (fromKinds === undefined || toKinds === undefined) return [];
  if (fromKinds.some((fromKind) => toKinds.some((toKind) => canLink(type, fromKind, toKind)))) return [];
  return [{ type: 'misfit-link', link: id, linkType: type, from, to }];
}

function problemOfStray(stray: Stray, ids: ReadonlySet<ElementId>): Problem {
  if (stray.type === 'scrap') return { ...stray, element: null };
  const { id, from, to, linkType, was } = stray;
  const element = ids.has(from) ? from : ids.has(to) ? to : null;
  return { type: 'unknown-link', link: id, linkType, from, to, element, was };
}

function findDoubleKeepers(links: readonly Link[]): Problem[] {
  const byEnds = new Map<string, Link[]>();
  for (const link of links) {
    // Somebody may have kept it before, and keep it again.
    if (link.type !== 'kept-by') continue;
    const ends = `${link.from} ${link.to} ${link.since ?? ''} ${link.until ?? ''}`;
    byEnds.set(ends, [...(byEnds.get(ends) ?? []), link]);
  }
  return [...byEnds.values()].flatMap(([first, ...again]): Problem[] =>
    first && again.length > 0
      ? [{ type: 'double-keeper', element: first.from, actor: first.to, links: again.map(({ id }) => id) }]
      : [],
  );
}

/** Groups of elements from each of which links of a type lead to all others of the group (Tarjan, without recursion). */
function findCycles(type: LinkType, links: readonly Link[]): Problem[] {
  const outgoing = new Map<ElementId, Link[]>();
  for (const link of links) {
    if (link.type !== type) continue;
    const found = outgoing.get(link.from);
    if (found) found.push(link);
    else outgoing.set(link.from, [link]);
  }
  return findCircles(outgoing).map((elements): Problem => {
    const within = new Set(elements);
    const between = elements.flatMap((id) => (outgoing.get(id) ?? []).filter(({ to }) => within.has(to)));
    return { type: 'cycle', linkType: type, elements, links: between.map(({ id }) => id) };
  });
}

function findCircles(outgoing: ReadonlyMap<ElementId, readonly Link[]>): ElementId[][] {
  const order = new Map<ElementId, number>();
  const lowest = new Map<ElementId, number>();
  const open: ElementId[] = [];
  const isOpen = new Set<ElementId>();
  const circles: ElementId[][] = [];

  const enter = (id: ElementId) => {
    order.set(id, order.size);
    lowest.set(id, order.size - 1);
    open.push(id);
    isOpen.add(id);
    return { id, next: 0 };
  };
  const lower = (id: ElementId, to: number) => lowest.set(id, Math.min(lowest.get(id) as number, to));
  const close = (id: ElementId) => {
    const group = open.splice(open.lastIndexOf(id));
    for (const each of group) isOpen.delete(each);
    const leadsToItself = () => outgoing.get(id)?.some(({ to }) => to === id);
    if (group.length > 1 || leadsToItself()) circles.push(group);
  };

  for (const start of outgoing.keys()) {
    if (order.has(start)) continue;
    const path = [enter(start)];
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const link = outgoing.get(step.id)?.[step.next++];
      if (link) {
        if (!order.has(link.to)) path.push(enter(link.to));
        else if (isOpen.has(link.to)) lower(step.id, order.get(link.to) as number);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) lower(above.id, lowest.get(step.id) as number);
      if (lowest.get(step.id) === order.get(step.id)) close(step.id);
    }
  }
  return circles;
}
