/** The model's own words in the language of the page: kinds, states, links, fields, horizons. */

import { type Horizon, openEnd, parseHorizon } from '@longtable/shared/plan/horizon';
import { type ElementKind, isElementKind } from '@longtable/shared/plan/kinds';
import type { LinkDetails, LinkEnd, LinkType } from '@longtable/shared/plan/link';
import { closeCode } from '@longtable/shared/protocol';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { zone } from './zone.svelte.ts';

const kindNames: Record<ElementKind, () => string> = {
  vision: m.kind_vision,
  deliberation: m.kind_deliberation,
  commitment: m.kind_commitment,
  capability: m.kind_capability,
  network: m.kind_network,
  governance: m.kind_governance,
  actor: m.kind_actor,
  challenge: m.kind_challenge,
  review: m.kind_review,
  idea: m.kind_idea,
};

const kindPlurals: Record<ElementKind, () => string> = {
  vision: m.kinds_vision,
  deliberation: m.kinds_deliberation,
  commitment: m.kinds_commitment,
  capability: m.kinds_capability,
  network: m.kinds_network,
  governance: m.kinds_governance,
  actor: m.kinds_actor,
  challenge: m.kinds_challenge,
  review: m.kinds_review,
  idea: m.kinds_idea,
};

const stateNames: Record<string, () => string> = {
  idea: m.state_idea,
  planned: m.state_planned,
  running: m.state_running,
  reported: m.state_reported,
  answered: m.state_answered,
  'handed-on': m.state_handed_on,
  'one-off': m.state_one_off,
  proposed: m.state_proposed,
  committed: m.state_committed,
  'on-track': m.state_on_track,
  'at-risk': m.state_at_risk,
  late: m.state_late,
  done: m.state_done,
  changed: m.state_changed,
  dropped: m.state_dropped,
  trial: m.state_trial,
  adopted: m.state_adopted,
  suspended: m.state_suspended,
  lapsed: m.state_lapsed,
};

/** A link that says more reads as that: it will or might lead to something, an answer is a yes or a no. */
const saidPhrases: Record<string, readonly [() => string, () => string]> = {
  will: [m.link_leads_to_will, m.link_leads_to_will_back],
  might: [m.link_leads_to_might, m.link_leads_to_might_back],
  'should-prevent': [m.link_leads_to_should_prevent, m.link_leads_to_should_prevent_back],
  accepted: [m.link_answers_accepted, m.link_answers_accepted_back],
  partly: [m.link_answers_partly, m.link_answers_partly_back],
  refused: [m.link_answers_refused, m.link_answers_refused_back],
};

/** How a link reads from its first end, and from its second. */
const linkPhrases: Record<LinkType, readonly [() => string, () => string]> = {
  'leads-to': [m.link_leads_to, m.link_leads_to_back],
  builds: [m.link_builds, m.link_builds_back],
  uses: [m.link_uses, m.link_uses_back],
  answers: [m.link_answers, m.link_answers_back],
  addresses: [m.link_addresses, m.link_addresses_back],
  'held-by': [m.link_held_by, m.link_held_by_back],
  'kept-by': [m.link_kept_by, m.link_kept_by_back],
  'member-of': [m.link_member_of, m.link_member_of_back],
  'works-with': [m.link_works_with, m.link_works_with],
  'common-with': [m.link_common_with, m.link_common_with],
  complements: [m.link_complements, m.link_complements],
  'competes-with': [m.link_competes_with, m.link_competes_with],
  'learns-from': [m.link_learns_from, m.link_learns_from_back],
  'part-of': [m.link_part_of, m.link_part_of_back],
  adapts: [m.link_adapts, m.link_adapts_back],
};

const fieldNames: Record<string, () => string> = {
  title: m.field_title,
  context: m.field_context,
  improvement: m.field_improvement,
  languages: m.field_languages,
  body: m.field_body,
  state: m.field_state,
  horizonFrom: m.field_horizon_from,
  horizonTo: m.field_horizon_to,
  kind: m.field_kind,
  reference: m.field_reference,
  language: m.field_language,
  rank: m.field_rank,
  links: m.field_links,
  note: m.field_note,
  since: m.field_since,
  until: m.field_until,
  form: m.detail_form,
  stateReason: m.field_state_reason,
  worth: m.detail_worth,
  standing: m.field_standing,
  standingBy: m.said_by_label,
  standingSince: m.field_standing_since,
  standingWriter: m.field_writer,
  practice: m.detail_practice,
  reviewedOn: m.detail_reviewed_on,
  definition: m.detail_definition,
  lesson: m.detail_lesson,
  grewFrom: m.field_grew_from,
  agreed: m.field_agreed,
  disagreed: m.field_disagreed,
  actorType: m.actor_type_label,
  chance: m.chance_label,
  outcome: m.outcome_label,
  saidBy: m.said_by_label,
  writer: m.field_writer,
  writerName: m.field_writer,
  topic: m.topic_label,
  strengthFrom: m.field_strength_from,
  strengthTo: m.field_strength_to,
  toPlan: m.field_to_plan,
  toTitle: m.field_to_title,
  toAddress: m.field_to_address,
  adaptation: m.adaptation_label,
};

/** Fields that a plan may have any number of, by how their keys begin. */
const fieldNamesByPrefix: Record<string, () => string> = {
  observation: m.field_observation,
  kind: m.field_local_kind,
  form: m.field_local_form,
};

/** Why the server closed the door. Its own words are for programs, in English. */
const refusals: Record<number, () => string> = {
  [closeCode.badMessage]: m.refused_unreadable,
  [closeCode.noSession]: m.refused_no_session,
  [closeCode.notAllowed]: m.refused_not_allowed,
  [closeCode.unknownPlan]: m.refused_unknown_plan,
  [closeCode.refusedUpdate]: m.refused_update,
  [closeCode.outdatedPage]: m.refused_outdated,
  [closeCode.tooManyMessages]: m.refused_too_many,
  [closeCode.tooLarge]: m.refused_too_large,
};

