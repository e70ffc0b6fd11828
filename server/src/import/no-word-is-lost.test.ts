/** Every word of what is imported stands in the plan, in its order; what is left out on purpose is listed here. */
import { plainText } from '@longtable/shared/plan/rich-text';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readExample } from './examples.ts';
import { type ImportedPlan, importPlan } from './import-plan.ts';

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** All texts and fields of a plan, as they are read. */
function textsOf({ plan, elements }: ImportedPlan): string[] {
  return [
    plan.title,
    plan.context ?? '',
    ...elements.flatMap(({ title, state, reference, horizonFrom, horizonTo, body = [] }) => [
      [title, state, reference, horizonFrom, horizonTo].join('\n'),
      plainText(body),
      body.flatMap(({ text }) => text.map(({ href }) => href)).join('\n'),
    ]),
  ];
}

/** All runs of `length` words. */
function runsOf(text: string, length: number): string[] {
  const words = wordsOf(text);
  return words.slice(length - 1).map((_, index) => words.slice(index, index + length).join(' '));
}

describe('the fifth US Open Government National Action Plan', async () => {
  const files = await readExample('us-open-government');
  const imported = new Set(
    textsOf(importPlan(files)).flatMap((text) => [1, 2, 3, 4].flatMap((length) => runsOf(text, length))),
  );

  /** Fields that become a state, a link or an actor, or that only tell the site how to show the file. */
  const fieldsLeftOut =
    /^(layout|body-class|permalink|c_permalink|commitment_id|commitment_link|commitment_theme_name|commitment_theme_slug|commitment_agency|commitment_status):.*$/gm;
  /** Headings of commitments in the plan, whose own files give them their titles. */
  const titlesOfWholes = /^- ### .*$/gm;
  /** "Progress Update:" and "Evidence:" are headings; the names of fields, and how a whole announces its parts. */
  const namesLeftOut =
    /^(title|commitment_detail_sub|commitment_detail_sub_id|aug_2023_progress): |"Sub-Commitments:/gm;
  /** Tags without the words of pictures, addresses within the page or its site, signs for the site generator. */
  const signs = /<img [^>]*?alt="|<[^>]*>|\]\(\s*[^)\s]*\)\[?|\{:[^}]*\}/g;

  /** The texts of a file that stand on their own, without the numbers of list items: these are counted, not written. */
  function paragraphsOf(text: string): string[] {
    return text
      .replaceAll('\r\n', '\n')
      .replace(fieldsLeftOut, '\n')
      .replace(titlesOfWholes, '\n')
      .replace(namesLeftOut, '\n')
      .replace(/<br>|<\/?p[^>]*>/g, '\n')
      .replace(/" width="\d+" height="\d+">/g, '\n')
      .replace(signs, '')
      .replaceAll('&nbsp;', ' ')
      .split(/\n+/)
      .map((line) => line.replace(/^[\s"]*\d+[.)] /, ''));
  }

  test.each(files.map(({ path, text }) => [path, text]))('%s', (_path, text) => {
    // Four words in a row that stand nowhere in the plan were lost, or moved away from each other.
    const runs = paragraphsOf(text).flatMap((paragraph) => runsOf(paragraph, Math.min(4, wordsOf(paragraph).length)));
    expect(runs.filter((run) => run !== '' && !imported.has(run))).toEqual([]);
  });

  test('what introduces the response stands with what introduces the plan', () => {
    const introduction = importPlan(files).elements.find(({ kind }) => kind === 'vision');
    expect(plainText(introduction?.body ?? [])).toContain(
      'As part of drafting the fifth U.S. National Action Plan for Open Government',
    );
  });
});

describe('any Markdown', () => {
  const imports = (...texts: string[]) => importPlan(texts.map((text, index) => ({ path: `${index}.md`, text })));
  const outlineOf = ({ elements }: ImportedPlan) =>
    elements.map(({ kind, title, body = [] }) => `${kind}: ${title}: ${plainText(body)}`);

  test('a heading that names a kind without others under it is one element', () => {
    const plan = imports('# P\n\n## Commitments\n\nWe commit to open data.\n\n- one\n- two');
    expect(outlineOf(plan)).toEqual(['commitment: Commitments: We commit to open data.\none\ntwo']);
  });

  test('what stands before the elements of a kind is kept beside them', () => {
    const plan = imports('# P\n\n## Visions\n\nThere are two.\n\n### A\n\na\n\n### B');
    expect(outlineOf(plan)).toEqual(['idea: Visions: There are two.', 'vision: A: a', 'vision: B: ']);
  });

  test('further files and further titles are elements, with their sections as parts', () => {
    const plan = imports('# A\n\nalpha\n\n# D\n\ndelta\n\n## E\n\nepsilon', '# B\n\nbeta', '# Visions\n\n## F');
    expect(plan.plan).toEqual({ title: 'A', context: 'alpha' });
    expect(outlineOf(plan)).toEqual(['idea: D: delta', 'idea: E: epsilon', 'idea: B: beta', 'vision: F: ']);
    const [whole, part] = plan.elements;
    expect(plan.links).toEqual([{ from: part?.id, to: whole?.id, type: 'part-of' }]);
  });

  test('front matter that makes nothing is text', () => {
    const plan = imports(
      '---\r\ntitle: A\r\ncontext: Here.\r\nauthor: Ada\r\ntags: [b, c]\r\nlayout: page\r\n---\r\nText.',
      '---\nkind: idea\nowner: Grace\n---\n# B\n\nbeta\n\n# C\n\ngamma',
    );
    expect(plan.plan).toEqual({ title: 'A', context: 'Here.\n\nauthor: Ada\n\ntags: [b, c]\n\nText.' });
    expect(outlineOf(plan)).toEqual(['idea: B: beta\nC\ngamma\nowner: Grace']);
  });

  test('a title in front matter hides no heading', () => {
    const plan = imports('---\ntitle: A\n---\nalpha\n\n# B\n\nbeta');
    expect(plan.plan).toEqual({ title: 'A', context: 'alpha' });
    expect(outlineOf(plan)).toEqual(['idea: B: beta']);
  });

  test('a line of "---" at the head is no front matter, a byte order mark no word', () => {
    expect(imports('---\n\n# A\n\nalpha').plan).toEqual({ title: 'A', context: 'alpha' });
    expect(imports('---\n- a\n---\n').plan.context).toBe('a');
    expect(imports('\uFEFF---\ntitle: A\n...\nalpha').plan).toEqual({ title: 'A', context: 'alpha' });
  });

  test('front matter repeats what it refers to, and no more', () => {
    const bomb = [
      'a: &a x',
      ...['b', 'c', 'd'].map((name, index) => `${name}: &${name} [${'*abc'.slice(0, 1)}${'abc'[index]}]`),
    ];
    const plan = imports(`---\ntitle: &t A\ncontext: *t\n${bomb.join('\n')}\n---\n`);
    expect(plan.plan).toMatchObject({ title: 'A' });
    expect(plan.plan.context).toBe('A\n\na: x\n\nb: [*a]\n\nc: [*b]\n\nd: [*c]');
  });

  test('headings of every form, and what only looks like one', () => {
    const plan = imports(
      'P\n=\n\nContext of [us](https://a.org)\n\nA\n-\n\n> ## q\n\n```\n## c\n```\n\n- ## B\n\n  beta\n\n## [C](https://c.org)',
    );
    expect(plan.plan).toEqual({ title: 'P', context: 'Context of us (https://a.org)' });
    expect(outlineOf(plan)).toEqual(['idea: A: q\n## c', 'idea: B: beta', 'idea: C: C']);
  });

  test('addresses that are defined at the end are links in every section', () => {
    const plan = imports('# P\n\n## A\n\n[a][r]\n\n## B\n\n[b][r]\n\n[r]: https://r.org');
    expect(plan.elements.map(({ body }) => body?.[0]?.text)).toEqual([
      [{ text: 'a', href: 'https://r.org' }],
      [{ text: 'b', href: 'https://r.org' }],
    ]);
  });

  test('a heading of 440 KB is read in a blink', () => {
    const start = performance.now();
    expect(imports(`# a${' '.repeat(440_000)}b\n\n## C`).plan.title).toBe('a b');
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  /** Pieces of a file, each with `@` where words go. */
  const piece = fc.constantFrom(
    ...[
      '# @',
      '## @',
      '### @',
      '#### @',
      '## Commitments',
      '## Vision',
      '# Challenges',
      '@\n===',
      '@\n---',
      '@',
      '@  \n@',
      '@<br>@',
    ],
    ...[
      '- @\n- @',
      '- @\n  - @\n\n    @',
      '1. @\n\n   @\n2. @',
      '4) @',
      '> @\n> - @',
      '- ## @\n\n  @',
      '* * *',
      '---',
      '+ [ ] @',
    ],
    ...[
      '```\n@ <@>\n# @\n```',
      '    @',
      '`@` **@** _@_',
      '~~@~~',
      '[@](https://example.org "@")',
      '![@](a.png)',
      '[^@]: @',
    ],
    ...[
      '| @ | @ |\n|---|---|\n| @ | @ | @ |',
      '<div>\n@\n## @\n</div>',
      '<p>@ <b>@</b></p>',
      '<@ @>',
      '[@]: @',
      '<img src="a.png" alt="@">',
    ],
    ...[
      '<details><summary>@</summary>\n\n@\n</details>',
      '<pre>\n# @\n</pre>',
      '@ {: .a} @',
      '<!-- x',
      '@\\\n@',
      '&lt;@&gt;',
      '[@] @',
      '$@_@$',
    ],
  );
  const frontMatter = fc.constantFrom(
    '',
    '',
    '---\ntitle: @\nauthor: @\n---\n',
    '---\nkind: idea\nnote: "@\n---\n',
    '---\ncontext: @\n---\n',
  );
  const files = fc.array(fc.tuple(frontMatter, fc.array(piece, { minLength: 1, maxLength: 12 })), {
    minLength: 1,
    maxLength: 4,
  });

  test('every word of a generated file is in its plan', () => {
    fc.assert(
      fc.property(files, (generated) => {
        let count = 0;
        const sources = generated.map(([head, pieces]) => head + pieces.join('\n\n'));
        // A plan of titles alone is refused.
        const texts = [...sources, '## @\n\n@'].map((source) => source.replace(/@/g, () => `w${count++}`));
        const words = new Set(textsOf(imports(...texts)).flatMap(wordsOf));
        const lost = Array.from({ length: count }, (_, index) => `w${index}`).filter((word) => !words.has(word));
        expect(lost).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
