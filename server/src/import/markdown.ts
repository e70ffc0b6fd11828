/** Markdown into the blocks of a body. What our blocks can't hold (tables, code, pictures) keeps its words as paragraphs. */
import { createBlockId } from '@longtable/shared/ids';
import type { Block, BlockKind, Span } from '@longtable/shared/plan/rich-text';
import type { Token } from 'markdown-it';
import { itemSign, readInline } from './inline-text.ts';
import { parseMarkdown } from './markdown-tokens.ts';

const maxIndent = 5;

interface List {
  kind: BlockKind;
  /** Of its current item, when it is ordered. */
  number: number;
}

export const readMarkdown = (source: string): Block[] => readBlocks(parseMarkdown(source));

/** @param tokens of a whole text or of a part of it: what opens and closes around the part has no effect */
export function readBlocks(tokens: readonly Token[]): Block[] {
  const blocks: Block[] = [];
  const lists: List[] = [];
  /** The last number that is shown at each indent: items are counted where they follow each other. */
  let shown: number[] = [];
  let quotes = 0;
  let isFirstOfItem = false;
  let heading = 0;
  let row: Span[][] | null = null;

  const add = (spans: Span[]) => {
    if (spans.length === 0) return;
    const list = isFirstOfItem ? lists.at(-1) : undefined;
    const indent = Math.min(lists.length - 1, maxIndent);
    const isCounted = list?.kind === 'ordered' && list.number === (shown[indent] ?? 0) + 1;
    const isWrittenOut = list?.kind === 'ordered' && !(isCounted && heading === 0 && quotes === 0);
    const item = isWrittenOut ? undefined : list?.kind;
    const kind: BlockKind = heading > 0 ? 'heading' : quotes > 0 ? 'quote' : (item ?? 'paragraph');
    const isListItem = kind === item;
    shown = isListItem ? shown.slice(0, indent) : [];
    if (isListItem) shown[indent] = list?.number ?? 0;
    isFirstOfItem = false;
    blocks.push({
      id: createBlockId(),
      kind,
      level: heading > 2 ? 3 : 2,
      indent: isListItem ? indent : 0,
      text: isWrittenOut ? [{ text: `${list?.number}. ` }, ...spans] : spans,
    });
  };

  const addParagraph = (spans: Span[]) => {
    const [first, ...others] = spans;
    if (!first || !itemSign.test(first.text)) {
      add(spans);
      return;
    }
    lists.push({ kind: 'bullet', number: 0 });
    isFirstOfItem = true;
    add([{ ...first, text: first.text.replace(itemSign, '') }, ...others].filter(({ text }) => text !== ''));
    lists.pop();
  };

  for (const token of tokens) {
    switch (token.type) {
      case 'bullet_list_open':
        lists.push({ kind: 'bullet', number: 0 });
        break;
      case 'ordered_list_open':
        lists.push({ kind: 'ordered', number: Number(token.attrGet('start') ?? 1) - 1 });
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        break;
      case 'list_item_open': {
        isFirstOfItem = true;
        const list = lists.at(-1);
        if (list?.kind === 'ordered') list.number++;
        break;
      }
      case 'blockquote_open':
        quotes++;
        break;
      case 'blockquote_close':
        quotes = Math.max(0, quotes - 1);
        break;
      case 'heading_open':
        heading = Number(token.tag.slice(1));
        break;
      case 'heading_close':
        heading = 0;
        break;
      case 'tr_open':
        row = [];
        break;
      case 'tr_close':
        add(joinCells(row ?? []));
        row = null;
        break;
      case 'inline': {
        const paragraphs = readInline(token.children ?? []);
        if (row) row.push(paragraphs.flatMap((spans, index) => (index > 0 ? [{ text: '\n' }, ...spans] : spans)));
        else for (const spans of paragraphs) addParagraph(spans);
        break;
      }
      case 'fence':
      case 'code_block': {
        const text = token.content.trimEnd();
        if (text !== '') add([{ text }]);
        break;
      }
    }
  }
  return blocks;
}

/** A row of a table as one line. Empty cells are seen, so that the others keep their columns. */
function joinCells(cells: readonly Span[][]): Span[] {
  if (cells.every((cell) => cell.length === 0)) return [];
  return cells.flatMap((cell, index) => {
    if (index === 0) return cell;
    return [{ text: index === 1 && cells[0]?.length === 0 ? '· ' : ' · ' }, ...cell];
  });
}