const strengthNames: Record<string, () => string> = {
  new: m.strength_new,
  growing: m.strength_growing,
  strong: m.strength_strong,
  strained: m.strength_strained,
};

/** Kinds that every plan has; `PlanView` knows what a plan calls its own. */
export const kindName = (kind: string) => (isElementKind(kind) ? kindNames[kind]() : kind || m.kind_missing());
export const kindPlural = (kind: string) => (isElementKind(kind) ? kindPlurals[kind]() : kind || m.kinds_missing());
export const stateName = (state: string) => wordOf(stateNames, state);
export const strengthName = (strength: string) => wordOf(strengthNames, strength);

export function fieldName(field: string): string {
  const [prefix = '', key] = field.split(':');
  return key === undefined ? wordOf(fieldNames, field) : wordOf(fieldNamesByPrefix, prefix);
}

export const refusalText = (code: number) => (refusals[code] ?? m.refused_unknown)();

export function linkPhrase(type: string, end: LinkEnd, { chance, outcome }: LinkDetails = {}): string {
  const said = (type === 'leads-to' && chance) || (type === 'answers' && outcome) || '';
  const words: Record<string, readonly [() => string, () => string]> = linkPhrases;
  const phrases = Object.hasOwn(saidPhrases, said)
    ? saidPhrases[said]
    : Object.hasOwn(words, type)
      ? words[type]
      : null;
  return phrases ? phrases[end === 'from' ? 0 : 1]() : type;
}

/** A word of ours, or the key itself: a plan may hold what this page does not know. */
export function wordOf(words: Record<string, () => string>, key: string): string {
  return (Object.hasOwn(words, key) ? words[key]?.() : null) ?? key;
}

/** "May 2030", "the 2030s", "about 2040"; what is no date we know stays as it was written. */
export function horizonText(edtf: string): string {
  if (edtf === openEnd) return m.horizon_open();
  const horizon = parseHorizon(edtf);
  if (!horizon) return edtf;
  const words = dateWords(horizon);
  const about = horizon.isAbout ? m.horizon_about({ date: words }) : words;
  return horizon.isOpen ? m.horizon_from_on({ date: about }) : about;
}

function dateWords({ year, month, day, season, isDecade, part }: Horizon): string {
  if (part) return partWords[part]({ year: year - (year % 10) });
  if (isDecade) return m.horizon_decade({ year });
  if (season) return seasonWords[season]({ year });
  const style = { month: month === null ? undefined : 'long', day: day === null ? undefined : 'numeric' } as const;
  const format = dateFormat({ timeZone: 'UTC', year: 'numeric', ...style });
  return format.format(new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1)));
}

/** Made once each: to make one takes longer than to write a hundred dates with it. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = getLocale();
  const key = `${locale} ${JSON.stringify(style)}`;
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, style);
  dateFormats.set(key, known);
  return known;
}

const partWords = { early: m.horizon_early, mid: m.horizon_mid, late: m.horizon_late };
const seasonWords = {
  spring: m.horizon_spring,
  summer: m.horizon_summer,
  autumn: m.horizon_autumn,
  winter: m.horizon_winter,
};

/** As it is typed: "2030s", "about 2040". What is no date we know stays as it was written. */
export function horizonField(edtf: string): string {
  if (edtf === openEnd) return m.horizon_open();
  const horizon = parseHorizon(edtf);
  if (!horizon) return edtf;
  if (horizon.part || horizon.season) return dateWords(horizon);
  const bare = edtf
    .replace(/\/\.\.$/, '')
    .replace(/~$/, '')
    .replace(/X$/, '0s');
  const about = horizon.isAbout ? m.horizon_about({ date: bare }) : bare;
  return horizon.isOpen ? m.horizon_from_on({ date: about }) : about;
}

/** "2030 to the 2040s", "from 2030 on", "until 2040", "2030"; empty where nobody has said. The one way to say two dates. */
export function fromToText(from: string | null, to: string | null): string {
  if (from === null) return to === null ? '' : m.date_until({ until: horizonText(to) });
  const first = horizonText(from);
  if (to === openEnd) return m.horizon_from_on({ date: first });
  return to === null || to === from ? first : m.date_span({ since: first, until: horizonText(to) });
}

/** Times are in the reader's zone once that is known; until then in UTC, and labelled so. */
export const timeText = (iso: string) => inZone(iso, { timeStyle: 'short' });
export const dayText = (iso: string) => inZone(iso, { dateStyle: 'full' });

/** A day without its weekday. */
export const dateText = (iso: string) => inZone(iso, { dateStyle: 'long' });

export const momentText = (iso: string) => inZone(iso, { dateStyle: 'medium', timeStyle: 'short' });

/** From one moment to another: what they share, such as the day, is said once. */
export const spanText = (since: string, until: string) =>
  inZone(since, { dateStyle: 'medium', timeStyle: 'short' }, until);

function inZone(iso: string, style: Intl.DateTimeFormatOptions, until = iso): string {
  const { isReaders } = zone;
  const format = dateFormat({ ...style, ...(!isReaders && { timeZone: 'UTC' }) });
  const words = iso === until ? format.format(new Date(iso)) : format.formatRange(new Date(iso), new Date(until));
  return isReaders ? words : m.time_utc({ time: words });
}

/** "Ada Lovelace, City of Ghent". */
export const authorText = ({ name, organisation }: { name: string; organisation: string | null }) =>
  organisation ? m.author_for({ name, organisation }) : name;
