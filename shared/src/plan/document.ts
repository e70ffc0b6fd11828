/**
 * The Y.Doc of a plan: its roots, its keys, and reading them into plain values.
 * Reading accepts any content without throwing; a plan may have been written by a client newer than this code.
 */
import * as Y from 'yjs';
import {
  type ElementId,
  type LinkId,
  type ObservationId,
  parseElementId,
  parseLinkId,
  parseObservationId,
} from '../ids.ts';
import { byDate, type Element, type ElementDetails, type ElementWithBody, type Observation } from './element.ts';
import { isLinkType, type Link, type LinkDetails } from './link.ts';
import { readBlocks } from './rich-text.ts';

/** The only roots that a plan's updates may touch (rule S1). */
export const planRoots = ['plan', 'elements', 'links'] as const;

export const schemaVersion = 1;

/** Plan texts that several people may write at once; each is a Y.Text that the server makes with the plan. */
export const planTexts = ['title', 'context', 'improvement'] as const;
export type PlanText = (typeof planTexts)[number];

/** Keys of an element that only some kinds have; see `ElementDetails`. */
export const elementDetails = [
  'form',
  'stateReason',
  'worth',
  'standing',
  'standingBy',
  'standingSince',
  'standingWriter',
  'practice',
  'reviewedOn',
  'definition',
  'lesson',
  'grewFrom',
  'agreed',
  'disagreed',
  'actorType',
] as const satisfies readonly (keyof ElementDetails)[];

/** Keys of a link that only some types have; see `LinkDetails`. */
export const linkDetails = [
  'chance',
  'outcome',
  'saidBy',
  'writer',
  'writerName',
  'topic',
  'strengthFrom',
  'strengthTo',
  'toPlan',
  'toTitle',
  'toAddress',
  'adaptation',
] as const satisfies readonly (keyof LinkDetails)[];

/** Of an element's map: each observation has a key of its own, so that two people can write one down at once. */
export const observationKey = (id: ObservationId) => `observation:${id}`;

/** Of the plan's map: what a plan adds to the kinds and the forms, each under a key of its own. */
const localKindPrefix = 'kind:';
const localFormPrefix = 'form:';
export const localKindKey = (kind: string) => localKindPrefix + kind;
export const localFormKey = (form: string) => localFormPrefix + form;

/** A kind or a form that a plan defines for itself. */
export interface LocalName {
  id: string;
  name: string;
}

export interface PlanHead {
  title: string;
  context: string;
  improvement: string;
  languages: string[];
  /** Kinds of elements, and forms of deliberation, beside those that every plan has. */
  localKinds: LocalName[];
  localForms: LocalName[];
  schemaVersion: number;
}

/** What stands in a plan and is no element and no link that this code knows; `was` is what was there, as people can read it. */
export type Stray =
  /** A whole link, of a type that nobody here knows. */
  | { type: 'link'; id: LinkId; from: ElementId; to: ElementId; linkType: string; was: string }
  | { type: 'scrap'; root: 'elements' | 'links'; key: string; was: string };

export interface PlanContent extends PlanHead {
  elements: Element[];
  links: Link[];
  strays: Stray[];
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

/** A link's note, or null when the link is gone. */
export function findNote(doc: Y.Doc, id: LinkId): Y.Text | null {
  const map = linksMap(doc).get(id);
  const note = map instanceof Y.Map ? map.get('note') : null;
  return note instanceof Y.Text ? note : null;
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
    localKinds: readLocalNames(plan, localKindPrefix),
    localForms: readLocalNames(plan, localFormPrefix),
    schemaVersion: typeof version === 'number' ? version : schemaVersion,
  };
}

