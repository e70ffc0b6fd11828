import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdRanges } from './id-ranges.ts';

const additions = fc.array(
  fc.record({ client: fc.nat(2), start: fc.nat(60), length: fc.integer({ min: 0, max: 6 }) }),
  {
    maxLength: 60,
  },
);

function rangesOf(list: readonly { client: number; start: number; length: number }[]) {
  const ranges = new IdRanges();
  const clocks = new Set<string>();
  for (const { client, start, length } of list) {
    ranges.add(client, start, start + length);
    for (let clock = start; clock < start + length; clock++) clocks.add(`${client} ${clock}`);
  }
  return { ranges, clocks };
}

function clocksOf(ranges: IdRanges): Set<string> {
  const clocks = new Set<string>();
  for (const [client, list] of ranges.entries()) {
    for (const { start, end } of list) for (let clock = start; clock < end; clock++) clocks.add(`${client} ${clock}`);
  }
  return clocks;
}

test('two sets together hold what either holds, in ranges that do not touch, and know how many', () => {
  fc.assert(
    fc.property(additions, additions, (first, second) => {
      const [one, two] = [rangesOf(first), rangesOf(second)];
      one.ranges.addAll(two.ranges);
      expect(clocksOf(one.ranges)).toEqual(one.clocks.union(two.clocks));
      expect(clocksOf(two.ranges)).toEqual(two.clocks);
      let count = 0;
      for (const [, list] of one.ranges.entries()) {
        count += list.length;
        for (const [index, { start }] of list.entries()) expect(start).toBeGreaterThan(list[index - 1]?.end ?? -1);
      }
      expect(one.ranges.count).toBe(count);
    }),
  );
});
