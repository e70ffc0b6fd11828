import type { Change } from '@longtable/shared/history';
import type { ActorId, ElementId } from '@longtable/shared/ids';
import { expect, test, vi } from 'vitest';
import { blockNotes } from './block-words.ts';
import { changeSentences, type PlanWords } from './change-words.ts';

// Svelte compiles it; here there is no Svelte.
vi.mock('#lib/plan/zone.svelte.ts', () => ({ zone: { isReaders: false } }));

const words: PlanWords = {
  kindName: (kind) => ({ deliberation: 'Deliberation', festival: 'Festival of ideas' })[kind] ?? kind,
  formName: (form) => form,
  hasEnd: (element) => element === 'long',
};
const by = { id: 'ada' as ActorId, name: 'Ada', organisation: null };

function change(rest: Partial<Change>): Change {
  return { element: 'panel' as ElementId, field: null, type: 'set', by, at: '', seq: 1, ...rest };
}

const say = (...changes: Partial<Change>[]) =>
  changeSentences(changes.map(change), 'Citizens’ panel', words).map(({ pieces }) =>
    pieces.map(({ type, text }) => (type === 'before' ? `~${text}~` : type === 'after' ? `_${text}_` : text)).join(''),
  );

test('dates that move are told as a move, in the words of horizons', () => {
  expect(say({ field: 'horizonFrom', before: '2027', after: '[2030..2033]' })).toEqual([
    'Moved “Citizens’ panel” from ~2027~ to _early 2030s_',
  ]);
  expect(
    say({ field: 'horizonFrom', before: '2027', after: '2031' }, { field: 'horizonTo', before: '2028', after: '2032' }),
  ).toEqual(['Moved “Citizens’ panel” from ~2027 to 2028~ to _2031 to 2032_']);
  expect(say({ field: 'horizonFrom', before: null, after: '2031' })).toEqual([
    'Set the dates of “Citizens’ panel” to _2031_',
  ]);
  expect(say({ element: 'long' as ElementId, field: 'horizonTo', before: '2030', after: '2035' })).toEqual([
    'Moved the end of “Citizens’ panel” from ~2030~ to _2035_',
  ]);
});

test('states, kinds and fields read as sentences', () => {
  expect(say({ field: 'state', before: 'proposed', after: 'dropped' })).toEqual([
    'Changed the state from ~proposed~ to _dropped_',
  ]);
  expect(say({ field: 'state', before: null, after: 'running' })).toEqual(['Set the state to _running_']);
  expect(say({ field: 'kind', before: 'deliberation', after: 'festival' })).toEqual([
    'Turned it from ~Deliberation~ into _Festival of ideas_',
  ]);
  expect(say({ field: 'reference', before: 'A1', after: undefined })).toEqual(['Took away “Reference”: ~A1~']);
});

test('a place among neighbours is told where it changed, not where something is new', () => {
  expect(say({ field: 'rank', before: 'a1', after: 'a0V' })).toEqual([
    'Put “Citizens’ panel” in another place among its neighbours',
  ]);
  expect(say({ field: 'rank', after: 'a0' }, { field: 'kind', after: 'festival' })).toEqual([]);
});

test('keepers, links and the kinds of a plan’s own are told by their names', () => {
  const link = {
    id: 'l',
    from: 'panel',
    to: 'city',
    fromTitle: 'Citizens’ panel',
    toTitle: 'City of Ghent',
  };
  expect(say({ field: 'links', type: 'add', after: { ...link, type: 'kept-by' } })).toEqual([
    'Made _City of Ghent_ a keeper of “Citizens’ panel”',
  ]);
  expect(say({ field: 'links', type: 'remove', before: { ...link, type: 'addresses' } })).toEqual([
    'No longer linked: ~Citizens’ panel addresses City of Ghent~',
  ]);
  expect(say({ element: null, field: 'kind:festival', before: undefined, after: 'Festival of ideas' })).toEqual([
    'Added a kind of this plan’s own: _Festival of ideas_',
  ]);
});

test('signs that a title brings along do not break a sentence', () => {
  expect(say({ field: 'reference', before: 'A\uE003B', after: '\uE000C' })).toEqual([
    'Changed “Reference” from ~AB~ to _C_',
  ]);
});

test('blocks that moved, were split or joined say so beside them', () => {
  const block = (id: string, text: string) => ({
    id,
    kind: 'paragraph',
    level: 2,
    indent: 0,
    state: 'kept' as const,
    runs: [{ text, state: 'kept' as const, by: null, seq: null }],
  });
  const document = {
    element: 'panel' as ElementId,
    kind: 'deliberation',
    title: 'Citizens’ panel',
    state: 'kept' as const,
    texts: [],
    blocks: [block('a', 'We meet in spring.'), null, block('b', 'Everyone is paid.')],
  };
  const place = (after: string | null, element = 'panel') => ({ element: element as ElementId, index: 1, after });
  const notes = blockNotes(
    document,
    [
      change({ field: 'body', type: 'move', block: 'b', before: place('a'), after: place(null) }),
      change({ field: 'body', type: 'split', block: 'a', before: 'b', after: 'paragraph' }),
      change({ field: 'body', type: 'format', block: 'a', before: 'paragraph', after: 'heading' }),
      change({ field: 'body', type: 'join', block: 'c', before: 'paragraph', after: 'b' }),
    ],
    () => 'Elsewhere',
  );
  expect(notes.get('b')).toEqual(['moved from below “We meet in spring.”', 'joined with the one that followed']);
  expect(notes.get('a')).toEqual(['split off from “Everyone is paid.”', 'became a heading']);
});
