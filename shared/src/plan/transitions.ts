/**
 * From one state to the next (the table of states is in `kinds.ts`). A step that leaves out what makes the state true is
 * refused, and says what is missing; going back is always possible, since people put things right. Importers set states as they
 * found them.
 */
import type { Element } from './element.ts';
import { statesOf } from './kinds.ts';
import type { Link } from './link.ts';

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
}

/** States that mean nothing without a reason. */
const reasoned = new Set(['one-off', 'changed', 'dropped', 'suspended', 'lapsed']);

export function needsReason(state: string): boolean {
  return reasoned.has(state);
}

/** Why an element can't go to a state, or null when it can. */
export function refuseStep({ element, to, reason, links }: Step): Refusal | null {
  const states = statesOf(element.kind);
  // A local kind has the states that people give it.
  if (states.length === 0) return null;
  if (!states.includes(to)) return 'unknown-state';
  if (needsReason(to)) {
    if (!reason?.trim()) return 'no-reason';
  } else if (states.indexOf(to) < states.indexOf(element.state ?? '')) return null;
  switch (element.kind) {
    case 'deliberation':
      return refuseDeliberation(element, to, links);
    case 'commitment':
      return refuseCommitment(element, to, links);
    case 'governance':
      return refuseGovernance(element, to);
    default:
      return null;
  }
}

function refuseDeliberation(element: Element, to: string, links: readonly Link[]): Refusal | null {
  const { id } = element;
  switch (to) {
    case 'planned':
      return links.some(({ type, from }) => type === 'leads-to' && from === id) ? null : 'leads-nowhere';
    case 'running':
      return element.horizonFrom ? null : 'no-start';
    case 'reported':
      return element.state === 'running' ? null : 'not-running';
    case 'answered':
      if (element.state !== 'reported') return 'not-reported';
      return links.some(({ type, to }) => type === 'answers' && to === id) ? null : 'not-answered';
    case 'handed-on':
      if (element.state !== 'answered') return 'not-answered';
      return hasKeeper(element, links) ? null : 'no-keeper';
    default:
      return null;
  }
}

function refuseCommitment(element: Element, to: string, links: readonly Link[]): Refusal | null {
  if (to === 'proposed' || needsReason(to)) return null;
  if (!hasKeeper(element, links)) return 'no-keeper';
  if (to !== 'committed' && (element.state ?? 'proposed') === 'proposed') return 'not-committed';
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

function hasKeeper({ id }: Element, links: readonly Link[]): boolean {
  return links.some(({ type, from, until }) => type === 'kept-by' && from === id && until === null);
}
