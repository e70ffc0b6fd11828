import { expect, test } from 'vitest';
import { planIdIn } from './plan-address.ts';

test.each([
  ['https://plan.example/plan/2hX_qmURcmVd0PU9hpV4kg', '2hX_qmURcmVd0PU9hpV4kg'],
  ['  http://127.0.0.1:3000/plan/2hX_qmURcmVd0PU9hpV4kg/history?by=x#top ', '2hX_qmURcmVd0PU9hpV4kg'],
  ['/plan/2hX_qmURcmVd0PU9hpV4kg', '2hX_qmURcmVd0PU9hpV4kg'],
  ['2hX_qmURcmVd0PU9hpV4kg', '2hX_qmURcmVd0PU9hpV4kg'],
  ['', ''],
])('%s', (pasted, id) => {
  expect(planIdIn(pasted)).toBe(id);
});
