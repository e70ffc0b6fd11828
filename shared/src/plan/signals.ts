/**
 * Does it hold? What can be seen in a plan of the essay's three questions: is it flexible, does it look far ahead, can it
 * improve itself; and of the ties and the ways of governing that carry it. Each signal names the elements behind it. Nothing is
 * counted up: no score, no percentage.
 */

import type { ElementId } from '../ids.ts';
import type { PlanContent } from './document.ts';
import type { Element } from './element.ts';
import { openEnd } from './horizon.ts';
import { isKeeping } from './keeping.ts';
import { type EssentialCapability, essentialCapabilities } from './kinds.ts';
import type { Link, LinkType } from './link.ts';
import { findDeadEnds } from './one-off.ts';
import { reachOf, spanOf } from './spans.ts';

export type FlexibilitySignal =
  | { type: 'serves-several' | 'serves-one'; elements: readonly ElementId[] }
  | { type: 'reuses' | 'reuses-nothing'; elements: readonly ElementId[] }
  /** `actor` alone keeps the elements. */
  | { type: 'hangs-on-one'; actor: ElementId; elements: readonly ElementId[] }
  | { type: 'kept-by-nobody'; elements: readonly ElementId[] };

export type LongerTermSignal =
  /** `until` is EDTF. */
  | { type: 'looks-until' | 'looked-until'; until: string; elements: readonly ElementId[] }
  | { type: 'looks-nowhere'; elements: readonly [] }
  | { type: 'open-ended'; elements: readonly ElementId[] }
  | { type: 'leads-nowhere'; elements: readonly ElementId[] }
  | { type: 'keeper-gone'; elements: readonly ElementId[] }
  | { type: 'no-horizon'; elements: readonly ElementId[] };

export type ImprovementSignal =
  | { type: 'definition' | 'no-definition'; elements: readonly [] }
  | { type: 'reviews-overdue' | 'reviews-due' | 'reviews-held'; elements: readonly ElementId[] }
  | { type: 'no-reviews'; elements: readonly [] }
  /** The elements that learned from a review; the reviews that nothing learned from. */
  | { type: 'learned' | 'nothing-learned'; elements: readonly ElementId[] }
  /** `observed` when somebody saw it lately, `unobserved` when nobody did. */
  | {
      type: 'capability-observed' | 'capability-unobserved' | 'capability-missing';
      capability: EssentialCapability;
      elements: readonly ElementId[];
    };

export type FoundationSignal =
  | { type: 'networks-lasting' | 'networks-topical' | 'networks-empty'; elements: readonly ElementId[] }
  | { type: 'no-networks'; elements: readonly [] }
  | { type: 'governance-adopted' | 'governance-trial'; elements: readonly ElementId[] }
  | { type: 'no-governance'; elements: readonly [] };

export type Signal = FlexibilitySignal | LongerTermSignal | ImprovementSignal | FoundationSignal;

export interface Signals {
  flexibility: FlexibilitySignal[];
  longerTerm: LongerTermSignal[];
  improvement: ImprovementSignal[];
  foundations: FoundationSignal[];
}

type Content = Pick<PlanContent, 'elements' | 'links' | 'improvement'>;

/** What is made to last, and needs somebody who looks after it. */
const kept = new Set(['commitment', 'capability', 'network', 'governance']);
/** What says from when to when it reaches. */
const dated = new Set(['vision', 'deliberation', 'commitment', 'governance', 'review']);
const gone = new Set(['dropped', 'lapsed', 'done']);
/** How long an observation is "lately". */
const latelyMs = 365 * 24 * 60 * 60 * 1000;

/** @param today milliseconds since 1970 */
export function findSignals(content: Content, today: number): Signals {
  const plan = new ReadPlan(content, today);
  return {
    flexibility: flexibilityOf(plan),
    longerTerm: longerTermOf(plan),
    improvement: improvementOf(plan),
    foundations: foundationsOf(plan),
  };
}

/** The elements of a plan by what is asked of them. */
class ReadPlan {
  readonly today: number;
  readonly elements: readonly Element[];
  readonly there: ReadonlySet<ElementId>;
  readonly improvement: string;
  readonly #byType = new Map<LinkType, Link[]>();

  constructor({ elements, links, improvement }: Content, today: number) {
    this.today = today;
    this.elements = elements;
    this.improvement = improvement;
    this.there = new Set(elements.map(({ id }) => id));
    for (const link of links) {
      if (!this.there.has(link.from) || !this.there.has(link.to) || link.from === link.to) continue;
      const found = this.#byType.get(link.type);
      if (found) found.push(link);
      else this.#byType.set(link.type, [link]);
    }
  }

