import { plainText } from '@longtable/shared/plan/rich-text';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBlocks } from './markdown.ts';
import { parseRestructuredText } from './restructured-text.ts';

const read = (source: string) => readBlocks(parseRestructuredText(source));
/** One line for each block: its kind, its words, and what is set apart in them. */
const shown = (source: string) =>
  read(source).map(({ kind, level, indent, text }) => {
    const words = text.map((span) =>
      span.href !== undefined
        ? `[${span.text}](${span.href})`
        : span.em
          ? `_${span.text}_`
          : span.strong
            ? `*${span.text}*`
            : span.text,
    );
    return `${kind}${kind === 'heading' ? level : indent || ''}: ${words.join('')}`;
  });

describe('blocks', () => {
  test('sections by the order in which their lines are first used', () => {
    expect(shown('=====\nTitle\n=====\n\nA\n-\n\na\n\nB\n~\n\nC\n-\n')).toEqual([
      'heading2: Title',
      'heading3: A',
      'paragraph: a',
      'heading3: B',
      'heading3: C',
    ]);
  });

  test('lists in lists, and what goes on below an item', () => {
    expect(shown('* a\n  b\n\n  c\n\n  - d\n* e\n\n1. f\n2. g\n\n4. h\n\n#. i\n\na. j\nb. k')).toEqual([
      'bullet: a b',
      'paragraph: c',
      'bullet1: d',
      'bullet: e',
      'ordered: f',
      'ordered: g',
      'paragraph: 4. h',
      'paragraph: 5. i',
      'paragraph: a. j',
      'paragraph: b. k',
    ]);
  });

  test('a paragraph that begins like a list is none', () => {
    expect(shown('A. Person wrote\nthis.')).toEqual(['paragraph: A. Person wrote this.']);
  });

  test('quotations, and lists that are set in', () => {
    expect(shown('a\n\n  b\n  c\n\n d\n\ne\n\n - f\n - g')).toEqual([
      'paragraph: a',
      'quote: b c',
      'quote: d',
      'paragraph: e',
      'bullet: f',
      'bullet: g',
    ]);
  });

  test('literals, sessions, lines and definitions', () => {
    expect(
      shown('a::\n\n  x = *1*\n\n    y\n\n>>> 1 + 1\n2\n\n| one\n| two\n\nterm\n  what it is\n\n:field: value'),
    ).toEqual([
      'paragraph: a:',
      'paragraph: x = *1*\n\n  y',
      'paragraph: >>> 1 + 1\n2',
      'paragraph: one\ntwo',
      'paragraph: term',
      'paragraph: what it is',
      'paragraph: field: value',
    ]);
  });

  test('tables of both kinds', () => {
    expect(shown('=== ===\nA   B\n=== ===\na   b\n    c\nlonger\n=== ===\n\nx')).toEqual([
      'paragraph: A · B',
      'paragraph: a · b c',
      'paragraph: longer',
      'paragraph: x',
    ]);
    expect(shown('+---+---+\n| A | B |\n+===+===+\n| a | b |\n| c |   |\n+---+---+\n')).toEqual([
      'paragraph: A · B',
      'paragraph: a c · b',
    ]);
  });

  test('footnotes and directives keep their words, comments do not', () => {
    expect(
      shown(
        'See [1]_.\n\n.. [1] The note\n   goes on\n\n.. note:: Mind\n\n   the gap\n\n.. a comment\n   of two lines\n\nend',
      ),
    ).toEqual([
      'paragraph: See [1].',
      'paragraph: [1] The note goes on',
      'paragraph: note: Mind',
      'paragraph: the gap',
      'paragraph: end',
    ]);
  });
});

