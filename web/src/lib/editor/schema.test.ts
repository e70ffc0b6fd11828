import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { EditorState, type Transaction } from 'prosemirror-state';
import { describe, expect, test } from 'vitest';
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror';
import * as Y from 'yjs';
import { BodyContent } from './body-content.ts';
import { schemaFor } from './schema.ts';

type Part = { text: string; marks?: Record<string, unknown> } | { embed: object } | Written;
interface Written {
  name: string;
  attributes?: Record<string, unknown>;
  parts?: Part[];
}

/** A body that somebody else wrote. */
function fragmentOf(parts: readonly Part[]): Y.XmlFragment {
  const [theirs, mine] = [new Y.Doc(), new Y.Doc()];
  theirs.getXmlFragment('body').insert(0, parts.map(typeOf));
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  return mine.getXmlFragment('body');
}

function typeOf(part: Part): Y.XmlElement | Y.XmlText {
  if (!('name' in part)) {
    const text = new Y.XmlText();
    if ('embed' in part) text.insertEmbed(0, part.embed);
    else text.insert(0, part.text, part.marks ?? {});
    return text;
  }
  const element = new Y.XmlElement(part.name);
  for (const [key, value] of Object.entries(part.attributes ?? {})) element.setAttribute(key, value as string);
  element.insert(0, (part.parts ?? []).map(typeOf));
  return element;
}

/** Everything a body holds, as plain values. Texts side by side count as one: y-prosemirror joins them. */
function plain(type: Y.XmlFragment): unknown {
  const children: unknown[] = [];
  for (const child of type.toArray()) {
    const runs: unknown[] = child instanceof Y.XmlText ? child.toDelta() : [plain(child as Y.XmlElement)];
    for (const run of runs) {
      const [last, next] = [children.at(-1), run] as ({ insert?: string; attributes?: object } | undefined)[];
      if (last?.insert && next?.insert && isDeepStrictEqual(last.attributes, next.attributes))
        last.insert += next.insert;
      else children.push(run);
    }
  }
  return type instanceof Y.XmlElement ? [type.nodeName, type.getAttributes(), children] : children;
}

/** What an editor does to the shared text: it opens it, and writes a change of its document back. */
function openAndType(fragment: Y.XmlFragment, type: (state: EditorState) => Transaction | null): void {
  const { doc, meta } = initProseMirrorDoc(fragment, schemaFor(new BodyContent(fragment)));
  const change = type(EditorState.create({ doc }));
  updateYFragment(fragment.doc as Y.Doc, fragment, change?.doc ?? doc, meta);
}

const typeAtStart = (state: EditorState) => state.tr.insertText('New. ', 1);
const paragraph = (...parts: Part[]): Written => ({ name: 'block', attributes: { id: 'a', kind: 'paragraph' }, parts });

