import { expect, test } from 'vitest';
import { SelectKeys } from './select-keys.ts';

const press = (keys: SelectKeys, key: string, altKey = false) => keys.press({ key, altKey } as KeyboardEvent);

test('arrows, letters and the ends look through the options of a closed list; they choose nothing', () => {
  const keys = new SelectKeys();
  for (const key of ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'p']) {
    press(keys, key);
    expect(keys.isLooking()).toBe(true);
  }
});

test('a pointer, Enter, and what was chosen in a list that a key opened are meant', () => {
  const keys = new SelectKeys();
  expect(keys.isLooking()).toBe(false);
  press(keys, 'ArrowDown');
  keys.point();
  expect(keys.isLooking()).toBe(false);
  for (const key of ['Enter', ' ', 'F4']) {
    press(keys, key);
    expect(keys.isLooking()).toBe(false);
  }
  press(keys, 'ArrowDown', true);
  expect(keys.isLooking()).toBe(false);
});