describe('inside a paragraph', () => {
  test('emphasis, literals, escapes, and signs that open nothing', () => {
    expect(shown(String.raw`*a* **b c** ${'``d *e*``'} 2*3*4 \*f\* *g a_b * h`)).toEqual([
      'paragraph: _a_ *b c* d *e* 2*3*4 *f* *g a_b * h',
    ]);
  });

  test('links of every form', () => {
    const source =
      '`a <https://a.org>`_, `b c`_, d_, `e`__, :pep:`8`, :rfc:`2119`, https://f.org/x_y. `g <d_>`_ none_ `h <javascript:alert(1)>`_\n\n' +
      '.. _b c: https://b.org/\n   long\n.. _d: https://d.org\n__ https://e.org\n.. _unused: https://u.org\n';
    expect(shown(source)).toEqual([
      'paragraph: [a](https://a.org), [b c](https://b.org/long), [d](https://d.org), [e](https://e.org), ' +
        '[PEP 8](https://peps.python.org/pep-0008/), [RFC 2119](https://www.rfc-editor.org/rfc/rfc2119), ' +
        '[https://f.org/x_y](https://f.org/x_y). [g](https://d.org) none_ h (javascript:alert(1))',
      'paragraph: unused: [https://u.org](https://u.org)',
    ]);
  });
});

/** Pieces of a text, each with `@` where words go. */
const piece = fc.constantFrom(
  ...[
    '@\n@',
    '@\n===',
    '@\n----',
    '===\n@\n===',
    '* @\n* @',
    '- @\n\n  @\n\n  * @',
    '1. @\n2. @',
    '#. @',
    'a. @\nb) @',
    '(iv) @',
  ],
  ...['  @\n  @', ' - @', '@::\n\n   @\n\n     @', '::\n\n @', '>>> @\n@', '| @\n| @', '@\n  @\n\n  @', ':@: @\n   @'],
  ...['=== ===\n@ @\n=== ===\n@ @\n=== ===', '=== ===\n@', '+--+--+\n|@|@|\n+--+--+\n|@ @|\n+--+--+', '+--+\n@'],
  ...[
    '.. [@] @\n   @',
    '.. note:: @\n\n   @',
    '.. code::\n\n   @',
    '.. |@| replace:: @',
    '.. _@: https://@.org',
    '__ https://@.org',
  ],
  ...[
    '*@* **@** ``@`` `@`',
    '`@ <https://@.org>`_',
    '`@`_ @_ @__ `@`__',
    ':pep:`@` `@`:sub:',
    '[@]_ [#]_',
    '\\*@* *@ **@ ``@ `@',
    '*@ *@ @*',
  ],
  ...['-- @', '----', '::', '..\n', '`@ <@_>`__', '@*@*@ _`@`', '\t@', 'https://@.org/@'],
);

test('every word of a generated text is in its blocks', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, fc.constantFrom('\n', '\n\n')), { maxLength: 14 }), (pieces) => {
      let count = 0;
      const source = pieces
        .map((parts) => parts.join(''))
        .join('')
        .replace(/@/g, () => `w${count++}`);
      const blocks = read(source);
      const found = [plainText(blocks), ...blocks.flatMap(({ text }) => text.map(({ href }) => href ?? ''))].join('\n');
      const words = new Set(found.match(/w\d+/g) ?? []);
      expect((source.match(/w\d+/g) ?? []).filter((word) => !words.has(word))).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

const million = 1_000_000;
test.each([
  ['backquotes', '`'.repeat(million)],
  ['stars', ' *a'.repeat(million / 3)],
  ['stars that never close', '*a '.repeat(million / 3)],
  ['underlines', '_'.repeat(million)],
  ['one word', 'a'.repeat(million)],
  ['addresses', `https://${'.'.repeat(million)}`],
  ['colons', ':'.repeat(million)],
  ['names in brackets', '[a'.repeat(million / 2)],
  ['a quoted address with spaces', `\`${' '.repeat(million)}<a\``],
  ['lists in lists', '- '.repeat(million / 2)],
  ['lists in lists, line by line', Array.from({ length: 1_300 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n')],
  ['quotations in quotations', Array.from({ length: 1_300 }, (_, depth) => `${' '.repeat(depth)}a\n`).join('\n')],
  ['tables', '=== ===\n\n'.repeat(million / 10)],
  ['borders of tables', '== ==\n'.repeat(million / 6)],
  ['targets', '.. _a:\n'.repeat(million / 8)],
  ['empty lines', '\n'.repeat(million)],
  ['literals', `${'a'.repeat(36)}::\n\n`.repeat(million / 40)],
  ['comments', '..\n'.repeat(million / 3)],
])('a megabyte of %s is read in a few seconds', (_what, source) => {
  const start = performance.now();
  read(source);
  expect(performance.now() - start).toBeLessThan(5_000);
});
