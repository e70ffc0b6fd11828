/** What a plan's signals and problems say, and what can be done about each. */
import type { EssentialCapability } from '@longtable/shared/plan/kinds';
import type { Signal } from '@longtable/shared/plan/signals';
import { m } from '#lib/paraglide/messages.js';
import { capabilityNames } from './element-words.ts';
import { horizonText } from './words.ts';

/** Where a signal leads: a new element of a kind, or the plan's own page. */
export type Act =
  | { type: 'add'; kind: string; title?: string; form?: string; words: string }
  | { type: 'plan'; words: string };

/** Signals that ask for something. */
const asking = new Set<Signal['type']>([
  'serves-one',
  'reuses-nothing',
  'hangs-on-one',
  'kept-by-nobody',
  'looked-until',
  'looks-nowhere',
  'leads-nowhere',
  'keeper-gone',
  'no-horizon',
  'no-definition',
  'reviews-overdue',
  'no-reviews',
  'nothing-learned',
  'capability-unobserved',
  'capability-missing',
  'networks-topical',
  'networks-empty',
  'no-networks',
  'no-governance',
]);

export const isAsking = ({ type }: Signal) => asking.has(type);

/** @param titleOf what an element is called */
export function signalText(signal: Signal, titleOf: (id: string) => string): string {
  const count = signal.elements.length;
  switch (signal.type) {
    case 'serves-several':
      return m.signal_serves_several({ count });
    case 'serves-one':
      return m.signal_serves_one();
    case 'reuses':
      return m.signal_reuses({ count });
    case 'reuses-nothing':
      return m.signal_reuses_nothing({ count });
    case 'hangs-on-one':
      return m.signal_hangs_on_one({ count, actor: titleOf(signal.actor) });
    case 'kept-by-nobody':
      return m.signal_kept_by_nobody({ count });
    case 'looks-until':
      return m.signal_looks_until({ date: horizonText(signal.until) });
    case 'looked-until':
      return m.signal_looked_until({ date: horizonText(signal.until) });
    case 'looks-nowhere':
      return m.signal_looks_nowhere();
    case 'open-ended':
      return m.signal_open_ended({ count });
    case 'leads-nowhere':
      return m.signal_leads_nowhere({ count });
    case 'keeper-gone':
      return m.signal_keeper_gone({ count });
    case 'no-horizon':
      return m.signal_no_horizon({ count });
    case 'definition':
      return m.signal_definition();
    case 'no-definition':
      return m.signal_no_definition();
    case 'reviews-overdue':
      return m.signal_reviews_overdue({ count });
    case 'reviews-due':
      return m.signal_reviews_due({ count });
    case 'reviews-held':
      return m.signal_reviews_held({ count });
    case 'no-reviews':
      return m.signal_no_reviews();
    case 'learned':
      return m.signal_learned({ count });
    case 'nothing-learned':
      return m.signal_nothing_learned();
    case 'capability-observed':
      return m.signal_capability_observed({ capability: capabilityNames[signal.capability]() });
    case 'capability-unobserved':
      return m.signal_capability_unobserved({ capability: capabilityNames[signal.capability]() });
    case 'capability-missing':
      return m.signal_capability_missing({ capability: capabilityNames[signal.capability]() });
    case 'networks-lasting':
      return m.signal_networks_lasting({ count });
    case 'networks-topical':
      return m.signal_networks_topical({ count });
    case 'networks-empty':
      return m.signal_networks_empty({ count });
    case 'no-networks':
      return m.signal_no_networks();
    case 'governance-adopted':
      return m.signal_governance_adopted({ count });
    case 'governance-trial':
      return m.signal_governance_trial({ count });
    case 'no-governance':
      return m.signal_no_governance();
  }
}

/** What can be done where there is no element to open; the elements of a signal are the way to all others. */
export function actOn(signal: Signal): Act | null {
  switch (signal.type) {
    case 'definition':
    case 'no-definition':
      return { type: 'plan', words: m.act_definition() };
    case 'no-reviews':
    case 'nothing-learned':
      return { type: 'add', kind: 'review', words: m.act_add_review() };
    case 'capability-missing':
      return addCapability(signal.capability);
    case 'no-networks':
      return { type: 'add', kind: 'network', words: m.act_add_network() };
    case 'no-governance':
      return { type: 'add', kind: 'governance', words: m.act_add_governance() };
    case 'looks-nowhere':
    case 'looked-until':
      return { type: 'add', kind: 'vision', words: m.act_add_vision() };
    case 'serves-one':
      return { type: 'add', kind: 'deliberation', words: m.act_add_deliberation() };
    default:
      return null;
  }
}

function addCapability(form: EssentialCapability): Act {
  const title = capabilityNames[form]();
  return { type: 'add', kind: 'capability', title, form, words: m.act_add_capability({ title }) };
}
