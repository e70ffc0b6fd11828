/** Who else has the plan open, and where in it they are: what presence says, as pages use it. */
import type { ElementId } from '@longtable/shared/ids';
import type { Presence } from '@longtable/shared/protocol';
import type { Awareness } from 'y-protocols/awareness';

/** Somebody else who has the plan open. */
export interface PersonHere {
  client: number;
  id: string;
  name: string;
  organisation: string | null;
  element: ElementId | null;
  /** The page they look at, after the plan's own address; '' where it is not said. */
  view: string;
}

/** Nobody, always the same: what has nobody at it need not be drawn anew. */
export const nobody: readonly PersonHere[] = [];

/** @returns `before` where nobody came, went or moved: carets move all the time, and change nothing here */
export function readPeople(awareness: Awareness, before: PersonHere[]): PersonHere[] {
  const people = [...awareness.getStates()].flatMap(([client, state]): PersonHere[] => {
    const { actor, element, view } = state as Partial<Presence>;
    if (client === awareness.clientID || !actor) return [];
    return [{ client, ...actor, element: (element ?? null) as ElementId | null, view: view ?? '' }];
  });
  return isSame(people, before) ? before : people;
}

/**
 * Others by the element they are at.
 * @param before what was returned last: lists that are still true are kept
 */
export function peopleByElement(
  people: readonly PersonHere[],
  me: string | undefined,
  before: ReadonlyMap<ElementId, readonly PersonHere[]>,
): ReadonlyMap<ElementId, readonly PersonHere[]> {
  const at = new Map<ElementId, PersonHere[]>();
  for (const person of people) {
    if (!person.element || person.id === me) continue;
    const known = at.get(person.element);
    if (known) known.push(person);
    else at.set(person.element, [person]);
  }
  return new Map(
    [...at].map(([element, now]) => {
      const last = before.get(element);
      return [element, last && isSame(now, last) ? last : now];
    }),
  );
}

const isSame = (some: readonly PersonHere[], others: readonly PersonHere[]) =>
  some.length === others.length && some.every((one, index) => isSamePerson(one, others[index]));

function isSamePerson(one: PersonHere, other: PersonHere | undefined): boolean {
  if (!other) return false;
  const keys = ['client', 'id', 'name', 'organisation', 'element', 'view'] as const;
  return keys.every((key) => one[key] === other[key]);
}
