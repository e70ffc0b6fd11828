import { expect, test } from 'vitest';
import { rhythmsApart, stripesOf } from './stripes.ts';

const towns = ['Ghent', 'Bruges', 'Ostend', 'Aalst', 'Ronse', 'Deinze', 'Eeklo', 'Ninove'];

test('stripes are the same for one id everywhere', () => {
  expect(stripesOf('Ghent')).toEqual(stripesOf('Ghent'));
});

test('eight that stand side by side have eight colours, in whatever order they come', () => {
  const apart = rhythmsApart(towns);
  expect(new Set([...apart.values()].map(({ colour }) => colour)).size).toBe(towns.length);
  const turned = rhythmsApart([...towns].reverse());
  for (const town of towns) expect(turned.get(town)).toEqual(apart.get(town));
});

test('more than there are colours have stripes all the same', () => {
  expect(rhythmsApart([...towns, 'Ypres', 'Menen']).size).toBe(towns.length + 2);
});
