/**
 * Lets somebody ask about words of a text that is only read: a click or a tap on a sentence, words that are selected, and by
 * keyboard the arrows from block to block and Enter, or the key that does the same in an editor. An attachment for what
 * holds blocks with `data-block`.
 */
import { type Passage, sentenceAt } from './passage.ts';

export interface TextPassagesOptions {
  onAsk(passages: readonly Passage[]): void;
  /** When words are selected, with where they end, pixels from the corner of the place; null once they are not. */
  onSelect(selected: { passages: readonly Passage[]; x: number; y: number } | null): void;
}

export function textPassages({ onAsk, onSelect }: TextPassagesOptions) {
  return (place: HTMLElement) => {
    const blocks = () => [...place.querySelectorAll<HTMLElement>('[data-block]')];

    const click = (event: MouseEvent) => {
      const target = event.target as Element;
      const block = target.closest<HTMLElement>('[data-block]');
      // A link leads where it says, and whoever selects words may want to copy them.
      if (!block || target.closest('a') || !getSelection()?.isCollapsed) return;
      onAsk([passageAt(block, offsetAt(block, event.clientX, event.clientY))]);
    };
    const press = (event: KeyboardEvent) => {
      const all = blocks();
      const at = all.indexOf(event.target as HTMLElement);
      if (isAskKey(event)) {
        const selected = selectedPassages(all);
        const block = all[Math.max(0, at)];
        if (selected.length > 0) onAsk(selected);
        else if (block) onAsk([wholeOf(block)]);
      } else if (event.altKey || event.ctrlKey || event.metaKey) return;
      else if (event.key === 'Enter' && (at >= 0 || event.target === place)) {
        const block = all[Math.max(0, at)];
        if (block) onAsk([wholeOf(block)]);
      } else {
        const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
        const block = next === undefined ? undefined : all[next];
        if (!block) return;
        block.tabIndex = -1;
        block.focus();
      }
      event.preventDefault();
    };
    const look = () => {
      const passages = selectedPassages(blocks());
      const end = passages.length > 0 ? [...(getSelection()?.getRangeAt(0).getClientRects() ?? [])].at(-1) : undefined;
      const corner = place.getBoundingClientRect();
      onSelect(end ? { passages, x: end.right - corner.left, y: end.bottom - corner.top } : null);
    };
    place.tabIndex = 0;
    place.addEventListener('click', click);
    place.addEventListener('keydown', press);
    document.addEventListener('selectionchange', look);
    return () => {
      place.removeAttribute('tabindex');
      place.removeEventListener('click', click);
      place.removeEventListener('keydown', press);
      document.removeEventListener('selectionchange', look);
    };
  };
}

const isAskKey = ({ ctrlKey, metaKey, shiftKey, altKey, code }: KeyboardEvent) =>
  (ctrlKey || metaKey) && shiftKey && !altKey && code === 'Digit9';

const wholeOf = (block: HTMLElement) => {
  const words = textOf(block);
  return { block: block.dataset.block ?? '', field: null, start: 0, end: words.length, words };
};

function passageAt(block: HTMLElement, offset: number | null): Passage {
  const whole = wholeOf(block);
  if (offset === null) return whole;
  const { start, end } = sentenceAt(whole.words, offset);
  return { ...whole, start, end, words: whole.words.slice(start, end) };
}

/** What is selected of each block; none where only the place of a caret is. */
function selectedPassages(blocks: readonly HTMLElement[]): Passage[] {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return [];
  const range = selection.getRangeAt(0);
  return blocks.flatMap((block): Passage[] => {
    if (!range.intersectsNode(block)) return [];
    const whole = wholeOf(block);
    let [start, end] = [0, whole.end];
    let before = 0;
    for (const text of textsOf(block)) {
      if (text === range.startContainer) start = before + range.startOffset;
      if (text === range.endContainer) end = before + range.endOffset;
      before += text.length;
    }
    const words = whole.words.slice(start, end);
    return words.trim() === '' ? [] : [{ ...whole, start, end, words }];
  });
}

/** Texts of a block without those of blocks inside it, as a list item holds deeper ones. */
function textsOf(block: HTMLElement): Text[] {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (text.parentElement?.closest('[data-block]') === block) texts.push(text);
  }
  return texts;
}

const textOf = (block: HTMLElement) =>
  textsOf(block)
    .map(({ data }) => data)
    .join('');

/** How many characters of a block stand before a point of the window. */
function offsetAt(block: HTMLElement, x: number, y: number): number | null {
  const caret = document.caretPositionFromPoint?.(x, y);
  let before = 0;
  for (const text of textsOf(block)) {
    if (text === caret?.offsetNode) return before + caret.offset;
    before += text.length;
  }
  return null;
}
