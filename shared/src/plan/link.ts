/**
 * A link says in one word how two elements belong together. The table of types is the model's:
 * it knows which kinds a type may join, so that a form offers only what makes sense.
 */
import type { ElementId, LinkId } from '../ids.ts';

export const linkTypes = [
  'leads-to',
  'builds',
  'uses',
  'answers',
  'addresses',
  'held-by',
  'kept-by',
  'member-of',
  'works-with',
  'common-with',
  'complements',
  'competes-with',
  'learns-from',
  'part-of',
  'adapts',
] as const;
export type LinkType = (typeof linkTypes)[number];

/** What only some types have; what nobody has said is left out. */
export interface LinkDetails {
  /** leads-to: one of `chances`. */
  chance?: string;
  /** answers: one of `outcomes`; the note says why. */
  outcome?: string;
  /** Between visions: who says so. Somebody else may say otherwise with a link of their own. */
  saidBy?: string;
  /** Between visions: whose seat it was written from, as an actor's id and a name. `saidBy` is only what they wrote. */
  writer?: string;
  writerName?: string;
  /** member-of, works-with: the one topic that it is about; left out where it lasts beyond topics. */
  topic?: string;
  /** works-with, member-of: how strong it is, as each end says: one of `strengths`. */
  strengthFrom?: string;
  strengthTo?: string;
  /** adapts: what the other plan is called, and what its element is called there; `toTitle` is left out for the plan as a whole. */
  toPlan?: string;
  toTitle?: string;
  /** adapts: where that is: a path on this server, as "/plan/…", or an address elsewhere. */
  toAddress?: string;
  /** adapts: one of `adaptations`. */
  adaptation?: string;
}

export const chances = ['will', 'might', 'should-prevent'] as const;
export const outcomes = ['accepted', 'partly', 'refused'] as const;
export const strengths = ['new', 'growing', 'strong', 'strained'] as const;
export const adaptations = ['adopt', 'adapt', 'decline', 'propose-back'] as const;

/** A link as it is read: plain values, dates as EDTF or null. */
export interface Link {
  id: LinkId;
  from: ElementId;
  /** Of a link that leads elsewhere: the element there as far as it has an id, and otherwise nothing that this plan has. */
  to: ElementId;
  type: LinkType;
  note: string;
  since: string | null;
  until: string | null;
  details: LinkDetails;
}

/** At which end of a link an element stands. */
export type LinkEnd = 'from' | 'to';

/** Types that read the same from both ends. */
export const mutualLinkTypes: readonly LinkType[] = ['works-with', 'common-with', 'complements', 'competes-with'];

interface Ends {
  from: readonly string[] | 'any';
  to: readonly string[] | 'any';
}

const work = ['deliberation', 'commitment'];

/** Which kinds each type may join. */
export const linkEnds: Record<LinkType, Ends> = {
  'leads-to': { from: work, to: 'any' },
  builds: { from: work, to: ['capability', 'network', 'governance'] },
  uses: { from: ['deliberation'], to: 'any' },
  answers: { from: ['commitment', 'governance'], to: ['deliberation', 'challenge', 'idea'] },
  addresses: { from: 'any', to: ['challenge'] },
  'held-by': { from: ['vision', 'capability'], to: ['actor', 'network'] },
  'kept-by': { from: 'any', to: ['actor'] },
  'member-of': { from: ['actor'], to: ['network'] },
  'works-with': { from: ['actor'], to: ['actor'] },
  'common-with': { from: ['vision'], to: ['vision'] },
  complements: { from: ['vision'], to: ['vision'] },
  'competes-with': { from: ['vision'], to: ['vision'] },
  'learns-from': { from: 'any', to: ['review'] },
  'part-of': { from: 'any', to: 'any' },
  adapts: { from: 'any', to: 'any' },
};

export function isLinkType(raw: unknown): raw is LinkType {
  return typeof raw === 'string' && (linkTypes as readonly string[]).includes(raw);
}

/** Whether a link goes to another plan: its end is known by name or by address, and is no element of this one. */
export function leadsElsewhere({ type, details }: Pick<Link, 'type' | 'details'>): boolean {
  return type === 'adapts' && [details.toAddress, details.toPlan, details.toTitle].some((name) => name !== undefined);
}

/** Whether a link of `type` may go from an element of one kind to one of the other. */
export function canLink(type: LinkType, fromKind: string, toKind: string): boolean {
  const { from, to } = linkEnds[type];
  return (from === 'any' || from.includes(fromKind)) && (to === 'any' || to.includes(toKind));
}

/** The kinds that may stand at the other end of a link of `type`, of those that a plan has. */
export function kindsAtOtherEnd(type: LinkType, end: LinkEnd, kind: string, kinds: readonly string[]): string[] {
  return kinds.filter((other) => (end === 'from' ? canLink(type, kind, other) : canLink(type, other, kind)));
}
