import { expect, test, vi } from 'vitest';
import { readDateWords, readTypedDate } from './typed-date.ts';
import { horizonField, horizonText } from './words.ts';

/** It is reactive, and knows the reader's clock; neither is asked here. */
vi.mock('./zone.svelte.ts', () => ({ zone: { isReaders: false } }));

test.each([
  ['2030s', '203X'],
  ['early 2030s', '[2030..2033]'],
  ['2004-06/2006-08', '2004-06/2006-08'],
  ['2030?', '2030?'],
  ['1XXX', '1XXX'],
  ['Y-17000', 'Y-17000'],
])('%s is a date', async (typed, edtf) => expect(await readTypedDate(typed)).toBe(edtf));

test.each(['', 'soon', 'after the war', '2030-13', '12 or so', '2006/2004'])('“%s” is none', async (typed) =>
  expect(await readTypedDate(typed)).toBeNull(),
);

test('dates are read as the page writes them, in whatever language that is', () => {
  const dates = [
    '..',
    '2030',
    '2030-05',
    '2030-05-04',
    '2030-21',
    '2030-24',
    '203X',
    '[2030..2033]',
    '2030~',
    '203X/..',
  ];
  for (const edtf of dates) {
    expect(readDateWords(horizonText(edtf))).toBe(edtf);
    expect(readDateWords(horizonField(edtf))).toBe(edtf);
  }
  expect(readDateWords('4 May 2030')).toBe('2030-05-04');
  expect(readDateWords('from about the 2030s on')).toBe('203X~/..');
  expect(readDateWords('in 2 generations', 2026)).toBe('2076~');
  expect(readDateWords('some day in May')).toBeNull();
});