  links(...types: readonly LinkType[]): Link[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  ofKind(kind: string): Element[] {
    return this.elements.filter((element) => element.kind === kind);
  }

  /** Whether a date has come; what is no date never has. */
  hasBegun(edtf: string | null): boolean {
    const span = edtf === null ? null : spanOf(edtf);
    return span !== null && span.from <= this.today;
  }

  /** Whether a date is over; what is no date never is. */
  isOver(edtf: string | null): boolean {
    const span = edtf === null ? null : spanOf(edtf);
    return span !== null && span.to < this.today;
  }
}

const idsOf = (elements: readonly Element[]) => elements.map(({ id }) => id);
/** None when there is nothing behind it. */
const found = <S extends Signal>(signal: S): S[] => (signal.elements.length > 0 ? [signal] : []);

function flexibilityOf(plan: ReadPlan): FlexibilitySignal[] {
  const servants = plan.links('uses', 'builds', 'leads-to');
  const ends = groupBy(
    servants,
    ({ to }) => to,
    ({ from }) => from,
  );
  const several = idsOf(plan.elements.filter(({ id }) => (ends.get(id)?.size ?? 0) > 1));
  const deliberations = plan.ofKind('deliberation');
  const users = new Set(plan.links('uses').map(({ from }) => from));
  const reusing = deliberations.filter(({ id }) => users.has(id));
  const { byActor, nobody } = keepersOf(plan);
  return [
    several.length > 0 ? { type: 'serves-several', elements: several } : { type: 'serves-one', elements: [] },
    ...found<FlexibilitySignal>({ type: 'reuses', elements: idsOf(reusing) }),
    ...found<FlexibilitySignal>({
      type: 'reuses-nothing',
      elements: idsOf(deliberations.filter(({ id }) => !users.has(id))),
    }),
    ...[...byActor].map(([actor, elements]): FlexibilitySignal => ({ type: 'hangs-on-one', actor, elements })),
    ...found<FlexibilitySignal>({ type: 'kept-by-nobody', elements: nobody }),
  ];
}

/** What is made to last by the one actor who keeps it, the most first; and what nobody keeps. A part is kept with its whole. */
function keepersOf(plan: ReadPlan): { byActor: [ElementId, ElementId[]][]; nobody: ElementId[] } {
  const keeping = plan.links('kept-by').filter((link) => isKeeping(link, plan.today));
  const keepers = groupBy(
    keeping,
    ({ from }) => from,
    ({ to }) => to,
  );
  const wholes = groupBy(
    plan.links('part-of'),
    ({ from }) => from,
    ({ to }) => to,
  );
  const alone = new Map<ElementId, ElementId[]>();
  const nobody: ElementId[] = [];
  for (const { id, kind, state } of plan.elements) {
    if (!kept.has(kind) || gone.has(state ?? '')) continue;
    const own = keepers.get(id);
    if (!own && [...(wholes.get(id) ?? [])].some((whole) => keepers.has(whole))) continue;
    const [only] = own ?? [];
    if (!own || only === undefined) nobody.push(id);
    else if (own.size === 1) alone.set(only, [...(alone.get(only) ?? []), id]);
  }
  return { byActor: [...alone].sort(([, a], [, b]) => b.length - a.length), nobody };
}

function longerTermOf(plan: ReadPlan): LongerTermSignal[] {
  const reaching = plan.elements.flatMap((element) => {
    const reach = dated.has(element.kind) ? reachOf(element) : null;
    return reach ? [{ element, to: reach.to }] : [];
  });
  const endless = reaching.filter(({ to }) => to === Number.POSITIVE_INFINITY).map(({ element }) => element);
  const keeping = plan.links('kept-by');
  const ever = new Set(keeping.map(({ from }) => from));
  const present = new Set(keeping.filter((link) => isKeeping(link, plan.today)).map(({ from }) => from));
  return [
    ...furthest(plan, reaching),
    ...found<LongerTermSignal>({ type: 'open-ended', elements: idsOf(endless) }),
    ...found<LongerTermSignal>({
      type: 'leads-nowhere',
      elements: idsOf(findDeadEnds(plan.elements, plan.links('leads-to'))),
    }),
    ...found<LongerTermSignal>({
      type: 'keeper-gone',
      elements: idsOf(
        plan.elements.filter(({ id, state }) => ever.has(id) && !present.has(id) && !gone.has(state ?? '')),
      ),
    }),
    ...found<LongerTermSignal>({
      type: 'no-horizon',
      elements: idsOf(plan.elements.filter((element) => dated.has(element.kind) && !reachOf(element))),
    }),
  ];
}

function furthest(plan: ReadPlan, reaching: readonly { element: Element; to: number }[]): LongerTermSignal[] {
  const ending = reaching.filter(({ to }) => to !== Number.POSITIVE_INFINITY);
  const to = ending.reduce((latest, each) => Math.max(latest, each.to), Number.NEGATIVE_INFINITY);
  const last = ending.filter((each) => each.to === to).map(({ element }) => element);
  const [first] = last;
  if (!first) return reaching.length > 0 ? [] : [{ type: 'looks-nowhere', elements: [] }];
  const isPast = to < plan.today && ending.length === reaching.length;
  return [{ type: isPast ? 'looked-until' : 'looks-until', until: lastDateOf(first), elements: idsOf(last) }];
}

/** Of an element that reaches somewhere: the date it reaches to. */
function lastDateOf({ horizonFrom, horizonTo }: Element): string {
  return horizonTo !== null && spanOf(horizonTo) ? horizonTo : (horizonFrom ?? openEnd);
}

function improvementOf(plan: ReadPlan): ImprovementSignal[] {
  const reviews = plan.ofKind('review');
  const isHeld = ({ details }: Element) => plan.hasBegun(details.reviewedOn ?? null);
  const held = reviews.filter(isHeld);
  const waiting = reviews.filter((review) => !isHeld(review));
  const isLate = (review: Element) => (reachOf(review)?.to ?? Number.POSITIVE_INFINITY) < plan.today;
  const lessons = plan.links('learns-from').filter(({ to }) => reviews.some(({ id }) => id === to));
  const learners = new Set(lessons.map(({ from }) => from));
  return [
    { type: plan.improvement.trim() === '' ? 'no-definition' : 'definition', elements: [] },
    ...(reviews.length === 0 ? [{ type: 'no-reviews', elements: [] } as const] : []),
    ...found<ImprovementSignal>({ type: 'reviews-overdue', elements: idsOf(waiting.filter(isLate)) }),
    ...found<ImprovementSignal>({ type: 'reviews-due', elements: idsOf(waiting.filter((each) => !isLate(each))) }),
    ...found<ImprovementSignal>({ type: 'reviews-held', elements: idsOf(held) }),
    ...found<ImprovementSignal>(
      learners.size > 0
        ? { type: 'learned', elements: idsOf(plan.elements.filter(({ id }) => learners.has(id))) }
        : { type: 'nothing-learned', elements: idsOf(held) },
    ),
    ...essentialCapabilities.map((capability) => capabilitySignal(plan, capability)),
  ];
}

/** People say which capability it is; a title is in their language, and may say anything. */
const isEssential = ({ kind, details }: Element, capability: EssentialCapability) =>
  kind === 'capability' && details.form === capability;

function capabilitySignal(plan: ReadPlan, capability: EssentialCapability): ImprovementSignal {
  const present = plan.elements.filter((element) => isEssential(element, capability));
  if (present.length === 0) return { type: 'capability-missing', capability, elements: [] };
  const seen = present.filter(({ observations }) =>
    observations.some(({ on }) => plan.hasBegun(on) && (spanOf(on)?.to ?? 0) >= plan.today - latelyMs),
  );
  return seen.length > 0
    ? { type: 'capability-observed', capability, elements: idsOf(seen) }
    : { type: 'capability-unobserved', capability, elements: idsOf(present) };
}

function foundationsOf(plan: ReadPlan): FoundationSignal[] {
  const networks = plan.ofKind('network');
  const ties = plan.links('member-of').filter(({ until }) => !plan.isOver(until));
  const members = new Set(ties.map(({ to }) => to));
  const lasting = new Set(ties.filter(({ details }) => !details.topic).map(({ to }) => to));
  const inState = (state: string) => idsOf(plan.ofKind('governance').filter((element) => element.state === state));
  const [adopted, trial] = [inState('adopted'), inState('trial')];
  return [
    ...(networks.length === 0 ? [{ type: 'no-networks', elements: [] } as const] : []),
    ...found<FoundationSignal>({
      type: 'networks-lasting',
      elements: idsOf(networks.filter(({ id }) => lasting.has(id))),
    }),
    ...found<FoundationSignal>({
      type: 'networks-topical',
      elements: idsOf(networks.filter(({ id }) => members.has(id) && !lasting.has(id))),
    }),
    ...found<FoundationSignal>({
      type: 'networks-empty',
      elements: idsOf(networks.filter(({ id }) => !members.has(id))),
    }),
    ...found<FoundationSignal>({ type: 'governance-adopted', elements: adopted }),
    ...found<FoundationSignal>({ type: 'governance-trial', elements: trial }),
    ...(adopted.length + trial.length === 0 ? [{ type: 'no-governance', elements: [] } as const] : []),
  ];
}

function groupBy<Item, Key, Value>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
  pick: (item: Item) => Value,
): Map<Key, Set<Value>> {
  const groups = new Map<Key, Set<Value>>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.add(pick(item));
    else groups.set(key, new Set([pick(item)]));
  }
  return groups;
}
