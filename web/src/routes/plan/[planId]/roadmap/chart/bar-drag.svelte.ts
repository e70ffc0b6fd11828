/**
 * A bar that is dragged: moved, pulled at one end, or put on the axis from the tray below. Says which dates it would have;
 * the plan learns of them when it is let go.
 */
import type { ElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import { monthMs, type Precision, yearMs } from '#lib/roadmap/calendar.ts';
import { type Dates, type End, moved, placedAt, resized } from '#lib/roadmap/dates.ts';
import type { ChartSpace } from './chart-space.svelte.ts';

export type HowDragged = 'move' | End | 'place';

interface Drag {
  id: ElementId;
  title: string;
  how: HowDragged;
  startX: number;
  units: number;
  /** Where something without a date is held. */
  at: number | null;
  x: number;
  y: number;
  isMoving: boolean;
}

/** A press that moves further is a drag, px. */
export const dragPixels = 4;
const unitsMs: Record<Precision, number> = { month: monthMs, year: yearMs, decade: 10 * yearMs };

export class BarDrag {
  readonly #space: ChartSpace;
  readonly #find: (id: ElementId) => Element | undefined;
  readonly #precision: () => Precision;
  #drag: Drag | null = $state.raw(null);

  /** @param find an element as it is now; it may go while it is dragged */
  constructor(space: ChartSpace, find: (id: ElementId) => Element | undefined, precision: () => Precision) {
    this.#space = space;
    this.#find = find;
    this.#precision = precision;
  }

  get current(): Readonly<Drag> | null {
    return this.#drag;
  }

  /** What is dragged, as it stands in the plan; undefined once it is gone. */
  readonly element: Element | undefined = $derived.by(() => (this.#drag ? this.#find(this.#drag.id) : undefined));

  /** Those that it would have, were it let go here. */
  readonly dates: Dates | null = $derived.by(() => {
    if (!this.#drag || !this.element) return null;
    const { how, at, units } = this.#drag;
    const precision = this.#precision();
    if (how === 'place') return at === null ? null : placedAt(at, precision);
    return how === 'move' ? moved(this.element, units, precision) : resized(this.element, how, units, precision);
  });

  begin({ pointerId, clientX, clientY }: PointerEvent, { id, title }: Element, how: HowDragged): void {
    this.#space.capture(pointerId);
    const startX = this.#space.inBed(clientX);
    this.#drag = { id, title, how, startX, units: 0, at: null, x: clientX, y: clientY, isMoving: false };
  }

  move({ clientX, clientY }: PointerEvent): void {
    const drag = this.#drag;
    if (!drag) return;
    const by = this.#space.inBed(clientX) - drag.startX;
    const isMoving = drag.isMoving || Math.abs(by) > dragPixels || Math.abs(clientY - drag.y) > dragPixels;
    if (!isMoving) return;
    const units = Math.round((by * this.#space.time.msPerPixel) / unitsMs[this.#precision()]);
    const isPlaced = drag.how === 'place';
    const isOver = isPlaced && this.#space.isOverBed(clientY) && !isOverDock(clientX, clientY);
    const at = isOver ? this.#space.timeAt(clientX) : null;
    this.#drag = { ...drag, units, at, isMoving, x: clientX, y: isPlaced ? clientY : drag.y };
  }

  end(): void {
    this.#drag = null;
  }
}

const isOverDock = (clientX: number, clientY: number) =>
  document.elementFromPoint(clientX, clientY)?.closest('[data-dock]') != null;

export const hasChanged = (element: Element, dates: Dates) =>
  element.horizonFrom !== dates.horizonFrom || element.horizonTo !== dates.horizonTo;
