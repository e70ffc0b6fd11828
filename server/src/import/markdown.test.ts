import type { Block } from '@longtable/shared/plan/rich-text';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from './markdown.ts';

/** A block as one line: its kind, its text, and its links. */
function show({ kind, indent, text }: Block): string {
  const words = text.map((span) => {
    const marked = span.strong ? `**${span.text}**` : span.em ? `_${span.text}_` : span.text;
    return span.href === undefined ? marked : `${marked}<${span.href}>`;
  });
  return `${kind}${indent > 0 ? indent : ''}: ${words.join('')}`;
}
const read = (markdown: string) => readMarkdown(markdown).map(show);

describe('no word is lost, and none says something else', () => {
  const cases: [string, string, string[]][] = [
    ['code', 'Use `List<String>` and `<br>`', ['paragraph: Use List<String> and <br>']],
    ['what only looks like a tag', 'Ask <your name>, List<String>', ['paragraph: Ask <your name>, List<String>']],
    ['a block of code', '```html\n  <p>a</p>\n\n  {: .b}\n```', ['paragraph:   <p>a</p>\n\n  {: .b}']],
    ['indented code', 'a\n\n    # <b>b</b>\n', ['paragraph: a', 'paragraph: # <b>b</b>']],
    ['struck text', 'Free ~~or not~~ <del>or so</del>', ['paragraph: Free ~~or not~~ ~~or so~~']],
    ['raised text', '10<sup>6</sup> a<sup>[1]</sup> H<sub>2</sub>O', ['paragraph: 10^6 a[1] H2O']],
    ['HTML emphasis', '<b>a</b> <em>b</em>', ['paragraph: **a** _b_']],
    ['breaks', 'a  \nb<br>c <br>\nd\\\ne', ['paragraph: a\nb\nc\nd\ne']],
    ['two breaks', 'a<br><br>b <br>\n<br>c', ['paragraph: a', 'paragraph: b', 'paragraph: c']],
    ['items after breaks', 'We ask:<br>* a<br>* **b**', ['paragraph: We ask:', 'bullet: a', 'bullet: **b**']],
    ['blocks of HTML', '<div>\n<p>a</p><p>b</p>\n# c\n</div>', ['paragraph: a', 'paragraph: b', 'heading: c']],
    ['preformatted text', '<pre>\n# a\nb\n</pre>', ['paragraph: # a\nb']],
    ['a table of HTML', '<table><tr><td>a</td><td>b</td></tr></table>', ['paragraph: a · b']],
    ['comments', 'a <!-- b --> c\n\n<!-- d\n\ne --> f', ['paragraph: a  c', 'paragraph: f']],
    ['a comment without end', '<!-- a\n\nb', ['paragraph: <!-- a', 'paragraph: b']],
    ['a script', '<script>\na\n\nb</script>\nc\n\nd', ['paragraph: c', 'paragraph: d']],
    [
      'links',
      '[a](https://a.org "b") <a href=\'https://c.org?x&amp;y\' >c</a>',
      ['paragraph: a (b)<https://a.org> c<https://c.org?x&y>'],
    ],
    [
      'links without words',
      'a <a href="https://b.org"></a> [](https://c.org)',
      ['paragraph: a https://b.org<https://b.org> https://c.org<https://c.org>'],
    ],
    ['an address in another attribute', '<a title="x href=https://b.org" href="/c">a</a>', ['paragraph: a']],
    ['reference links', '[a][r], [r]\n\n[r]: https://b.org', ['paragraph: a<https://b.org>, r<https://b.org>']],
    [
      'footnotes',
      'a[^1]\n\n[^1]: Ibid.\n[^2]: https://b.org',
      ['paragraph: a[^1]', 'paragraph: [^1]: Ibid. [^2]: https://b.org<https://b.org>'],
    ],
    ['speakers', '[Ann]: yes\n\n[Bob]: no', ['paragraph: [Ann]: yes', 'paragraph: [Bob]: no']],
    ['pictures', '![a *b*](c.png "d") <img src="e.png" alt="f &amp; g">', ['paragraph: a _b_ (d) f & g']],
    ['a picture with an address', '![a](https://b.org/c.png)', ['paragraph: a<https://b.org/c.png>']],
    ['a linked picture', '[![a](https://b.org/c.png)](https://d.org)', ['paragraph: a<https://d.org>']],
    [
      'a table',
      '| a | b |\n|---|---|\n|  | `c` |\n| d\\|e | f | g | h |',
      ['paragraph: a · b', 'paragraph: · c', 'paragraph: d|e · f · g · h'],
    ],
    ['a table in a quote', '> | a |\n> |---|\n> | b | c |', ['quote: a', 'quote: b · c']],
    [
      'nested lists',
      '- a\n  - b\n    1. c\n\n    more\n  - d\n- e',
      ['bullet: a', 'bullet1: b', 'ordered2: c', 'paragraph: more', 'bullet1: d', 'bullet: e'],
    ],
    [
      'numbers that go on',
      '1. a\n\n   more\n2. b\n3. c',
      ['ordered: a', 'paragraph: more', 'paragraph: 2. b', 'paragraph: 3. c'],
    ],
    ['numbers that start late', '7. a\n8. b', ['paragraph: 7. a', 'paragraph: 8. b']],
    ['numbers around a nested list', '1. a\n   - b\n2. c', ['ordered: a', 'bullet1: b', 'ordered: c']],
    ['numbers in a quote', '> 1. a\n> 2. b', ['quote: 1. a', 'quote: 2. b']],
    ['tasks', '- [ ] a\n- [x] b', ['bullet: [ ] a', 'bullet: [x] b']],
    ['headings with a line under them', 'a\n===\n\nb\n---', ['heading: a', 'heading: b']],
    ['entities', 'a&nbsp;b &lt;c&gt; &copy;', ['paragraph: a\u00a0b <c> ©']],
    [
      'signs for a site generator',
      '## a {#b}\n\nc {:.d}\n{: .e}\n\n{f}',
      ['heading: a', 'paragraph: c', 'paragraph: {f}'],
    ],
  ];
  test.each(cases)('%s', (_what, markdown, blocks) => {
    expect(read(markdown)).toEqual(blocks);
  });
});

test.each([
  ['a long line', `a${' '.repeat(440_000)}b`],
  ['a long heading', `# a${' '.repeat(440_000)}b`],
  ['links without end', '<a href="">'.repeat(40_000)],
  ['tags without end', '<a '.repeat(147_000)],
  ['links with words', '<a href="https://a.org">x'.repeat(18_000)],
  ['breaks', 'a <br>'.repeat(73_000)],
  ['comments without end', `x ${'<!--'.repeat(110_000)}`],
  ['signs without end', '{:'.repeat(220_000)],
  ['empty lines', '\n'.repeat(440_000)],
  ['rows of a table', `|a|\n|-|\n${'|b|c|\n'.repeat(8_000)}`],
  ['brackets', '['.repeat(60_000)],
])('%s: the time to read them grows no faster than they do', (_what, markdown) => {
  const start = performance.now();
  readMarkdown(markdown);
  expect(performance.now() - start).toBeLessThan(1_500);
});
