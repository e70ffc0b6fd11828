import { createElementId, createLinkId } from '@longtable/shared/ids';
import type { Link } from '@longtable/shared/plan/link';
import { expect, test, vi } from 'vitest';
import { agreementText, linkAsides, observationText, owesReason, spanOfLink } from './element-words.ts';
import { fieldName, fromToText, linkPhrase } from './words.ts';

/** It is reactive, and knows the reader's clock; neither is asked here. */
vi.mock('./zone.svelte.ts', () => ({ zone: { isReaders: false } }));

const link = (rest: Partial<Link>): Link => ({
  id: createLinkId(),
  from: createElementId(),
  to: createElementId(),
  type: 'part-of',
  note: '',
  since: null,
  until: null,
  details: {},
  ...rest,
});

test('a link reads from both ends as what it says', () => {
  expect(linkPhrase('leads-to', 'from')).toBe('leads to');
  expect(linkPhrase('leads-to', 'from', { chance: 'might' })).toBe('might lead to');
  expect(linkPhrase('leads-to', 'to', { chance: 'should-prevent' })).toBe('should be prevented by');
  expect(linkPhrase('answers', 'to', { outcome: 'refused' })).toBe('is refused by');
  expect(linkPhrase('builds', 'from', { chance: 'might' })).toBe('builds');
  expect(linkPhrase('leads-to', 'from', { chance: 'unheard of' })).toBe('leads to');
  expect(linkPhrase('constructor', 'from')).toBe('constructor');
});

test('a tie says how strong it is from where it is seen, and whether it is about one topic', () => {
  const details = { strengthFrom: 'strong', strengthTo: 'strained' };
  const tie = link({ type: 'works-with', since: '2020', until: '203X', details });
  const seen = ['2020 to the 2030s', 'not tied to one topic'];
  expect(linkAsides(tie, 'from')).toEqual([...seen, 'strong, seen from here', 'strained, seen from the other end']);
  expect(linkAsides(tie, 'to')).toEqual([...seen, 'strained, seen from here', 'strong, seen from the other end']);
  expect(linkAsides(link({ type: 'works-with', details: { topic: 'water' } }), 'to')).toEqual(['only about water']);
  expect(linkAsides(link({}), 'from')).toEqual([]);
});

test('two dates are said in one way, whatever they are of', () => {
  expect(fromToText('2030', '204X')).toBe('2030 to the 2040s');
  expect(fromToText('2030', '2030')).toBe('2030');
  expect(fromToText('2030', null)).toBe('2030');
  expect(fromToText('2030', '..')).toBe('from 2030 on');
  expect(fromToText(null, '2040~')).toBe('until about 2040');
  expect(fromToText(null, null)).toBe('');
  expect(spanOfLink({ since: '2020', until: null })).toBe('since 2020');
  expect(spanOfLink({ since: null, until: '2030' })).toBe('until 2030');
  expect(spanOfLink({ since: null, until: null })).toBeNull();
});

test('an answer that is not a plain yes owes a reason', () => {
  expect(owesReason(link({ type: 'answers', details: { outcome: 'refused' } }))).toBe(true);
  expect(owesReason(link({ type: 'answers', details: { outcome: 'partly' }, note: ' ' }))).toBe(true);
  expect(owesReason(link({ type: 'answers', details: { outcome: 'refused' }, note: 'No money' }))).toBe(false);
  expect(owesReason(link({ type: 'answers', details: { outcome: 'accepted' } }))).toBe(false);
});

test('counts are words', () => {
  expect(agreementText({ agreed: '1057', disagreed: '12' })).toBe('1,057 agreed, 12 did not.');
  expect(agreementText({ disagreed: '12' })).toBe('12 did not agree.');
  expect(agreementText({ agreed: 'many' })).toBe('many agreed.');
  expect(agreementText({})).toBeNull();
});

test('observations, and what a plan names itself, are called so in history', () => {
  expect(observationText({ on: '2030-05', text: 'They asked', evidence: 'minutes' })).toBe(
    'May 2030: They asked (minutes)',
  );
  expect(fieldName('observation:abc')).toBe('Observation');
  expect(fieldName('kind:local-abc')).toBe('A kind of this plan’s own');
  expect(fieldName('unheard:of')).toBe('unheard');
});
