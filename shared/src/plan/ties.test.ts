import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readElements, readLinks } from './document.ts';
import { addElement, initialisePlan, linkElements, type NewLink } from './edits.ts';
import { dayOfYear, readTies, standingAt, yearsAt, yearsOf } from './ties.ts';

const today = Date.UTC(2026, 10, 25);
const endOf = (year: number) => dayOfYear(year, today);

function tiesOf(...links: Partial<NewLink>[]) {
  const doc = new Y.Doc();
  initialisePlan(doc, { title: 'Ghent' });
  const city = addElement(doc, { kind: 'actor', title: 'The city' });
  const fund = addElement(doc, { kind: 'network', title: 'Commons fund' });
  for (const link of links) linkElements(doc, { from: city, to: fund, type: 'member-of', ...link });
  return readTies(readElements(doc), readLinks(doc));
}

describe('ties', () => {
  test('stand from their first day to their last', () => {
    const [tie] = tiesOf({ since: '2020', until: '2030-06' });
    if (!tie) throw new Error('There is no tie.');
    expect(standingAt(tie, Date.UTC(2019, 11, 31))).toBe('not-yet');
    expect(standingAt(tie, Date.UTC(2020, 0, 1))).toBe('now');
    expect(standingAt(tie, Date.UTC(2030, 5, 30))).toBe('now');
    expect(standingAt(tie, endOf(2030))).toBe('over');
    expect(yearsAt(tie, endOf(2019))).toBeNull();
    expect(yearsAt(tie, endOf(2025))).toBe(5);
    expect(yearsAt(tie, endOf(2050))).toBe(10);
  });

  test('of this year are those that stand today, of another those that stood on its last day', () => {
    const ties = tiesOf(
      { since: '2020', until: '2026-12-10' },
      { since: '2026-12-15' },
      { since: '2020', until: '2026-11-24' },
      { since: '2025-12-31', until: '2025-12-31' },
    );
    const standingIn = (year: number) =>
      ties.filter((tie) => standingAt(tie, endOf(year)) === 'now').map(({ link }) => `${link.since}/${link.until}`);
    expect(standingIn(2026)).toEqual(['2020/2026-12-10']);
    expect(standingIn(2027)).toEqual(['2026-12-15/null']);
    expect(standingIn(2025)).toHaveLength(3);
  });

  test('are as old as their anniversaries, to the day', () => {
    const [tie] = tiesOf({ since: '2020-12-31' });
    if (!tie) throw new Error('There is no tie.');
    expect(yearsAt(tie, endOf(2020))).toBe(0);
    expect(yearsAt(tie, endOf(2021))).toBe(1);
    expect(yearsAt(tie, Date.UTC(2030, 11, 30))).toBe(9);
  });

  test('of which nobody knows since when stand always, and come last', () => {
    const ties = tiesOf({}, { since: 'long ago' }, { since: '2024', details: { topic: 'Floods' } }, { since: '199X' });
    expect(ties.map(({ link }) => link.since)).toEqual([
      '199X',
      '2024',
      expect.toBeOneOf([null, 'long ago']),
      expect.toBeOneOf([null, 'long ago']),
    ]);
    expect(ties.map(({ isLasting }) => isLasting)).toEqual([true, false, true, true]);
    expect(yearsOf(ties, 2026)).toEqual({ first: 1990, last: 2026 });
    expect(yearsOf([], 2026)).toEqual({ first: 2026, last: 2026 });
    for (const tie of ties.slice(2)) expect(standingAt(tie, endOf(1900))).toBe('now');
  });

  test('are links between actors and networks only', () => {
    expect(tiesOf({ type: 'part-of' })).toEqual([]);
  });
});
