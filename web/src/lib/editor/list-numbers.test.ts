import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BodyContent } from './body-content.ts';
import { numbersOf } from './list-numbers.ts';
import { schemaFor } from './schema.ts';

/** What stands before each block: "1", "2"…, or "-" where there is no number. @param written kinds with their indent, such as "o0" or "b1" */
function numbersFor(...written: string[]): string[] {
  const schema = schemaFor(new BodyContent(new Y.Doc().getXmlFragment('body')));
  const kinds: Record<string, string> = { o: 'ordered', b: 'bullet', p: 'paragraph' };
  const blocks = written.map((block) =>
    schema.nodes.block.create({ kind: kinds[block[0] ?? ''], indent: Number(block[1]) || null }),
  );
  const doc = schema.nodes.doc.create(null, blocks);
  const numbers = numbersOf(doc);
  const found: string[] = [];
  doc.forEach((_block, position) => {
    found.push(String(numbers.get(position) ?? '-'));
  });
  return found;
}

test.each([
  [
    ['o0', 'o0', 'p0', 'o0'],
    ['1', '2', '-', '1'],
  ],
  [
    ['o0', 'o1', 'o1', 'o0', 'o1'],
    ['1', '1', '2', '2', '1'],
  ],
  [
    ['o0', 'b1', 'o0'],
    ['1', '-', '2'],
  ],
  [
    ['o0', 'b0', 'o0'],
    ['1', '-', '1'],
  ],
  [
    ['o2', 'o1', 'o2', 'o2'],
    ['1', '1', '1', '2'],
  ],
])('items %j are numbered %j, as in nested lists', (written, numbers) => {
  expect(numbersFor(...written)).toEqual(numbers);
});
