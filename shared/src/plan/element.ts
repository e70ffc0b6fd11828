/** An element as it is read: plain values. What it is made of in the Y.Doc is `document.ts`'s to know. */
import type { ElementId, ObservationId } from '../ids.ts';
import { startOf } from './horizon.ts';
import type { Block } from './rich-text.ts';

/** What only some kinds have, as people wrote it; what nobody has said is left out. */
export interface ElementDetails {
  /** Deliberation: one of `deliberationForms`, or a form that the plan added. Capability: one of `essentialCapabilities`. */
  form?: string;
  /** Why it is in its state: dropped, suspended, a one-off. */
  stateReason?: string;
  /** A one-off: what it was worth all the same. */
  worth?: string;
  /** Vision: "common" once those who hold visions agreed on this one. */
  standing?: string;
  /** Vision that is common: who says so, since when (EDTF), and the name of whoever wrote that down. */
  standingBy?: string;
  standingSince?: string;
  standingWriter?: string;
  /** Governance: the democratic practice that it makes possible. */
  practice?: string;
  /** Review: the day on which it was held, EDTF; nothing as long as it is only due. */
  reviewedOn?: string;
  /** Review: what improvement meant here when it was begun, word for word. */
  definition?: string;
  /** Review: what was learned, in a sentence. */
  lesson?: string;
  /** What it was before it grew into this, such as "idea". */
  grewFrom?: string;
  /** Idea: how many agreed and disagreed with it where it came from, as digits. */
  agreed?: string;
  disagreed?: string;
  /** Actor: one of `actorTypes`. */
  actorType?: string;
}

/** Something that was seen, with what shows it. Never a score. */
export interface Observation {
  id: ObservationId;
  /** EDTF; empty where nobody knows. */
  on: string;
  text: string;
  /** Where that can be looked up: an address or a title. */
  evidence: string;
}

export interface Element {
  id: ElementId;
  /** One of `elementKinds`, or a local kind of the plan; empty where none was written. */
  kind: string;
  title: string;
  state: string | null;
  /** EDTF, or null where nobody has said. */
  horizonFrom: string | null;
  horizonTo: string | null;
  language: string | null;
  /** Fractional index: elements of a kind are shown in the order of their ranks. */
  rank: string;
  /** A code that people know the element by outside this plan, such as "US0113.1". */
  reference: string | null;
  details: ElementDetails;
  /** `byDate`. */
  observations: readonly Observation[];
}

export interface ElementWithBody extends Element {
  body: Block[];
}

/** Oldest first; before all others those of which nobody knows when they were made. */
export function byDate(a: Observation, b: Observation): number {
  const [first, second] = [a, b].map(({ on }) => startOf(on) ?? Number.NEGATIVE_INFINITY) as [number, number];
  if (first !== second) return first < second ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
