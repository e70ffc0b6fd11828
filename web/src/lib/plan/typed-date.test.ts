import { expect, test } from 'vitest';
import { readTypedDate } from './typed-date.ts';

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
