/**
 * The Y.Doc of a plan: its roots, its keys, and reading them into plain values.
 * Reading accepts any content without throwing; a plan may have been written by a client newer than this code.
 */
import * as Y from 'yjs';
import { type ElementId, type LinkId, parseElementId, parseLinkId } from '../ids.ts';
import type { Element, ElementWithBody } from './element.ts';
import { isLinkType, type Link } from './link.ts';
import { readBlocks } from './rich-text.ts';

/** The only roots that a plan's updates may touch (rule S1). */
export const planRoots = ['plan', 'elements', 'links'] as const;

export const schemaVersion = 1;

/** Plan texts that several people may write at once; each is a Y.Text that the server makes with the plan. */
export const planTexts = ['title', 'context', 'improvement'] as const;
export type PlanText = (typeof planTexts)[number];

export interface PlanHead {
  title: string;
  context: string;
  improvement: string;
  languages: string[];
  schemaVersion: number;
}

export interface PlanContent extends PlanHead {
  elements: Element[];
  links: Link[];
}

export const planMap = (doc: Y.Doc) => doc.getMap('plan');
export const elementsMap = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('elements');
export const linksMap = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('links');

export function planText(doc: Y.Doc, key: PlanText): Y.Text | null {
  const text = planMap(doc).get(key);
  return text instanceof Y.Text ? text : null;
}

/** The Y.Map of an element, or null when it is gone or was never there. */
export function findElementMap(doc: Y.Doc, id: ElementId): Y.Map<unknown> | null {
  const map = elementsMap(doc).get(id);
  return map instanceof Y.Map ? map : null;
}

export function findTitle(doc: Y.Doc, id: ElementId): Y.Text | null {
  const title = findElementMap(doc, id)?.get('title');
  return title instanceof Y.Text ? title : null;
}

export function findBody(doc: Y.Doc, id: ElementId): Y.XmlFragment | null {
  const body = findElementMap(doc, id)?.get('body');
  return body instanceof Y.XmlFragment ? body : null;
}

const text = (value: unknown): string =>
  value instanceof Y.Text ? value.toJSON() : typeof value === 'string' ? value : '';
const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

export function readPlanHead(doc: Y.Doc): PlanHead {
  const plan = planMap(doc);
  const languages = plan.get('languages');
  const version = plan.get('schemaVersion');
  return {
    title: text(plan.get('title')),
    context: text(plan.get('context')),
    improvement: text(plan.get('improvement')),
    languages: Array.isArray(languages) ? languages.filter((code) => typeof code === 'string') : [],
    schemaVersion: typeof version === 'number' ? version : schemaVersion,
  };
}

export function readElement(id: ElementId, map: Y.Map<unknown>): Element {
  return {
    id,
    kind: textOrNull(map.get('kind')) ?? 'idea',
    title: text(map.get('title')),
    state: textOrNull(map.get('state')),
    horizonFrom: textOrNull(map.get('horizonFrom')),
    horizonTo: textOrNull(map.get('horizonTo')),
    language: textOrNull(map.get('language')),
    rank: textOrNull(map.get('rank')) ?? '',
    reference: textOrNull(map.get('reference')),
  };
}

export function readElementWithBody(id: ElementId, map: Y.Map<unknown>): ElementWithBody {
  const body = map.get('body');
  return { ...readElement(id, map), body: body instanceof Y.XmlFragment ? readBlocks(body) : [] };
}

/** A link with both ends, or null when the map is no link that this code knows. */
export function readLink(id: LinkId, map: Y.Map<unknown>): Link | null {
  const from = parseElementId(map.get('from'));
  const to = parseElementId(map.get('to'));
  const type = map.get('type');
  if (!from || !to || !isLinkType(type)) return null;
  const note = text(map.get('note'));
  return { id, from, to, type, note, since: textOrNull(map.get('since')), until: textOrNull(map.get('until')) };
}

/** All elements, in the order in which a list shows them: by rank, then by id. */
export function readElements(doc: Y.Doc): Element[] {
  return entriesOf(elementsMap(doc), parseElementId)
    .map(([id, map]) => readElement(id, map))
    .sort(byRank);
}

export function readLinks(doc: Y.Doc): Link[] {
  return entriesOf(linksMap(doc), parseLinkId)
    .map(([id, map]) => readLink(id, map))
    .filter((link) => link !== null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function readPlan(doc: Y.Doc): PlanContent {
  return { ...readPlanHead(doc), elements: readElements(doc), links: readLinks(doc) };
}

/** Ranks are compared by code unit, as the fractional index means them; ids break a tie the same way everywhere. */
export function byRank(a: Element, b: Element): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function entriesOf<T extends string>(map: Y.Map<Y.Map<unknown>>, parse: (raw: string) => T | null) {
  return [...map.entries()].flatMap(([key, value]): [T, Y.Map<unknown>][] => {
    const id = parse(key);
    return id && value instanceof Y.Map ? [[id, value]] : [];
  });
}
