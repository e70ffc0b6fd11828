import { expect, test } from 'vitest';
import { titleMatches, withTitle } from './title-matches.ts';

const titled = (...titles: string[]) => titles.map((title) => ({ title }));
const offered = (titles: string[], typed: string) => titleMatches(titled(...titles), typed).map(({ title }) => title);

test('the very title comes first, then what begins with it, then words that do, then the rest', () => {
  const titles = ['A tramway', 'Night tram', 'Trampoline', 'Retramp', 'Tram', 'Bus'];
  expect(offered(titles, 'tram')).toEqual(['Tram', 'Trampoline', 'A tramway', 'Night tram', 'Retramp']);
});

test('accents and case make no difference', () => {
  expect(offered(['Le Café du Dok'], 'cafe DU')).toEqual(['Le Café du Dok']);
  expect(offered(['Miasto Łódź'], 'lodz')).toEqual(['Miasto Łódź']);
});

test('of thousands a few are offered, and the very title is among them', () => {
  const many = Array.from({ length: 5000 }, (_, index) => `Element ${index}`);
  expect(offered(many, '')).toHaveLength(12);
  expect(offered(many, 'Element 4')).toHaveLength(12);
  expect(offered(many, 'element 4')[0]).toBe('Element 4');
  expect(offered(many, 'nothing')).toEqual([]);
});

test('all with the very title are meant, and where there is none, those with it in other capitals', () => {
  const meant = (titles: string[], typed: string) => withTitle(titled(...titles), typed).map(({ title }) => title);
  expect(meant(['City', 'CITY', 'City ', 'The city'], 'City')).toEqual(['City', 'City ']);
  expect(meant(['City', 'CITY', 'The city'], ' city ')).toEqual(['City', 'CITY']);
  expect(meant(['', 'City'], '')).toEqual([]);
});
