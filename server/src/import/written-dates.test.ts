import { expect, test } from 'vitest';
import { sentencesOf } from './sentences.ts';
import { dayOf, headerDate, monthOf } from './written-dates.ts';

test('a month on a line of its own', () => {
  expect(monthOf('Notice\n\nDecember 2022\n\nText')).toBe('2022-12');
  expect([monthOf('In December 2022 we met'), monthOf('Decembre 2022'), monthOf('')]).toEqual([null, null, null]);
});

test('a day in words', () => {
  expect([dayOf('August 5, 2024'), dayOf('Augustus 5, 2024'), dayOf('soon')]).toEqual(['2024-08-05', null, null]);
});

test('a day in the header of a proposal', () => {
  expect([headerDate('24-Aug-2018'), headerDate(' 03-Oct-2018 ')]).toEqual(['2018-08-24', '2018-10-03']);
  expect([headerDate('24-Aux-2018'), headerDate('2018')]).toEqual([null, null]);
});

test('an abbreviation ends no sentence, a line does', () => {
  expect(sentencesOf('The U.S. Strategy (E.O. 14085) holds. It is new.')).toEqual([
    'The U.S. Strategy (E.O. 14085) holds.',
    'It is new.',
  ]);
  expect(sentencesOf('One\nTwo')).toEqual(['One', 'Two']);
});
