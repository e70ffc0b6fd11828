import { actorTypes } from '@longtable/shared/plan/kinds';
import { plainText } from '@longtable/shared/plan/rich-text';
import { describe, expect, test } from 'vitest';
import { readExample } from './examples.ts';
import { importPlan } from './import-plan.ts';

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

describe('six governance models', async () => {
  const files = await readExample('governance-models');
  const { elements, links } = importPlan(files);
  const visions = elements.filter(({ kind }) => kind === 'vision');
  const referenceOf = (id: string) => elements.find((element) => element.id === id)?.reference;

  test('are six visions with the authors of their headers, held since they were made; how far they look they do not say', () => {
    const sinceOf = (id: string) => links.find(({ from, type }) => from === id && type === 'held-by')?.since;
    expect(visions.map(({ id, reference }) => `${reference} ${sinceOf(id ?? '')}`)).toEqual([
      'PEP 8010 2018-08-24',
      'PEP 8011 2018-08-24',
      'PEP 8012 2018-10-03',
      'PEP 8013 2018-09-14',
      'PEP 8014 2018-09-16',
      'PEP 8015 2018-10-04',
    ]);
    expect(visions.filter(({ horizonFrom, horizonTo }) => horizonFrom || horizonTo)).toEqual([]);
    const actors = elements.filter(({ kind }) => kind === 'actor');
    expect(actors.map(({ title }) => title)).toEqual([
      'Barry Warsaw',
      'Mariatta',
      'Łukasz Langa',
      'Steve Dower',
      'Jack Jansen',
      'Victor Stinner',
    ]);
    expect(actors.every(({ details }) => details?.actorType === 'person')).toBe(true);
    expect(actorTypes).toContain('person');
    const held = links.filter(({ type }) => type === 'held-by');
    expect(held).toHaveLength(7);
    expect(elements.filter(({ kind }) => !['vision', 'actor', 'governance'].includes(kind))).toEqual([]);
  });

  test('say how each of them would govern: ways that were proposed, in the words of the model, as parts of it', () => {
    const ways = elements.filter(({ kind }) => kind === 'governance');
    for (const vision of visions) {
      const parts = links.filter(({ type, to }) => type === 'part-of' && to === vision.id).map(({ from }) => from);
      const own = ways.filter(({ id }) => parts.some((part) => part === id));
      expect(own.length, vision.title).toBeGreaterThan(1);
      for (const { title, body } of own) {
        expect(title).toContain(`(${vision.reference})`);
        expect(plainText(vision.body ?? [])).toContain(plainText(body ?? []));
      }
    }
    const titles = ways.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining(['The Council of Pythonistas (CoP) (PEP 8010)', 'Decision Process (PEP 8014)']),
    );
    expect(titles.filter((title) => /^(?:Why|What are NOT|Let's|Annex)/.test(title))).toEqual([]);
  });

  test('each competes with each other one, by what put them to one vote', () => {
    const competing = links.filter(({ type }) => type === 'competes-with');
    expect(competing).toHaveLength(15);
    for (const { note, details } of competing) {
      expect(details).toEqual({ saidBy: 'PEP 8001' });
      expect(note).toMatch(
        /PEP \d+ was rejected by a core developer vote described in PEP 8001 on Monday, December 17, 2018\.$/,
      );
    }
    const [first] = competing.filter(
      ({ from, to }) => referenceOf(from) === 'PEP 8010' && referenceOf(to) === 'PEP 8013',
    );
    expect(first?.note).toMatch(/^PEP 8013: “It differs from PEP 8010 by specifically not proposing/);
  });

  test.each(files.map(({ path, text }) => [path, text]))('no word of %s is lost', (path, text) => {
    const number = /\d+/.exec(path)?.[0];
    const vision = visions.find(({ reference }) => reference === `PEP ${number}`);
    const [head, ...body] = vision?.body ?? [];
    const written = text
      .slice(text.indexOf('\n\n'))
      .replace(/^\.\. _.*$/gm, '')
      .replace(/\s*<https?:[^>]*>/g, '');
    expect(wordsOf(plainText(body))).toEqual(wordsOf(written));
    const hrefs = new Set(body.flatMap((block) => block.text.map(({ href }) => href)));
    const addresses = [...text.matchAll(/(?:<|^\.\. _.*?: )(https?:[^>\s]*)/gm)].map(([, address]) => address);
    expect(addresses.filter((address) => !hrefs.has(address))).toEqual([]);

    const header = text.slice(0, text.indexOf('\n\n')).replace(/^(?:PEP|Title|Author|Created): /gm, '');
    const authors = links.filter(({ from, type }) => from === vision?.id && type === 'held-by').map(({ to }) => to);
    const people = elements.filter(({ id }) => authors.some((author) => author === id));
    const said = [vision?.title, vision?.reference, plainText(head ? [head] : [])];
    const known = new Set(
      wordsOf([...said, ...people.flatMap(({ title, body }) => [title, plainText(body ?? [])])].join('\n')),
    );
    const missing = wordsOf(header).filter((word) => !known.has(word));
    expect(missing).toEqual([]);
  });
});

const proposal = (number: number, rest = 'Text.') => ({
  path: `pep-${number}.rst`,
  text: `PEP: ${number}\nTitle: Model ${number}\nAuthor: Ada <ada@example.org>,\n  Grace\nCreated: soon\n\n${rest}\n`,
});

test('proposals that nothing put to one vote do not compete, and are ideas', () => {
  const { elements, links } = importPlan([proposal(2), proposal(1)]);
  expect(elements.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
    'idea: Model 1',
    'idea: Model 2',
    'actor: Ada',
    'actor: Grace',
  ]);
  expect(links.map(({ type }) => type)).toEqual(['kept-by', 'kept-by', 'kept-by', 'kept-by']);
  expect(plainText(elements[0]?.body ?? [])).toBe('Created: soon\nText.');
});

test('Markdown beside proposals belongs to the context', () => {
  const { plan } = importPlan([proposal(1), { path: 'CREDIT.md', text: '# Where it comes from\n\nPublic domain.' }]);
  expect(plan.context).toBe('Where it comes from\n\nPublic domain.');
});

test.each([
  ['no header', [{ path: 'a.rst', text: 'Title\n=====\n\nText' }], /"a\.rst" does not begin as a proposal does/],
  ['nothing', [{ path: 'a.rst', text: '' }], /"a\.rst" does not begin/],
  ['a number that is none', [{ path: 'a.rst', text: 'PEP: one\nTitle: T\n\nText' }], /"a\.rst" does not begin/],
  [
    'the number of another',
    [proposal(1), { ...proposal(1), path: 'b.rst' }],
    /"pep-1\.rst" has the number of another file: PEP 1/,
  ],
  ['bytes that are no text', [{ path: 'a.rst', text: 'PEP: 1\nTitle: T\n\n\0' }], /"a\.rst" is not a text file/],
  ['ten megabytes', [proposal(1, 'word '.repeat(2_000_000))], /"pep-1\.rst" is larger than 2 MB/],
  ['a text that nobody could read', [proposal(1, 'word '.repeat(60_000))], /"Model 1" is too long/],
  [
    'a very long title',
    [{ path: 'a.rst', text: `PEP: 1\nTitle: ${'T'.repeat(2_001)}\n` }],
    /The title "T+…" is too long/,
  ],
  [
    'a table beside it',
    [proposal(1), { path: 'b.csv', text: 'a,b' }],
    /"b\.csv" and "pep-1\.rst" do not make one plan/,
  ],
])('is refused by its name: %s', (_what, files, sentence) => {
  expect(() => importPlan(files)).toThrow(sentence);
});
