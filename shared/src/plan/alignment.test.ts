import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlignedRow, alignSentences, bandsOf, compareWords } from './alignment.ts';
import { textBlock } from './rich-text.ts';
import { type Sentence, splitSentences } from './sentences.ts';

const sentence = (text: string): Sentence => ({ text, kind: 'paragraph', isFirst: false });
const align = (...texts: string[][]) => alignSentences(texts.map((text) => text.map(sentence)));
const textsIn = (rows: readonly AlignedRow[]) => rows.map((row) => row.map((cell) => cell?.text ?? null));
const sharesIn = (rows: readonly AlignedRow[]) => rows.map((row) => row.map((cell) => cell?.share.type ?? null));
const columnOf = (rows: readonly AlignedRow[], index: number) =>
  rows.flatMap((row) => (row[index] ? [row[index].text] : []));

describe('splitting into sentences', () => {
  test('each block begins anew, and keeps its kind', () => {
    const sentences = splitSentences([
      textBlock('Why', 'heading'),
      textBlock('All may speak.  All may vote! Who counts?'),
    ]);
    expect(sentences).toEqual([
      { text: 'Why', kind: 'heading', isFirst: true },
      { text: 'All may speak.', kind: 'paragraph', isFirst: true },
      { text: 'All may vote!', kind: 'paragraph', isFirst: false },
      { text: 'Who counts?', kind: 'paragraph', isFirst: false },
    ]);
  });

  test('initials end no sentence, no text has none, and a language that is none is passed over', () => {
    expect(splitSentences([textBlock('The U.S. Government opens up. So do we.')], 'not a language')).toHaveLength(2);
    expect(splitSentences([textBlock(''), textBlock('  ')])).toEqual([]);
  });
});

describe('aligning', () => {
  test('equal sentences stand in one row; what only one has stands alone', () => {
    const rows = align(['One.', 'Two.', 'Four.'], ['One.', 'Three.', 'Four.']);
    expect(textsIn(rows)).toEqual([
      ['One.', 'One.'],
      ['Two.', null],
      [null, 'Three.'],
      ['Four.', 'Four.'],
    ]);
    expect(sharesIn(rows)).toEqual([
      ['all', 'all'],
      ['only', null],
      [null, 'only'],
      ['all', 'all'],
    ]);
  });

  test('nearly equal sentences stand in one row, and are known not to be word for word', () => {
    const rows = align(
      ['Every street decides on its own lamps.'],
      ['Money follows people.', 'Every street decides on all its lamps.'],
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]?.[0]?.share).toEqual({ type: 'all', with: [1], isWordForWord: false });
  });

  test('of three, a sentence may be in all, in some, or only in one', () => {
    const rows = align(['All.', 'Two of us.', 'Me alone.'], ['All.', 'Two of us.'], ['All.']);
    expect(rows.map((row) => row[0]?.share)).toEqual([
      { type: 'all', with: [1, 2], isWordForWord: true },
      { type: 'some', with: [1], isWordForWord: true },
      { type: 'only' },
    ]);
  });

  test('a sentence that others have at another place is not called theirs alone', () => {
    const rows = align(['First the streets.', 'Then the schools.'], ['Then the schools.', 'First the streets.']);
    expect(rows).toHaveLength(3);
    expect(sharesIn(rows).flat()).toContain('elsewhere');
    expect(sharesIn(rows).flat()).not.toContain('only');
  });

  const words = fc.constantFrom('street', 'school', 'water', 'vote', 'all', 'we', 'share', 'power');
  const text = fc.array(
    fc.array(words, { maxLength: 6 }).map((chosen) => `${chosen.join(' ')}.`),
    { maxLength: 90 },
  );

  test('every sentence of every text is in exactly one row, in its order', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const rows = align(...texts);
        for (const [index, each] of texts.entries()) expect(columnOf(rows, index)).toEqual(each);
        for (const row of rows) expect(row.some((cell) => cell !== null)).toBe(true);
        const bands = bandsOf(rows);
        for (const [index, each] of texts.entries()) {
          expect(bands.flatMap((band) => (band[index] ?? []).map(({ text }) => text))).toEqual(each);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a text beside itself is shared, whole', () => {
    fc.assert(
      fc.property(text, (each) => {
        const rows = align(each, each);
        expect(rows).toHaveLength(each.length);
        expect(sharesIn(rows).flat()).not.toContain('only');
      }),
    );
  });

  test('what each text has alone between shared rows stands in one band', () => {
    const rows = align(['One.', 'Water first.', 'Trees next.', 'End.'], ['One.', 'Schools before all.', 'End.']);
    expect(bandsOf(rows).map((band) => band.map((cells) => cells.map(({ text }) => text)))).toEqual([
      [['One.'], ['One.']],
      [['Water first.', 'Trees next.'], ['Schools before all.']],
      [['End.'], ['End.']],
    ]);
  });

  const large = Array.from(
    { length: 1000 },
    (_, at) => `In street ${at} we share the ${at % 7} lamps of quarter ${at % 31}.`,
  );
  const unlike = Array.from(
    { length: 1000 },
    (_, at) => `Votes count ${at * 7919} times, whoever you are in ${at * 31}.`,
  );
  test.each([
    ['alike but for some', large.map((each, at) => (at % 10 === 0 ? `${each} Perhaps.` : each))],
    ['the other way round', large.toReversed()],
    ['nothing alike', unlike],
    ['the same sentence again and again', large.map(() => 'Yes.')],
    ['all of them nearly equal', large.map((each) => each.replace('share', 'never share'))],
  ])('four texts of 1,000 sentences take little time: %s', (_, other) => {
    const start = performance.now();
    const rows = align(large, other, large.slice(500), other.toReversed());
    expect(performance.now() - start).toBeLessThan(1000);
    expect(columnOf(rows, 1)).toEqual(other);
  });
});

describe('comparing words', () => {
  test('words that the other does not have are different', () => {
    expect(compareWords('Every street decides on its lamps.', 'Every quarter decides on lamps.')).toEqual([
      { text: 'Every ', isDifferent: false },
      { text: 'street ', isDifferent: true },
      { text: 'decides on ', isDifferent: false },
      { text: 'its ', isDifferent: true },
      { text: 'lamps.', isDifferent: false },
    ]);
  });

  test('no letter is lost, however long', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const joined = compareWords(text.trim(), other).map((run) => run.text);
        expect(joined.join('')).toBe(text.trim());
      }),
    );
    const long = 'word '.repeat(1000).trim();
    expect(compareWords(long, long)).toEqual([{ text: long, isDifferent: false }]);
  });
});
