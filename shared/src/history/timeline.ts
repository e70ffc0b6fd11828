/** How a plan's changes lie in time, by organisation: what a timeline shows. Rule H3. */
import type { Author } from '../history.ts';

/**
 * What a change is of: words; fields such as a state or a horizon; links; elements that came or went; the order and
 * shape of things, such as paragraphs that were added, removed, or became headings.
 */
export const changeKinds = ['text', 'fields', 'links', 'elements', 'structure'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface TimelineOrganisation {
  /** Null for those who acted for nobody. */
  name: string | null;
  changes: number;
  people: number;
}

export interface TimelineBucket {
  /** When it begins; ISO 8601, UTC. */
  at: string;
  /** What is in it lies between these seqs, which can be handed to `diff`. */
  from: number;
  to: number;
  /** How many changes, by the index of an organisation. */
  counts: Record<number, number>;
}

export interface Timeline {
  /** The period that was asked for, or the plan's whole life; ISO 8601, UTC. */
  since: string;
  until: string;
  /** The plan at the beginning and at the end of the period, as seqs. */
  first: number;
  last: number;
  bucketMs: number;
  /** Those who changed most come first. */
  organisations: TimelineOrganisation[];
  people: { author: Author; changes: number }[];
  /** Oldest first; those without a change are left out. */
  buckets: TimelineBucket[];
}

/** Where a plan stood at some time. */
export interface SeqAtTime {
  /** 0 before the first change. */
  seq: number;
  /** When that change was stored; null before the first. */
  at: string | null;
}
