import { readElements, readPlan } from '@longtable/shared/plan/document';
import { plainText } from '@longtable/shared/plan/rich-text';
import { maxUpdateBytes } from '@longtable/shared/protocol';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readExample } from './examples.ts';
import { type ImportedPlan, type ImportFile, importPlan } from './import-plan.ts';
import { toUpdates } from './plan-rows.ts';

const linksOf = ({ links }: ImportedPlan, type: string) => links.filter((link) => link.type === type);

describe('the fifth US Open Government National Action Plan', async () => {
  const files = await readExample('us-open-government');
  const imported = importPlan(files);
  const named = (reference: string) => {
    const found = imported.elements.find((element) => element.reference === reference);
    if (!found?.id) throw new Error(`${reference} is missing`);
    return found;
  };
  const isPart = (reference: string | null | undefined) => reference?.includes('.') ?? false;

  test('has 36 commitments and 70 parts in the states that were published', () => {
    const commitments = imported.elements.filter(({ kind }) => kind === 'commitment');
    const parts = commitments.filter(({ reference }) => isPart(reference));
    const counts = Object.groupBy(parts, ({ state }) => state ?? 'none');
    expect(commitments.length - parts.length).toBe(36);
    expect(parts).toHaveLength(70);
    expect([counts.done?.length, counts['on-track']?.length, counts.committed?.length]).toEqual([33, 36, 1]);
    expect(commitments.filter(({ state }) => state === null)).toHaveLength(36);
  });

  test('has nothing but what was published: visions, commitments, actors, challenges, a review', () => {
    const counts = Object.entries(Object.groupBy(imported.elements, ({ kind }) => kind));
    expect(Object.fromEntries(counts.map(([kind, elements]) => [kind, elements?.length]))).toEqual({
      vision: 7,
      commitment: 36 + 70,
      actor: 39,
      challenge: 18,
      review: 1,
    });
  });

  test('has its introduction and themes as visions, and every word of their text', () => {
    const visions = imported.elements.filter(({ kind }) => kind === 'vision');
    expect(visions).toHaveLength(7);
    const introduction = plainText(visions[0]?.body ?? []);
    expect(introduction).toMatch(/^The American people have strived/);
    expect(introduction).toContain('does not happen by accident');
    expect(visions.every(({ body }) => (body?.length ?? 0) > 2)).toBe(true);
  });

  test('every commitment belongs to its theme and has the text that the plan gives it', () => {
    const commitments = imported.elements.filter(({ kind, reference }) => kind === 'commitment' && !isPart(reference));
    for (const { id, body } of commitments) {
      const theme = imported.links.find(({ from, type }) => from === id && type === 'part-of');
      expect(imported.elements.find((element) => element.id === theme?.to)?.kind).toBe('vision');
      expect(plainText(body ?? []).length).toBeGreaterThan(200);
    }
    expect(plainText(named('US0113').body ?? [])).toMatch(/^The President's Executive Order 13985 called/);
  });

  test('every part is kept by an agency, however its name was spelt', () => {
    const actors = imported.elements.filter(({ kind }) => kind === 'actor');
    const titles = actors.map(({ title }) => title);
    expect(linksOf(imported, 'kept-by')).toHaveLength(70);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).not.toContain('Exeecutive Office of the President');
    expect(titles).toContain('National Telecommunications and Information Administration');
    const keeper = linksOf(imported, 'kept-by').find(({ from }) => from === named('US0113.1').id);
    const office = actors.find(({ id }) => id === keeper?.to);
    expect(office?.title).toBe('Office of Science and Technology Policy');
    const above = linksOf(imported, 'part-of').find(({ from }) => from === office?.id);
    expect(actors.find(({ id }) => id === above?.to)?.title).toBe('Executive Office of the President');
  });

  test('addresses in the published HTML stay links', () => {
    const hrefs = (named('US0113.1').body ?? []).flatMap(({ text }) => text.map(({ href }) => href));
    expect(hrefs).toContain(
      'https://www.whitehouse.gov/wp-content/uploads/2023/03/Progress-on-Equitable-Data-Mar2023.pdf',
    );
    const all = imported.elements.flatMap(({ body }) => body ?? []).flatMap(({ text }) => text);
    expect(all.filter(({ href }) => href !== undefined).length).toBeGreaterThan(300);
    expect(all.filter(({ text }) => /<\/?(a|br|span)\b/i.test(text))).toEqual([]);
  });

  test('what the public asked becomes challenges that commitments answer', () => {
    expect(imported.elements.filter(({ kind }) => kind === 'challenge')).toHaveLength(18);
    const answering = linksOf(imported, 'answers').filter(({ to }) => to === named('B1').id);
    expect(answering.map(({ from }) => from)).toContain(named('US0114').id);
    expect(plainText(named('E1').body ?? [])).toContain('E1.2 - Our Response');
  });

  test('an answer says what became of the demand, in words of the published response', () => {
    const [response] = files.filter(({ path }) => path === 'reasoned-response.md');
    const published = (response?.text ?? '')
      .replace(/\]\([^)]*\)/g, '')
      .replace(/\[/g, '')
      .replace(/\s+/g, ' ');
    const answers = linksOf(imported, 'answers');
    for (const { note, details } of answers) {
      expect(['accepted', 'partly', 'refused']).toContain(details?.outcome);
      const reason = /^“(.*)”\n\n/s.exec(note ?? '')?.[1] ?? 'no reason';
      for (const sentence of reason.split(/(?<=[.)]) (?=[A-Z])/))
        expect(published).toContain(sentence.replace(/\s+/g, ' '));
    }
    const outcome = (challenge: string) => [
      ...new Set(answers.filter(({ to }) => to === named(challenge).id).map(({ details }) => details?.outcome)),
    ];
    expect([outcome('B1'), outcome('B3'), outcome('C4'), outcome('E4')]).toEqual([
      ['accepted'],
      ['partly'],
      ['refused'],
      ['partly'],
    ]);
  });

  test('commitments run from the published month to the end that is assessed, and are kept since then', () => {
    for (const { horizonFrom, horizonTo } of imported.elements.filter(({ kind }) => kind === 'commitment')) {
      expect([horizonFrom, horizonTo]).toEqual(['2022-12', '2024']);
    }
    expect(linksOf(imported, 'kept-by').every(({ since }) => since === '2022-12')).toBe(true);
  });

  test('the self-assessment is a review with its day and its lesson, and the commitments that it speaks of learn from it', () => {
    const review = imported.elements.find(({ kind }) => kind === 'review');
    expect(review).toMatchObject({ horizonFrom: '2024-08-05', details: { reviewedOn: '2024-08-05' } });
    expect(review?.horizonTo).toBeUndefined();
    expect(review?.details?.lesson).toMatch(/^These lessons emphasize the critical role of collaboration/);
    expect(review?.details?.definition).toBeUndefined();
    const learning = linksOf(imported, 'learns-from').map(({ from }) =>
      imported.elements.find(({ id }) => id === from),
    );
    expect(learning.flatMap((element) => element?.reference ?? []).sort()).toEqual([
      'US0113',
      'US0116',
      'US0118.2',
      'US0120',
      'US0130',
    ]);
    expect(linksOf(imported, 'learns-from').find(({ from }) => from === named('US0118.2').id)?.note).toContain(
      'Not Started',
    );
  });

  test('its rows rebuild the whole plan, and each is small enough to be a change', () => {
    const { updates, clientId } = toUpdates(imported);
    const doc = new Y.Doc();
    for (const update of updates) {
      expect(update.byteLength).toBeLessThan(maxUpdateBytes);
      Y.applyUpdate(doc, update);
    }
    expect([...Y.decodeStateVector(Y.encodeStateVector(doc)).keys()]).toEqual([clientId]);
    expect(readPlan(doc).links).toHaveLength(imported.links.length);
    expect(readElements(doc).map(({ id }) => id)).toEqual(imported.elements.map(({ id }) => id));
  });
});