function readLocalNames(plan: Y.Map<unknown>, prefix: string): LocalName[] {
  const names = [...plan.entries()].flatMap(([key, value]): LocalName[] => {
    const name = textOrNull(value);
    return key.startsWith(prefix) && key.length > prefix.length && name ? [{ id: key.slice(prefix.length), name }] : [];
  });
  return names.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function readElement(id: ElementId, map: Y.Map<unknown>): Element {
  return {
    id,
    kind: textOrNull(map.get('kind')) ?? '',
    title: text(map.get('title')),
    state: textOrNull(map.get('state')),
    horizonFrom: textOrNull(map.get('horizonFrom')),
    horizonTo: textOrNull(map.get('horizonTo')),
    language: textOrNull(map.get('language')),
    rank: textOrNull(map.get('rank')) ?? '',
    reference: textOrNull(map.get('reference')),
    details: readDetails(map, elementDetails),
    observations: readObservations(map),
  };
}

function readDetails<Key extends string>(map: Y.Map<unknown>, keys: readonly Key[]): Partial<Record<Key, string>> {
  const details: Partial<Record<Key, string>> = {};
  for (const key of keys) {
    const value = textOrNull(map.get(key));
    if (value !== null) details[key] = value;
  }
  return details;
}

function readObservations(map: Y.Map<unknown>): Observation[] {
  const observations: Observation[] = [];
  for (const [key, value] of map.entries()) {
    const id = key.startsWith('observation:') ? parseObservationId(key.slice('observation:'.length)) : null;
    if (!id || typeof value !== 'object' || value === null) continue;
    const { on, text, evidence } = value as Record<string, unknown>;
    observations.push({
      id,
      on: textOrNull(on) ?? '',
      text: textOrNull(text) ?? '',
      evidence: textOrNull(evidence) ?? '',
    });
  }
  return observations.sort(byDate);
}

export function readElementWithBody(id: ElementId, map: Y.Map<unknown>): ElementWithBody {
  const body = map.get('body');
  return { ...readElement(id, map), body: body instanceof Y.XmlFragment ? readBlocks(body) : [] };
}

/** A link with both ends, or null when the map is no link that this code knows: `readStrays` tells those. */
export function readLink(id: LinkId, map: Y.Map<unknown>): Link | null {
  const from = parseElementId(map.get('from'));
  const to = parseElementId(map.get('to'));
  const type = map.get('type');
  if (!from || !to || !isLinkType(type)) return null;
  const note = text(map.get('note'));
  const [since, until] = [textOrNull(map.get('since')), textOrNull(map.get('until'))];
  return { id, from, to, type, note, since, until, details: readDetails(map, linkDetails) };
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

/** What the lists above leave out, so that it can be seen and mended: a newer or another program wrote it, or a broken one. */
export function readStrays(doc: Y.Doc): Stray[] {
  const elements = [...elementsMap(doc).entries()].flatMap(([key, value]): Stray[] =>
    parseElementId(key) && value instanceof Y.Map
      ? []
      : [{ type: 'scrap', root: 'elements', key, was: wordsOf(value) }],
  );
  const links = [...linksMap(doc).entries()].flatMap(([key, value]) => strayLink(key, value) ?? []);
  return [...elements, ...links].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyOf = (stray: Stray) => (stray.type === 'link' ? stray.id : stray.key);

function strayLink(key: string, value: unknown): Stray | null {
  const id = parseLinkId(key);
  if (!id || !(value instanceof Y.Map)) return { type: 'scrap', root: 'links', key, was: wordsOf(value) };
  if (readLink(id, value)) return null;
  const [from, to] = [parseElementId(value.get('from')), parseElementId(value.get('to'))];
  const linkType = textOrNull(value.get('type')) ?? '';
  const was = wordsOf(value, ['from', 'to', 'type']);
  return from && to
    ? { type: 'link', id, from, to, linkType, was }
    : { type: 'scrap', root: 'links', key, was: wordsOf(value) };
}

/** As much of it as can be read at once. */
const mostWords = 300;

function wordsOf(value: unknown, leftOut: readonly string[] = []): string {
  const fields: [string, unknown][] = value instanceof Y.Map ? [...value.entries()] : [['', value]];
  const words = fields.flatMap(([key, field]) => {
    const said = leftOut.includes(key) ? '' : plainWords(field);
    return said === '' ? [] : [key === '' ? said : `${key}: ${said}`];
  });
  return words.join(', ').slice(0, mostWords);
}

function plainWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Y.AbstractType) return value instanceof Y.Text ? value.toJSON() : JSON.stringify(value.toJSON());
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function readPlan(doc: Y.Doc): PlanContent {
  return { ...readPlanHead(doc), elements: readElements(doc), links: readLinks(doc), strays: readStrays(doc) };
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
