/** The chart by keyboard: what each key asks for, on the axis and on a bar. */

import type { ElementId } from '@longtable/shared/ids';
import { parseElementId } from '@longtable/shared/ids';
import type { Stretch } from '#lib/roadmap/axis.ts';
import type { ChartSpace } from './chart-space.svelte.ts';

/** What one press of the zoom makes of what is in sight. */
export const zoomFactor = 1.6;
/** Of the window, with each press of an arrow on the axis. */
const stepPart = 0.2;

const hasModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent) => ctrlKey || metaKey || altKey;
/** 1 for the arrow that goes later, where time runs as `sign` says. */
const wayOf = (key: string, sign: 1 | -1) => (key === 'ArrowRight' ? sign : -sign);

function zoom({ key }: KeyboardEvent, space: ChartSpace): boolean {
  if (key === '+' || key === '=') space.zoom(1 / zoomFactor);
  else if (key === '-' || key === '_') space.zoom(zoomFactor);
  else return false;
  return true;
}

/** @param all everything there is */
export function axisKey(event: KeyboardEvent, space: ChartSpace, all: Stretch): void {
  if (hasModifier(event)) return;
  const { key } = event;
  if (key === 'ArrowRight' || key === 'ArrowLeft') space.step(wayOf(key, space.sign) * stepPart);
  else if (key === 'Home') space.show(all);
  else if (!zoom(event, space)) return;
  event.preventDefault();
}

export interface BarActs {
  undo: () => void;
  redo: () => void;
  /** Lets go of what is dragged, or of what is chosen. */
  leave: () => void;
  open: (id: ElementId) => void;
  choose: (id: ElementId) => void;
  /** To the next bar, or the one before. */
  step: (from: ElementId, by: 1 | -1) => void;
  /** Later or earlier: all of it, or only its end. */
  nudge: (id: ElementId, by: number, isEnd: boolean, isRepeated: boolean) => void;
}

/** @param tabStop the bar that is meant where none has the focus */
export function barKey(event: KeyboardEvent, space: ChartSpace, tabStop: ElementId | undefined, acts: BarActs): void {
  const { key, shiftKey, repeat, target } = event;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === 'z') {
    event.preventDefault();
    if (shiftKey) acts.redo();
    else acts.undo();
    return;
  }
  if (hasModifier(event)) return;
  const at = parseElementId(target instanceof HTMLElement ? target.dataset.element : undefined) ?? tabStop;
  if (key === 'Escape') acts.leave();
  else if (key === 'Enter' && at) acts.open(at);
  else if (key === ' ' && at) acts.choose(at);
  else if ((key === 'ArrowDown' || key === 'ArrowUp') && at) acts.step(at, key === 'ArrowDown' ? 1 : -1);
  else if ((key === 'ArrowRight' || key === 'ArrowLeft') && at)
    acts.nudge(at, wayOf(key, space.sign), shiftKey, repeat);
  else if (!zoom(event, space)) return;
  event.preventDefault();
}