describe('any Markdown', () => {
  const outline: ImportFile = {
    path: 'plan.md',
    text: '# Our valley\n\nThe Lys valley.\n\n## Visions\n\n### Clean water\n\nFor *everyone*, [always](https://example.org).\n\n- now\n  - and later\n\n> A promise\n\n## A loose thought\n\nWrite it down.\n',
  };

  test('becomes a plan: its title, its context, elements of the kinds that headings name', () => {
    const { plan, elements } = importPlan([outline]);
    expect(plan).toMatchObject({ title: 'Our valley', context: 'The Lys valley.' });
    expect(elements.map(({ kind, title }) => `${kind}: ${title}`)).toEqual([
      'vision: Clean water',
      'idea: A loose thought',
    ]);
    expect(elements[0]?.body?.map(({ kind, indent, text }) => ({ kind, indent, text }))).toEqual([
      {
        kind: 'paragraph',
        indent: 0,
        text: [
          { text: 'For ' },
          { text: 'everyone', em: true },
          { text: ', ' },
          { text: 'always', href: 'https://example.org' },
          { text: '.' },
        ],
      },
      { kind: 'bullet', indent: 0, text: [{ text: 'now' }] },
      { kind: 'bullet', indent: 1, text: [{ text: 'and later' }] },
      { kind: 'quote', indent: 0, text: [{ text: 'A promise' }] },
    ]);
  });

  test('a file that says its kind is one element', () => {
    const file = { path: 'bus.md', text: '---\nkind: commitment\nstate: late\n---\n# A night bus\n\nEvery hour.' };
    const [element] = importPlan([outline, file]).elements;
    expect(element).toMatchObject({ kind: 'commitment', state: 'late', title: 'A night bus' });
    expect(plainText(element?.body ?? [])).toBe('Every hour.');
  });

  test('a dangerous address keeps its words and loses its link', () => {
    const text = '# P\n\n## T\n\n<a href="javascript:alert(1)">press</a> [me](javascript:alert(2))';
    const spans = importPlan([{ path: 'p.md', text }]).elements[0]?.body?.flatMap((block) => block.text) ?? [];
    expect(spans.some((span) => span.href !== undefined)).toBe(false);
    expect(spans.map((span) => span.text).join('')).toContain('press');
  });
});

