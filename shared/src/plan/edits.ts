/** The edits that a plan knows: one transaction each, so that a change reaches others whole. */
import { generateKeyBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import { createElementId, createLinkId, type ElementId, type LinkId, type ObservationId, randomId } from '../ids.ts';
import {
  byRank,
  elementDetails,
  elementsMap,
  findElementMap,
  linkDetails,
  linksMap,
  localFormKey,
  localKindKey,
  observationKey,
  planMap,
  planTexts,
  readElements,
  readLinks,
  readPlanHead,
  schemaVersion,
} from './document.ts';
import type { ElementDetails, ElementWithBody, Observation } from './element.ts';
import { isOver, startOfDay } from './keeping.ts';
import { firstStateOf } from './kinds.ts';
import { isLinkType, type Link, type LinkDetails, type LinkType, mutualLinkTypes } from './link.ts';
import { type Block, textBlock, writeBlocks } from './rich-text.ts';

export interface NewPlan {
  title: string;
  context?: string;
  improvement?: string;
  languages?: string[];
}

export interface NewElement {
  id?: ElementId;
  kind: string;
  title: string;
  body?: readonly Block[];
  /** The first of its kind when left out; null where nobody has said. */
  state?: string | null;
  horizonFrom?: string | null;
  horizonTo?: string | null;
  language?: string | null;
  reference?: string | null;
  /** Fractional index; after the last element when left out. */
  rank?: string;
  details?: ElementDetails;
}

export interface NewLink {
  id?: LinkId;
  from: ElementId;
  to: ElementId;
  type: LinkType;
  note?: string;
  since?: string | null;
  until?: string | null;
  details?: LinkDetails;
}

/** Element fields that are plain values: the last writer wins. */
export const elementFields = [
  'kind',
  'state',
  'horizonFrom',
  'horizonTo',
  'language',
  'reference',
  'rank',
  ...elementDetails,
] as const;
export type ElementField = (typeof elementFields)[number];

/** Link fields that are plain values; a link's note is a text, its ends and its type never change, other than to mend one. */
export const linkFields = ['since', 'until', ...linkDetails] as const;
export type LinkField = (typeof linkFields)[number];

/** Fills an empty Y.Doc with what every plan has. Only the server does this, once, so that no two people race to make a text. */
export function initialisePlan(doc: Y.Doc, plan: NewPlan): void {
  doc.transact(() => {
    const map = planMap(doc);
    for (const key of planTexts) map.set(key, new Y.Text(plan[key] ?? ''));
    map.set('languages', plan.languages ?? []);
    map.set('schemaVersion', schemaVersion);
  });
}

export function addElement(doc: Y.Doc, element: NewElement, origin?: unknown): ElementId {
  const id = element.id ?? createElementId();
  doc.transact(() => {
    const rank = element.rank ?? generateKeyBetween(lastRank(doc), null);
    const map = elementsMap(doc).set(id, new Y.Map<unknown>());
    map.set('kind', element.kind);
    map.set('title', new Y.Text(element.title));
    const body = new Y.XmlFragment();
    map.set('body', body);
    writeBlocks(body, element.body?.length ? element.body : [textBlock('')]);
    map.set('rank', rank);
    const fields = {
      state: element.state === undefined ? firstStateOf(element.kind) : element.state,
      horizonFrom: element.horizonFrom,
      horizonTo: element.horizonTo,
      language: element.language,
      reference: element.reference,
      ...element.details,
    };
    for (const [key, value] of Object.entries(fields)) if (value) map.set(key, value);
  }, origin);
  return id;
}

/**
 * An element as people add one by hand. A review quotes what improvement means here as it stands, so that it can be
 * read against that later.
 */
export function startElement(
  doc: Y.Doc,
  element: Pick<NewElement, 'kind' | 'title' | 'details'>,
  origin?: unknown,
): ElementId {
  const definition = element.kind === 'review' ? { definition: readPlanHead(doc).improvement } : {};
  return addElement(doc, { ...element, details: { ...element.details, ...definition } }, origin);
}

/** The same, and the link that it was missing for, in one change. */
export function startLinkedElement(
  doc: Y.Doc,
  element: Pick<NewElement, 'kind' | 'title'>,
  linkTo: (id: ElementId) => NewLink,
  origin?: unknown,
): ElementId {
  return doc.transact(() => {
    const id = startElement(doc, element, origin);
    linkElements(doc, linkTo(id), origin);
    return id;
  }, origin);
}

/** The same as one of a kind that the plan has no name for yet. */
export function startElementOfNewKind(doc: Y.Doc, kindName: string, title: string, origin?: unknown): ElementId {
  return doc.transact(
    () => startElement(doc, { kind: nameLocalKind(doc, kindName, undefined, origin), title }, origin),
    origin,
  );
}

/** Puts an element back as somebody last saw it, with those of its links whose other ends are still there. */
export function putElementBack(doc: Y.Doc, element: ElementWithBody, links: readonly Link[], origin?: unknown): void {
  doc.transact(() => {
    if (findElementMap(doc, element.id)) return;
    addElement(doc, element, origin);
    for (const observation of element.observations) writeObservation(doc, element.id, observation, origin);
    for (const link of links) {
      if (findElementMap(doc, link.from) && findElementMap(doc, link.to)) linkElements(doc, link, origin);
    }
  }, origin);
}

function lastRank(doc: Y.Doc): string | null {
  return readElements(doc).sort(byRank).at(-1)?.rank || null;
}

/** Sets or clears a plain field; changes nothing when the value is already so. @returns false when the element is gone */
export function setElementField(
  doc: Y.Doc,
  id: ElementId,
  field: ElementField,
  value: string | null,
  origin?: unknown,
): boolean {
  const map = findElementMap(doc, id);
  if (map) doc.transact(() => setPlain(map, field, value), origin);
  return map !== null;
}

function setPlain(map: Y.Map<unknown>, field: string, value: string | null): void {
  if ((map.get(field) ?? null) === value) return;
  if (value === null) map.delete(field);
  else map.set(field, value);
}

/** A state and why, in one change: the reason of an earlier state goes. @returns false when the element is gone */
export function setElementState(
  doc: Y.Doc,
  id: ElementId,
  state: string | null,
  reason: string | null,
  origin?: unknown,
): boolean {
  const map = findElementMap(doc, id);
  if (map) doc.transact(() => writeState(map, { state, stateReason: reason }), origin);
  return map !== null;
}

/**
 * Keys that are true only together: all of them are written, also what is the same or nothing. Of two people who write them
 * at once, the same one then wins for each; a key that one of them left alone would keep the other's.
 */
function writeState(map: Y.Map<unknown>, values: Record<string, string | null>): void {
  const keys = Object.entries(values);
  if (keys.every(([key, value]) => (map.get(key) || null) === value)) return;
  for (const [key, value] of keys) map.set(key, value ?? '');
}

/** Turns an element into one of another kind, which keeps its text, its links, its history, and what it was. */
export function growElement(doc: Y.Doc, id: ElementId, kind: string, origin?: unknown): void {
  doc.transact(() => {
    const map = findElementMap(doc, id);
    const former = map?.get('kind');
    if (!map || typeof former !== 'string' || former === kind) return;
    writeState(map, { kind, grewFrom: former, state: firstStateOf(kind), stateReason: null });
    if (kind === 'review' && !map.get('definition')) setPlain(map, 'definition', readPlanHead(doc).improvement || null);
  }, origin);
}

/** Writes an observation down, or changes one; does nothing when the element is gone. */
export function writeObservation(doc: Y.Doc, id: ElementId, observation: Observation, origin?: unknown): void {
  doc.transact(() => {
    const { id: key, ...value } = observation;
    findElementMap(doc, id)?.set(observationKey(key), value);
  }, origin);
}

export function removeObservation(doc: Y.Doc, id: ElementId, observation: ObservationId, origin?: unknown): void {
  doc.transact(() => findElementMap(doc, id)?.delete(observationKey(observation)), origin);
}

/** Names a kind of this plan's own, or renames it. @returns the kind that its elements have */
export function nameLocalKind(doc: Y.Doc, name: string, kind: string = localId(), origin?: unknown): string {
  doc.transact(() => planMap(doc).set(localKindKey(kind), name), origin);
  return kind;
}

/** Names a form of deliberation of this plan's own, or renames it. @returns what deliberations have as their form */
export function nameLocalForm(doc: Y.Doc, name: string, form: string = localId(), origin?: unknown): string {
  doc.transact(() => planMap(doc).set(localFormKey(form), name), origin);
  return form;
}

/** Of what a plan defines for itself: can't be the name of anything that every plan has. */
const localId = () => `local-${randomId()}`;

/** Removes an element and every link that touches it. History keeps both. */
export function removeElement(doc: Y.Doc, id: ElementId, origin?: unknown): void {
  doc.transact(() => {
    // Also links of types that this code does not know.
    for (const [key, link] of [...linksMap(doc).entries()]) {
      if (link instanceof Y.Map && (link.get('from') === id || link.get('to') === id)) linksMap(doc).delete(key);
    }
    elementsMap(doc).delete(id);
  }, origin);
}

export function linkElements(doc: Y.Doc, link: NewLink, origin?: unknown): LinkId {
  const id = link.id ?? createLinkId();
  doc.transact(() => {
    const map = new Y.Map<unknown>();
    map.set('from', link.from);
    map.set('to', link.to);
    map.set('type', link.type);
    map.set('note', new Y.Text(link.note ?? ''));
    if (link.since) map.set('since', link.since);
    if (link.until) map.set('until', link.until);
    for (const [key, value] of Object.entries(link.details ?? {})) if (value) map.set(key, value);
    linksMap(doc).set(id, map);
  }, origin);
  return id;
}

/** A link that is there already, or the one that was asked for. */
export interface FoundLink {
  id: LinkId;
  isNew: boolean;
}

/**
 * The same, unless the plan says so already: a link of that type between the two which has not ended, in the same voice and
 * about the same. Nothing is changed then.
 */
export function linkOnce(doc: Y.Doc, link: NewLink, origin?: unknown): FoundLink {
  const known = readLinks(doc).find((each) => saysSame(each, link) && !isOver(each.until, startOfDay()));
  return known ? { id: known.id, isNew: false } : { id: linkElements(doc, link, origin), isNew: true };
}

/** What tells two links of one type between the same two apart. */
const tellingDetails = ['saidBy', 'topic', 'toPlan', 'toTitle'] as const;

function saysSame(known: Link, { from, to, type, details = {} }: NewLink): boolean {
  if (known.type !== type || tellingDetails.some((key) => (known.details[key] || '') !== (details[key] || '')))
    return false;
  if (known.from === from && known.to === to) return true;
  return mutualLinkTypes.includes(type) && known.from === to && known.to === from;
}

/** Who is tied: somebody in the plan, or somebody who comes in with the tie. */
export type TieEnd = { id: ElementId } | { title: string };

export interface NewTie extends Pick<NewLink, 'since' | 'details'> {
  actor: TieEnd;
  to: TieEnd & { kind: 'network' | 'actor' };
}

/** Ties an actor to a network or to another actor. */
export function addTie(doc: Y.Doc, { actor, to, ...rest }: NewTie, origin?: unknown): FoundLink {
  return doc.transact(() => {
    const type = to.kind === 'network' ? 'member-of' : 'works-with';
    const ends = { from: findOrStart(doc, 'actor', actor), to: findOrStart(doc, to.kind, to) };
    return linkOnce(doc, { ...rest, ...ends, type });
  }, origin);
}

function findOrStart(doc: Y.Doc, kind: string, end: TieEnd): ElementId {
  return 'id' in end ? end.id : startElement(doc, { kind, title: end.title });
}

/** Says what a link is of whose type nobody knows anything; one that is known never changes. */
export function setUnknownLinkType(doc: Y.Doc, id: LinkId, type: LinkType, origin?: unknown): void {
  doc.transact(() => {
    const map = linksMap(doc).get(id);
    if (map instanceof Y.Map && !isLinkType(map.get('type'))) map.set('type', type);
  }, origin);
}

/** Removes what is no element and no link. History keeps it. */
export function removeScrap(doc: Y.Doc, root: 'elements' | 'links', key: string, origin?: unknown): void {
  doc.transact(() => doc.getMap(root).delete(key), origin);
}

/** Sets or clears a plain field of a link; changes nothing when the value is already so. @returns false when it is gone */
export function setLinkField(
  doc: Y.Doc,
  id: LinkId,
  field: LinkField,
  value: string | null,
  origin?: unknown,
): boolean {
  const map = linksMap(doc).get(id);
  if (!(map instanceof Y.Map)) return false;
  doc.transact(() => setPlain(map, field, value), origin);
  return true;
}

export function removeLink(doc: Y.Doc, id: LinkId, origin?: unknown): void {
  doc.transact(() => linksMap(doc).delete(id), origin);
}
