import { describe, expect, test } from 'vitest';
import { parseHorizon, readHorizon } from './horizon.ts';

describe('horizons', () => {
  test.each([
    ['2030', '2030'],
    [' 2030-05 ', '2030-05'],
    ['2028-02-29', '2028-02-29'],
    ['2030s', '203X'],
    ['about 2040', '2040~'],
    ['203x', '203X'],
    ['2040~', '2040~'],
  ])('"%s" is understood as %s', (typed, edtf) => {
    expect(readHorizon(typed)).toBe(edtf);
    expect(parseHorizon(edtf)).not.toBeNull();
  });

  test.each(['soon', '20', '2030-13', '2030-02-30', '203X-05', '2027-02-29', ''])('"%s" is not', (typed) => {
    expect(readHorizon(typed)).toBeNull();
  });
});