describe('the text model', () => {
  test.each([
    ['https://example.org', true],
    ['mailto:a@example.org', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['  javascript:alert(1)', false],
    [undefined, false],
  ])('a link to %s that somebody else’s client wrote can be followed: %s', (href, canFollow) => {
    const { link } = schemaFor(new BodyContent(fragmentOf([]))).marks;
    const drawn = link.spec.toDOM?.(link.create({ href }), true);
    expect(drawn).toEqual(['a', canFollow ? { href, rel: 'noopener' } : {}, 0]);
  });
});

describe('[S13] what this code does not know is carried along', () => {
  const foreign: [string, Part[]][] = [
    ['a mark', [paragraph({ text: 'Plain ' }, { text: 'underlined', marks: { underline: {} } })]],
    ['a mark with attributes', [paragraph({ text: 'red', marks: { color: { value: '#f00', note: null } } })]],
    ['a mark that is no object', [paragraph({ text: 'bold', marks: { bold: true, size: 3 } })]],
    ['a link without an address', [paragraph({ text: 'link', marks: { link: {} } })]],
    [
      'a link with more than an address',
      [paragraph({ text: 'x', marks: { link: { href: 'https://a.b', title: 'T' } } })],
    ],
    ['a kind of block', [{ name: 'block', attributes: { kind: 'hologram', depth: 3 }, parts: [{ text: 'Seen' }] }]],
    ['a line break', [paragraph({ text: 'One' }, { name: 'hard_break' }, { text: 'two' })]],
    [
      'a node amid text',
      [paragraph({ text: 'Ask ' }, { name: 'mention', attributes: { who: 'ada' }, parts: [{ text: '@Ada' }] })],
    ],
    ['a node among blocks', [paragraph({ text: 'Before' }), { name: 'image', attributes: { src: 'x', size: [1, 2] } }]],
    [
      'a table',
      [
        paragraph({ text: 'Before' }),
        {
          name: 'table',
          parts: [{ name: 'row', parts: [{ name: 'cell', parts: [{ name: 'paragraph', parts: [{ text: 'A1' }] }] }] }],
        },
      ],
    ],
  ];

  test.each(foreign)('%s: untouched by opening, and by typing beside it', (_what, parts) => {
    const fragment = fragmentOf(parts);
    const before = plain(fragment);
    expect(new BodyContent(fragment).canOpen).toBe(true);
    openAndType(fragment, () => null);
    expect(plain(fragment)).toEqual(before);
    openAndType(fragment, typeAtStart);
    openAndType(fragment, (state) => state.tr.delete(1, 6));
    expect(plain(fragment)).toEqual(before);
  });

  test.each<[string, Part[]]>([
    ['something that is no text amid text', [paragraph({ embed: { image: 'x' } })]],
    ['text outside blocks', [{ text: 'loose' }]],
    ['a block within a block', [paragraph(paragraph({ text: 'inner' }))]],
    [
      'a node that stands both among blocks and amid text',
      [{ name: 'image' }, paragraph({ name: 'image' }, { text: 'x' })],
    ],
    ['a name that ProseMirror keeps for itself', [{ name: 'text' }]],
  ])('%s can’t be, and is not opened', (_what, parts) => {
    expect(new BodyContent(fragmentOf(parts)).canOpen).toBe(false);
  });

  test('what comes in later is seen to be new, once', () => {
    const fragment = fragmentOf([paragraph({ text: 'Here' })]);
    const content = new BodyContent(fragment);
    const text = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    text.insert(0, 'Known ', { strong: {} });
    expect(content.look(text)).toBe(false);
    text.format(0, 3, { underline: {} });
    expect(content.look(text)).toBe(true);
    expect(content.look(text)).toBe(false);
  });

  test('any body either is not opened, or stays as it is', () => {
    const names = fc.constantFrom('block', 'table', 'cell', 'mention', 'hard_break', 'text', 'paragraph');
    const values = fc.oneof(
      fc.boolean(),
      fc.integer(),
      fc.string(),
      fc.constant({}),
      fc.dictionary(fc.constantFrom('a', 'href'), fc.string()),
    );
    const marks = fc.dictionary(fc.constantFrom('strong', 'em', 'link', 'underline', 'note--AbCdEf12', 'bold'), values);
    const { body } = fc.letrec<{ part: Part; body: Part[] }>((tie) => ({
      part: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.record({ text: fc.string({ minLength: 1 }), marks }),
        fc.record({
          name: names,
          attributes: fc.dictionary(fc.constantFrom('id', 'kind', 'x'), fc.string()),
          parts: tie('body'),
        }),
      ),
      body: fc.array(tie('part'), { maxLength: 3 }),
    }));
    fc.assert(
      fc.property(body, (parts) => {
        const blocks = parts.map((part) => ('name' in part ? part : paragraph(part)));
        const fragment = fragmentOf(blocks);
        if (!new BodyContent(fragment).canOpen) return;
        const before = plain(fragment);
        openAndType(fragment, () => null);
        expect(plain(fragment)).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });
});
