/**
 * The ids of everything that has one: parsed at the edge into brands, created from 128 random bits.
 * An id is 22 characters of base64url, so it is safe in a URL and can't be guessed.
 */

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type PlanId = Id<'plan'>;
export type ElementId = Id<'element'>;
export type LinkId = Id<'link'>;
export type ActorId = Id<'actor'>;
export type BlockId = Id<'block'>;
export type ObservationId = Id<'observation'>;
export type VersionId = Id<'version'>;
export type NoteId = Id<'note'>;

const idShape = /^[A-Za-z0-9_-]{22}$/;

/** The bytes as base64url without padding; works in browsers and in Node. */
function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** 128 random bits, as every id of ours is made. Also the shape of a session token. */
export function randomId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** An id of the right shape, or null: what came from outside is never trusted to be one. */
function parseId<T extends string>(raw: unknown): T | null {
  return typeof raw === 'string' && idShape.test(raw) ? (raw as T) : null;
}

export const parsePlanId = (raw: unknown) => parseId<PlanId>(raw);
export const parseElementId = (raw: unknown) => parseId<ElementId>(raw);
export const parseLinkId = (raw: unknown) => parseId<LinkId>(raw);
export const parseActorId = (raw: unknown) => parseId<ActorId>(raw);
export const parseObservationId = (raw: unknown) => parseId<ObservationId>(raw);
export const parseVersionId = (raw: unknown) => parseId<VersionId>(raw);
export const parseNoteId = (raw: unknown) => parseId<NoteId>(raw);

export const createPlanId = () => randomId() as PlanId;
export const createElementId = () => randomId() as ElementId;
export const createLinkId = () => randomId() as LinkId;
export const createActorId = () => randomId() as ActorId;
export const createBlockId = () => randomId() as BlockId;
export const createObservationId = () => randomId() as ObservationId;
export const createVersionId = () => randomId() as VersionId;
export const createNoteId = () => randomId() as NoteId;
