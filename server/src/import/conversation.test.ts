import { readFileSync } from 'node:fs';
import { plainText } from '@longtable/shared/plan/rich-text';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { themesOf } from './conversation-themes.ts';
import { readExample } from './examples.ts';
import { importPlan } from './import-plan.ts';

describe('Bowling Green 2050', async () => {
  const files = await readExample('bowling-green');
  const { elements, links } = importPlan(files);
  const ideas = elements.filter(({ kind }) => kind === 'idea');
  const address = new URL('../../../examples/bowling-green-2050/statements.csv', import.meta.url);
  const rows = parse<Record<string, string>>(readFileSync(address), { columns: true });

  test('has its 371 statements as ideas, word for word, with how many agreed and disagreed', () => {
    expect(ideas).toHaveLength(371);
    for (const row of rows) {
      const idea = ideas.find(({ reference }) => reference === `Statement ${row['comment-id']}`);
      expect(idea?.title).toBe(row['comment-body']?.replace(/\s+/g, ' ').trim());
      expect(idea?.details).toEqual({ agreed: row.agrees, disagreed: row.disagrees });
      expect(idea?.horizonTo).toBe('2050');
    }
  });

  test('the 55 that were moderated out say so, belong to no challenge, and stand last', () => {
    const hidden = new Set(
      rows.filter(({ moderated }) => moderated === '-1').map((row) => `Statement ${row['comment-id']}`),
    );
    expect(hidden.size).toBe(55);
    const marked = ideas.filter(({ body }) => plainText(body ?? []).startsWith('Moderated out'));
    expect(new Set(marked.map(({ reference }) => reference))).toEqual(hidden);
    expect(ideas.slice(-55)).toEqual(marked);
    const linked = new Set(links.map(({ from }) => from));
    expect(marked.some(({ id }) => id && linked.has(id))).toBe(false);
    expect(ideas.filter(({ id }) => id && linked.has(id))).toHaveLength(371 - 55);
  });

  test('its challenges say how they gather statements, and gather none that does not use their words', () => {
    const challenges = elements.filter(({ kind }) => kind === 'challenge');
    expect(challenges).toHaveLength(13);
    expect(challenges.at(-1)?.title).toBe('Other');
    for (const challenge of challenges) {
      expect(plainText(challenge.body ?? [])).toMatch(/^Grouped when this plan was begun, by a rule and not by people/);
      const gathered = links.filter(({ to, type }) => to === challenge.id && type === 'addresses');
      const titles = gathered.flatMap(({ from }) => ideas.find(({ id }) => id === from)?.title ?? []);
      expect(titles.length).toBeGreaterThan(0);
      for (const title of titles) {
        const themes = themesOf(title).map((theme) => theme.title);
        expect(themes.length > 0 ? themes : ['Other']).toContain(challenge.title);
      }
    }
  });

  test('the conversation itself is a deliberation with its days and figures, in no state', () => {
    const [deliberation] = elements;
    expect(deliberation).toMatchObject({
      kind: 'deliberation',
      title: "Together, we'll build the BG of 2050.",
      state: null,
      horizonFrom: '2024-09-20',
      horizonTo: '2024-10-03',
    });
    const text = plainText(deliberation?.body ?? []);
    for (const line of [
      'url: https://pol.is/3nemnipcrc',
      'voters: 126',
      'commenters: 64',
      'comments: 371',
      'groups: 2',
    ]) {
      expect(text).toContain(line);
    }
  });
});

const header = 'comment-id,comment-body,agrees,disagrees,moderated';
const table = (...rows: string[]) => ({ path: 's.csv', text: [header, ...rows].join('\n') });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('a word is one that stands alone, unless longer ones are meant', () => {
  expect(themesOf('We need parking').map(({ title }) => title)).toEqual(['Getting around']);
  expect(themesOf('A PARK').map(({ title }) => title)).toEqual(['Parks, nature and the environment']);
  expect(themesOf('')).toEqual([]);
});