describe('what is refused, with the file by its name', () => {
  const part = (fields: string) => `---\ncommitment_id: A1\ncommitment_detail_sub_id: A1.1\ntitle: T\n${fields}\n---\n`;
  const whole = { path: 'a1.md', text: '---\ncommitment_id: A1\ntitle: Whole\n---\n' };
  const cases: [string, ImportFile[], RegExp][] = [
    ['no file', [], /at least one/],
    ['another type', [{ path: 'plan.exe', text: 'x' }], /"plan\.exe" is no file that can be read/],
    ['bytes that are no text', [{ path: 'a.md', text: 'a\0b' }], /"a\.md" is not a text file/],
    ['nothing in it', [{ path: 'a.md', text: ' \n ' }], /no text/],
    ['front matter without end', [{ path: 'a.md', text: '---\ntitle: x\n' }], /"a\.md".*no end/],
    ['front matter that is no YAML', [{ path: 'a.md', text: '---\ntitle: [x\n---\n' }], /"a\.md".*no YAML/],
    [
      'front matter that refers to nothing',
      [{ path: 'a.md', text: '---\ntitle: *nope\n---\n# T' }],
      /"a\.md".*refers to "\*nope"/,
    ],
    [
      'a date that is none',
      [{ path: 'a.md', text: '---\nkind: idea\nfrom: soon\n---\n# T' }],
      /"a\.md" says "from: soon"/,
    ],
    ['a very long context', [{ path: 'a.md', text: `# P\n\n${'words '.repeat(10_000)}` }], /before the first/],
    [
      'a very long title of the plan',
      [{ path: 'a.md', text: `# ${'P'.repeat(2_001)}\n\n## T` }],
      /The title "P+…" is too long/,
    ],
    [
      'a very long reference',
      [{ path: 'a.md', text: `---\nkind: idea\nreference: ${'x'.repeat(201)}\n---\n# T` }],
      /The reference "x+…" is too long/,
    ],
    ['an unknown kind', [{ path: 'a.md', text: '---\nkind: dragon\n---\n# D' }], /"a\.md" says it is a "dragon"/],
    [
      'a state of another kind',
      [{ path: 'a.md', text: '---\nkind: vision\nstate: done\n---\n# V' }],
      /state is "done"/,
    ],
    ['an unknown status', [whole, { path: 'b.md', text: part('commitment_status: Splendid') }], /"b\.md".*"Splendid"/],
    ['a part of nothing', [{ path: 'b.md', text: part('commitment_status: Complete') }], /"b\.md".*no such commitment/],
    ['the same id twice', [whole, { ...whole, path: 'a2.md' }], /"a2\.md".*of another file/],
    ['a very long text', [{ path: 'a.md', text: `# P\n\n## T\n\n${'x\n\n'.repeat(3_000)}` }], /"T" is too long/],
    ['too many elements', [{ path: 'a.md', text: `# P\n\n${'## T\n'.repeat(5_001)}` }], /5001 elements/],
  ];
  test.each(cases)('%s', (_name, files, sentence) => {
    expect(() => importPlan(files)).toThrow(sentence);
  });
});
