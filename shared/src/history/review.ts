/** What others changed since somebody last looked, by element. Rule H6. */
import type { Author, Touched } from '../history.ts';

/** All changes by others to one element, or to the plan itself (`element` is null). */
export interface ChangeCluster extends Touched {
  kind: string | null;
  /** What is in it lies between these seqs, which can be handed to `diff`. */
  from: number;
  to: number;
  changes: number;
  /** ISO 8601, UTC. */
  since: string;
  until: string;
  /** Those who changed most come first. */
  authors: Author[];
  /** Who asks has looked at all of it. */
  isReviewed: boolean;
}

export interface Review {
  /** How far who asks has looked, and when they did; ISO 8601, UTC. */
  since: { seq: number; at: string };
  /** The last seq. */
  head: number;
  /** Of others, since then. */
  changes: number;
  people: number;
  organisations: string[];
  /** The largest first. */
  clusters: ChangeCluster[];
}
