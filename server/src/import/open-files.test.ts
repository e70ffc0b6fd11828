import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { importPlan } from './import-plan.ts';
import { openFiles } from './open-files.ts';

const zip = (files: Record<string, string>, name = 'plan.zip') => ({
  path: name,
  bytes: zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))),
});

test('a zip is its files, without what a system hides in it', () => {
  const files = { 'plan/a.md': '# A', 'plan/.DS_Store': '\0', '__MACOSX/plan/._a.md': '\0', 'plan/b/c.md': 'ü' };
  expect(openFiles([zip(files), { path: '.git/config', bytes: new Uint8Array() }])).toEqual([
    { path: 'plan/a.md', text: '# A' },
    { path: 'plan/b/c.md', text: 'ü' },
  ]);
});

/** A zip of one stored or deflated file that says it is larger or smaller than it is. */
function lyingZip(declared: number) {
  const { bytes } = zip({ 'a.md': 'word '.repeat(100_000) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at < bytes.length - 30; at++) {
    const signature = view.getUint32(at, true);
    if (signature === 0x02014b50) view.setUint32(at + 24, declared, true);
    if (signature === 0x04034b50) view.setUint32(at + 22, declared, true);
  }
  return { path: 'lying.zip', bytes };
}

test('a zip that holds more than it says is read no further', () => {
  let length = 0;
  try {
    length = openFiles([lyingZip(10)])[0]?.text.length ?? 0;
  } catch (error) {
    expect((error as Error).message).toMatch(/"lying\.zip" can't be opened/);
  }
  expect(length).toBeLessThanOrEqual(10);
});

test.each([
  [
    'no zip',
    { path: 'a.zip', bytes: strToU8('no zip at all') },
    /"a\.zip" can't be opened: it is no zip, or a damaged one/,
  ],
  [
    'half a zip',
    { path: 'a.zip', bytes: zip({ 'a.md': 'text '.repeat(999) }).bytes.slice(0, 60) },
    /"a\.zip" can't be opened/,
  ],
  [
    'a bomb',
    zip(Object.fromEntries([...'abcdefghi'].map((name) => [`${name}.md`, ' '.repeat(2_000_000)]))),
    /"plan\.zip" unpacks to more than 16 MB/,
  ],
  ['a bomb that does not say so', lyingZip(0xf000_0000), /unpacks to more than 16 MB/],
  [
    'very many files',
    zip(Object.fromEntries(Array.from({ length: 1_001 }, (_, number) => [`${number}.md`, '']))),
    /"plan\.zip" holds more than 1000 files/,
  ],
  ['another zip in it', zip({ 'inner.zip': 'PK' }), /"inner\.zip" is no file that can be read/],
  [
    'bytes that are no text',
    { path: 'a.md', bytes: new Uint8Array([0xff, 0xfe, 0x00, 0xd8]) },
    /"a\.md" is not a text file/,
  ],
  ['a NUL in a zip', zip({ 'a.md': 'a\0b' }), /"a\.md" is not a text file/],
  ['nothing', zip({}), /at least one file/],
])('is refused by its name: %s', (_what, file, sentence) => {
  expect(() => importPlan(openFiles([file]))).toThrow(sentence);
});
