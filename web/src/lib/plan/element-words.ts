/** What only some kinds and links have, in the language of the page; `words.ts` has what all have. */
import type { Observation } from '@longtable/shared/plan/element';
import type { ActorType, DeliberationForm, EssentialCapability } from '@longtable/shared/plan/kinds';
import type { Link, LinkDetails, LinkEnd, LinkType } from '@longtable/shared/plan/link';
import type { Refusal } from '@longtable/shared/plan/transitions';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { fromToText, horizonText, stateName, strengthName, wordOf } from './words.ts';

export const capabilityNames: Record<EssentialCapability, () => string> = {
  learning: m.capability_learning,
  power: m.capability_power,
  design: m.capability_design,
};

/** How deliberations are held, and which capability it is: no two of them have the same key. */
const formNames: Record<DeliberationForm | EssentialCapability, () => string> = {
  ...capabilityNames,
  'citizens-assembly': m.form_citizens_assembly,
  'citizens-convention': m.form_citizens_convention,
  'table-of-discussion': m.form_table_of_discussion,
  'peoples-panel': m.form_peoples_panel,
  'follow-up-committee': m.form_follow_up_committee,
  'governance-review': m.form_governance_review,
  'policy-development': m.form_policy_development,
};

const chanceNames = { will: m.chance_will, might: m.chance_might, 'should-prevent': m.chance_should_prevent };
const outcomeNames = { accepted: m.outcome_accepted, partly: m.outcome_partly, refused: m.outcome_refused };
const adaptationNames = {
  adopt: m.adaptation_adopt,
  adapt: m.adaptation_adapt,
  decline: m.adaptation_decline,
  'propose-back': m.adaptation_propose_back,
};

const actorTypeNames: Record<ActorType, () => string> = {
  government: m.actor_type_government,
  organisation: m.actor_type_organisation,
  group: m.actor_type_group,
  person: m.actor_type_person,
  public: m.actor_type_public,
};

export const formName = (form: string) => wordOf(formNames, form);
export const chanceName = (chance: string) => wordOf(chanceNames, chance);
export const outcomeName = (outcome: string) => wordOf(outcomeNames, outcome);
export const adaptationName = (adaptation: string) => wordOf(adaptationNames, adaptation);
export const standingName = (standing: string) => wordOf({ common: m.standing_common }, standing);
export const actorTypeName = (type: string) => wordOf(actorTypeNames, type);

/** Why an element can't take a state, as a sentence. */
export function refusedStepText(refusal: Refusal, to: string): string {
  const state = stateName(to);
  switch (refusal) {
    case 'leads-nowhere':
      return to === 'running' ? m.step_leads_nowhere_running() : m.step_leads_nowhere();
    case 'no-start':
      return m.step_no_start({ state });
    case 'not-running':
      return m.step_not_running();
    case 'not-reported':
      return m.step_not_reported();
    case 'not-answered':
      return to === 'answered' ? m.step_not_answered() : m.step_not_answered_yet();
    case 'no-keeper':
      return m.step_no_keeper({ state });
    case 'not-committed':
      return m.step_not_committed({ state });
    case 'no-trial':
      return m.step_no_trial();
    case 'never-adopted':
      return m.step_never_adopted();
    case 'no-reason':
      return m.state_reason_label({ state });
    case 'unknown-state':
      return m.step_unknown({ state });
  }
}

/** What the note on a link is for. */
export function noteLabel(type: LinkType): string {
  if (type === 'leads-to') return m.link_note_why();
  if (type === 'answers') return m.link_note_reason();
  return type === 'uses' ? m.link_note_end() : m.field_note();
}

/** As `fromToText`; what goes on is "since 2020". Null where nobody has said. */
export function spanOfLink({ since, until }: Pick<Link, 'since' | 'until'>): string | null {
  if (since && !until) return m.date_since({ since: horizonText(since) });
  return fromToText(since, until) || null;
}

/** What stands at the end of a link to another plan: "“A standing assembly” in The Lys valley". */
export function elsewhereText({ toTitle, toPlan, toAddress }: LinkDetails): string {
  if (toTitle) return toPlan ? m.link_there({ title: toTitle, plan: toPlan }) : m.link_here({ title: toTitle });
  return toPlan ?? toAddress ?? m.untitled();
}

/** All that a link says beside its type and its note, as it is seen from one of its ends. */
export function linkAsides(link: Link, end: LinkEnd): string[] {
  const { saidBy, topic, strengthFrom, strengthTo, adaptation } = link.details;
  const [here, there] = end === 'from' ? [strengthFrom, strengthTo] : [strengthTo, strengthFrom];
  const asides = [
    spanOfLink(link),
    saidBy && m.link_said_by({ name: saidBy }),
    topic && m.link_topic({ topic }),
    !topic && isTie(link.type) && link.since && m.link_lasting(),
    here && m.link_strength_here({ strength: strengthName(here) }),
    there && m.link_strength_there({ strength: strengthName(there) }),
    adaptation && adaptationName(adaptation),
  ];
  return asides.filter((aside): aside is string => typeof aside === 'string' && aside !== '');
}

/** Long-term ties between actors, which may be about one topic or not. */
const isTie = (type: LinkType) => type === 'member-of' || type === 'works-with';

/** An answer that is not a plain yes owes a reason. */
export const owesReason = ({ type, note, details }: Link) =>
  type === 'answers' && (details.outcome === 'refused' || details.outcome === 'partly') && note.trim() === '';

/** "57 agreed, 12 did not."; null where nobody counted. */
export function agreementText({ agreed, disagreed }: { agreed?: string; disagreed?: string }): string | null {
  const count = (digits: string) =>
    /^\d+$/.test(digits) ? new Intl.NumberFormat(getLocale()).format(Number(digits)) : digits;
  if (agreed && disagreed) return m.idea_both({ agreed: count(agreed), disagreed: count(disagreed) });
  if (agreed) return m.idea_agreed({ agreed: count(agreed) });
  return disagreed ? m.idea_disagreed({ disagreed: count(disagreed) }) : null;
}

/** "May 2030: They asked who was missing (minutes)". */
export function observationText({ on, text, evidence }: Pick<Observation, 'on' | 'text' | 'evidence'>): string {
  const seen = on ? `${horizonText(on)}: ${text}` : text;
  return evidence ? `${seen} (${evidence})` : seen;
}