test('every word of a generated conversation is in its plan', () => {
  const statement = fc
    .string({ minLength: 1, maxLength: 700, unit: 'grapheme' })
    .filter((text) => /\S/.test(text) && !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 20 }), (statements) => {
      const rows = statements.map((text, index) => `${index},${quoted(text)},${index},0,${(index % 3) - 1}`);
      const { elements } = importPlan([table(...rows)]);
      const ideas = elements.filter(({ kind }) => kind === 'idea');
      for (const [index, text] of statements.entries()) {
        const idea = ideas.find(({ reference }) => reference === `Statement ${index}`);
        const said = [idea?.title, plainText(idea?.body ?? [])].join('\n').replace(/\s+/g, ' ');
        expect(said).toContain(text.replace(/\s+/g, ' ').trim());
        expect(idea?.details?.agreed).toBe(String(index));
      }
    }),
    { numRuns: 200 },
  );
});

test('a byte order mark, other line ends and empty lines are no rows', () => {
  const file = { path: 's.csv', text: `\uFEFF${header}\r\n\r\n1,A bus,2,3,1\r\n` };
  expect(importPlan([file]).elements.map(({ title }) => title)).toEqual(['A conversation', 'Getting around', 'A bus']);
});

test.each([
  [
    'another table',
    [{ path: 'a.csv', text: 'name,age\nAda,36' }],
    /"a\.csv" has no statements\. A table of statements has the columns/,
  ],
  ['nothing', [{ path: 'a.csv', text: '' }], /"a\.csv" has no statements/],
  [
    'a missing column',
    [{ path: 'a.csv', text: 'comment-id,comment-body,agrees,disagrees\n1,A,1,1' }],
    /"a\.csv" has no column "moderated"/,
  ],
  [
    'two conversations',
    [table('1,A,1,1,1'), { ...table('1,A,1,1,1'), path: 't.csv' }],
    /"t\.csv" holds another conversation/,
  ],
  ['an unclosed quotation', [table('1,"A,1,1,1')], /"s\.csv" is no table: a quotation mark is opened and never closed/],
  [
    'a stray quotation mark',
    [table('1,"A"b,1,1,1')],
    /"s\.csv" is no table: line 2 has a quotation mark in the wrong place/,
  ],
  [
    'a huge cell',
    [table(`1,${quoted('word '.repeat(30_000))},1,1,1`)],
    /"s\.csv" is no table: row 2 is longer than 100000 characters/,
  ],
  ['a short row', [table('1,A,1')], /Row 2 of "s\.csv" has 3 cells, and the first row has 5/],
  ['no number', [table('x,A,1,1,1')], /Row 2 of "s\.csv" has no number/],
  [
    'the number of another row',
    [table('1,A,1,1,1', '1,B,1,1,1')],
    /Row 3 of "s\.csv" has the "comment-id" of another row: 1/,
  ],
  ['no statement', [table('1, ,1,1,1')], /Row 2 of "s\.csv" has no statement/],
  ['no count', [table('1,A,many,1,1')], /Row 2 of "s\.csv" says "many" under "agrees"/],
  ['a negative count', [table('1,A,1,-1,1')], /Row 2 of "s\.csv" says "-1" under "disagrees"/],
  ['an unknown moderation', [table('1,A,1,1,2')], /Row 2 of "s\.csv" says "2" under "moderated"/],
  ['bytes that are no text', [table('1,A\0,1,1,1')], /"s\.csv" is not a text file/],
  [
    'ten megabytes',
    [table(...Array.from({ length: 400_000 }, (_, index) => `${index},A long statement,1,1,1`))],
    /"s\.csv" is larger than 2 MB/,
  ],
  [
    'very many rows',
    [table(...Array.from({ length: 20_001 }, (_, index) => `${index},A,1,1,1`))],
    /"s\.csv" has more than 20000 rows/,
  ],
  [
    'more rows than a plan can hold',
    [table(...Array.from({ length: 6_000 }, (_, index) => `${index},A,1,1,1`))],
    /These files hold 6\d{3} elements/,
  ],
])('is refused by its name: %s', (_what, files, sentence) => {
  expect(() => importPlan(files)).toThrow(sentence);
});
