import type { ElementId } from '@longtable/shared/ids';
import { expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { type PersonHere, peopleByElement, readPeople } from './people-here.ts';

const actor = { id: 'ada', name: 'Ada', organisation: null };
const at = (element: string) => element as ElementId;
const person = (client: number, element: string | null): PersonHere => ({
  client,
  ...actor,
  element: element as ElementId | null,
  view: '',
});

test('a caret that moves moves nobody', () => {
  const awareness = new Awareness(new Y.Doc());
  const say = (client: number, state: Record<string, unknown>) => awareness.states.set(client, state);
  say(1, { actor, element: 'bench', cursor: 1 });
  const first = readPeople(awareness, []);
  expect(first).toEqual([person(1, 'bench')]);
  say(1, { actor, element: 'bench', cursor: 2 });
  expect(readPeople(awareness, first)).toBe(first);
  say(1, { actor, view: 'roadmap' });
  expect(readPeople(awareness, first)).toEqual([{ ...person(1, null), view: 'roadmap' }]);
  awareness.destroy();
});

test('who moves changes the lists of two elements and no other', () => {
  const before = peopleByElement([person(1, 'bench'), person(2, 'tram'), person(3, null)], 'me', new Map());
  expect([...before.keys()]).toEqual(['bench', 'tram']);
  const after = peopleByElement([person(1, 'bench'), person(2, 'bus')], 'me', before);
  expect(after.get(at('bench'))).toBe(before.get(at('bench')));
  expect([...after.keys()]).toEqual(['bench', 'bus']);
});

test('I am not among the others, on whichever page', () => {
  expect(peopleByElement([person(1, 'bench')], 'ada', new Map()).size).toBe(0);
});
