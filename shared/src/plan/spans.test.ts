import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanOf } from './spans.ts';
import { parseTimeSpan } from './time-span.ts';

const digits = (count: number) =>
  fc.integer({ min: 0, max: 10 ** count - 1 }).map((n) => String(n).padStart(count, '0'));
const date = fc.oneof(
  digits(4),
  fc.tuple(digits(4), digits(2)).map((parts) => parts.join('-')),
  fc.tuple(digits(4), digits(2), digits(2)).map((parts) => parts.join('-')),
  fc.constantFrom('203X', '2030~', '2030/..', '[2030..2033]', '2031-21', '..', 'soon', '', '2031-02-30', 'X'),
);

test('spans are those of the EDTF library', () => {
  fc.assert(
    fc.property(date, (text) => {
      expect(spanOf(text)).toEqual(parseTimeSpan(text));
    }),
    { numRuns: 1000 },
  );
});
