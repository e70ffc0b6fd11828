/**
 * From one state to the next (the table of states is in `kinds.ts`). A step that leaves out what makes the state true is
 * refused, and says what is missing; going back is always possible, since people put things right. A state that needs a reason
 * lies on no way: nothing that comes from it goes back. Importers set states as they found them.
 */
import type { ElementId } from '../ids.ts';
import type { Element } from './element.ts';
import { hasKeeper } from './keeping.ts';
import { statesOf } from './kinds.ts';
import type { Link } from './link.ts';
import { leadsNowhere } from './one-off.ts';

/** What is missing; pages say it in words. */
export type Refusal =
  | 'leads-nowhere'
  | 'no-start'
  | 'not-running'
  | 'not-reported'
  | 'not-answered'
  | 'no-keeper'
  | 'no-reason'
  | 'not-committed'
  | 'no-trial'
  | 'never-adopted'
  | 'unknown-state';

export interface Step {
  element: Element;
  to: string;
  reason: string | null;
  links: readonly Link[];
  /** What a link may lead to: the elements of the plan. */
  there: ReadonlySet<ElementId>;
  /** Milliseconds since 1970: who keeps something until when. */
  today: number;
}

/** States that mean nothing without a reason. */
const reasoned = new Set(['one-off', 'changed', 'dropped', 'suspended', 'lapsed']);

export function needsReason(state: string): boolean {
  return reasoned.has(state);
}

/** Why an element can't go to a state, or null when it can. */
export function refuseStep(step: Step): Refusal | null {
  const { element, to, reason } = step;
  const states = statesOf(element.kind);
  // A local kind has the states that people give it.
  if (states.length === 0) return null;
  if (!states.includes(to)) return 'unknown-state';
  if (needsReason(to)) {
    if (!reason?.trim()) return 'no-reason';
  } else if (isGoingBack(states, element.state ?? '', to)) return null;
  switch (element.kind) {
    case 'deliberation':
      return refuseDeliberation(step);
    case 'commitment':
      return refuseCommitment(step);
    case 'governance':
      return refuseGovernance(element, to);
    default:
      return null;
  }
}

function isGoingBack(states: readonly string[], from: string, to: string): boolean {
  return !needsReason(from) && states.indexOf(to) < states.indexOf(from);
}

function refuseDeliberation({ element, to, links, there, today }: Step): Refusal | null {
  switch (to) {
    case 'planned':
      return leadsNowhere(element, links, there) ? 'leads-nowhere' : null;
    case 'running':
      if (leadsNowhere(element, links, there)) return 'leads-nowhere';
      return element.horizonFrom ? null : 'no-start';
    case 'reported':
      return element.state === 'running' ? null : 'not-running';
    case 'answered': {
      if (element.state !== 'reported') return 'not-reported';
      const isAnswer = ({ type, from, to }: Link) => type === 'answers' && to === element.id && there.has(from);
      return links.some(isAnswer) ? null : 'not-answered';
    }
    case 'handed-on':
      if (element.state !== 'answered') return 'not-answered';
      return hasKeeper(element, links, there, today) ? null : 'no-keeper';
    default:
      return null;
  }
}

/** Whose word does not stand: nobody gave it, or it was taken back. */
const uncommitted = new Set(['proposed', 'dropped']);

function refuseCommitment({ element, to, links, there, today }: Step): Refusal | null {
  if (to === 'proposed' || to === 'dropped') return null;
  if (to !== 'changed' && !hasKeeper(element, links, there, today)) return 'no-keeper';
  if (to !== 'committed' && uncommitted.has(element.state ?? 'proposed')) return 'not-committed';
  return null;
}

function refuseGovernance(element: Element, to: string): Refusal | null {
  switch (to) {
    case 'trial':
      return element.horizonFrom ? null : 'no-start';
    case 'adopted':
      return element.state === 'trial' || element.state === 'suspended' || element.state === 'lapsed'
        ? null
        : 'no-trial';
    case 'suspended':
    case 'lapsed':
      return element.state && element.state !== 'proposed' ? null : 'never-adopted';
    default:
      return null;
  }
}
