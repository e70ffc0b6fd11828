/** Which of all bars are drawn, which of them Tab reaches, and how much of time shows them all. */
import type { ElementId } from '@longtable/shared/ids';
import type { Stretch } from './axis.ts';
import { yearMs } from './calendar.ts';
import type { Bar, Item } from './layout.ts';

/** A title may begin before what is drawn of time and go on into it, px. */
const titlePixels = 300;

/** @param held those that are drawn wherever they are */
export function barsInSight(
  bars: readonly Bar[],
  drawn: Stretch,
  msPerPixel: number,
  rows: { top: number; bottom: number },
  held: ReadonlySet<ElementId | null>,
): Bar[] {
  const from = drawn.from - titlePixels * msPerPixel;
  return bars.filter(({ item: { element, span }, top }) => {
    const isInTime = span.to >= from && span.from <= drawn.to;
    return (isInTime && top > rows.top && top < rows.bottom) || held.has(element.id);
  });
}

/**
 * The one bar that Tab reaches is always one that is drawn: the one somebody is at, or else the first in the window.
 * @param at what is chosen or has the focus
 */
export function tabStopOf(drawn: readonly Bar[], at: ElementId | null, window: Stretch): ElementId | undefined {
  const own = drawn.find(({ item }) => item.element.id === at);
  const first = drawn.find(({ item: { span } }) => span.to >= window.from && span.from <= window.to);
  return (own ?? first ?? drawn[0])?.item.element.id;
}

/** From the first to the last of them, with today and some air; the air after them is for what is still to come. */
export function stretchOf(items: readonly Item[], now: number): Stretch {
  let [from, to] = [now - yearMs, now + 2 * yearMs];
  for (const { span } of items) {
    from = Math.min(from, span.from);
    to = Math.max(to, span.to);
  }
  const air = (to - from) * 0.03;
  return { from: from - air, to: to + air * 3 };
}
