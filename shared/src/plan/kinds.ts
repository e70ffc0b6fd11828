/**
 * What an element can be, and the states each kind can be in.
 * Local kinds, which a plan defines for itself, have the same shape but no fixed states.
 */

export const elementKinds = [
  'vision',
  'deliberation',
  'commitment',
  'capability',
  'network',
  'governance',
  'actor',
  'challenge',
  'review',
  'idea',
] as const;
export type ElementKind = (typeof elementKinds)[number];

/** How a deliberation is held; a plan may add its own. */
export const deliberationForms = [
  'citizens-assembly',
  'citizens-convention',
  'table-of-discussion',
  'peoples-panel',
  'follow-up-committee',
  'governance-review',
  'policy-development',
] as const;
export type DeliberationForm = (typeof deliberationForms)[number];

/** The capabilities that matter most, by the essay: to learn how to learn, to use and challenge power, democratic design. */
export const essentialCapabilities = ['learning', 'power', 'design'] as const;
export type EssentialCapability = (typeof essentialCapabilities)[number];

/** What an actor can be. */
export const actorTypes = ['government', 'organisation', 'group', 'person', 'public'] as const;
export type ActorType = (typeof actorTypes)[number];

/** The states of a kind in the order of a life; an empty list means that the kind has no state. */
export const statesByKind: Record<ElementKind, readonly string[]> = {
  vision: [],
  deliberation: ['idea', 'planned', 'running', 'reported', 'answered', 'handed-on', 'one-off'],
  commitment: ['proposed', 'committed', 'on-track', 'at-risk', 'late', 'done', 'changed', 'dropped'],
  capability: [],
  network: [],
  governance: ['proposed', 'trial', 'adopted', 'suspended', 'lapsed'],
  actor: [],
  challenge: [],
  review: [],
  idea: [],
};

export function isElementKind(raw: unknown): raw is ElementKind {
  return typeof raw === 'string' && (elementKinds as readonly string[]).includes(raw);
}

/** The states that an element of `kind` may have; none for a local kind. */
export function statesOf(kind: string): readonly string[] {
  return isElementKind(kind) ? statesByKind[kind] : [];
}

/** The state that a new element of `kind` starts in, or null where the kind has none. */
export function firstStateOf(kind: string): string | null {
  return statesOf(kind)[0] ?? null;
}
