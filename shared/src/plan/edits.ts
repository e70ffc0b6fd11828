/** The edits that a plan knows: one transaction each, so that a change reaches others whole. */
import { generateKeyBetween } from 'fractional-indexing';
import * as Y from 'yjs';
import { createElementId, createLinkId, type ElementId, type LinkId } from '../ids.ts';
import {
  byRank,
  elementsMap,
  findElementMap,
  linksMap,
  planMap,
  planTexts,
  readElements,
  readLinks,
  schemaVersion,
} from './document.ts';
import { firstStateOf } from './kinds.ts';
import type { LinkType } from './link.ts';
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
}

export interface NewLink {
  id?: LinkId;
  from: ElementId;
  to: ElementId;
  type: LinkType;
  note?: string;
  since?: string | null;
  until?: string | null;
}

/** Element fields that are plain values: the last writer wins. */
export const elementFields = ['kind', 'state', 'horizonFrom', 'horizonTo', 'language', 'reference', 'rank'] as const;
export type ElementField = (typeof elementFields)[number];

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
    };
    for (const [key, value] of Object.entries(fields)) if (value) map.set(key, value);
  }, origin);
  return id;
}

function lastRank(doc: Y.Doc): string | null {
  return readElements(doc).sort(byRank).at(-1)?.rank || null;
}

/** Sets or clears a plain field; does nothing when the value is already so, or the element is gone. */
export function setElementField(
  doc: Y.Doc,
  id: ElementId,
  field: ElementField,
  value: string | null,
  origin?: unknown,
): void {
  doc.transact(() => {
    const map = findElementMap(doc, id);
    if (!map || (map.get(field) ?? null) === value) return;
    if (value === null) map.delete(field);
    else map.set(field, value);
  }, origin);
}

/** Removes an element and every link that touches it. History keeps both. */
export function removeElement(doc: Y.Doc, id: ElementId, origin?: unknown): void {
  doc.transact(() => {
    for (const link of readLinks(doc)) if (link.from === id || link.to === id) linksMap(doc).delete(link.id);
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
    linksMap(doc).set(id, map);
  }, origin);
  return id;
}

export function removeLink(doc: Y.Doc, id: LinkId, origin?: unknown): void {
  doc.transact(() => linksMap(doc).delete(id), origin);
}
