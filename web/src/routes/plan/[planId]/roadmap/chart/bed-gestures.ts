/** Fingers and mice on the bed: a press chooses, a hold drags a bar, all else pans; two fingers and the wheel zoom. */
import type { ElementId } from '@longtable/shared/ids';
import { parseElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import { type BarDrag, dragPixels } from './bar-drag.svelte.ts';
import type { ChartSpace } from './chart-space.svelte.ts';

interface Asked {
  space: ChartSpace;
  drag: BarDrag;
  find: (id: ElementId) => Element | undefined;
  /** A finger drags what was chosen before, so that others scroll the page; a mouse drags anything. */
  canDrag: (id: ElementId, pointer: string) => boolean;
  onDown: () => void;
  onPress: (id: ElementId | null) => void;
  /** A drag has ended; whether it went anywhere. */
  onDrop: (hasMoved: boolean) => void;
}

/** Two fingers are no nearer to each other than this, px. */
const leastPinch = 24;
/** How much of the zoom a turn of the wheel is: in lines, in pixels. */
const zoomPerLine = 0.05;
const zoomPerPixel = 0.004;

export class BedGestures {
  readonly #asked: Asked;
  /** Fingers and buttons that are down on the bed, and where. */
  readonly #pointers = new Map<number, number>();
  #pinch: { distance: number } | null = null;
  #pressed: { id: ElementId | null; x: number } | null = null;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  readonly down = (event: PointerEvent) => {
    if (event.button !== 0 || !(event.target instanceof globalThis.Element)) return;
    const { drag, find, canDrag, onDown } = this.#asked;
    const id = parseElementId(event.target.closest<HTMLElement>('[data-element]')?.dataset.element);
    const element = id ? find(id) : undefined;
    onDown();
    if (element && canDrag(element.id, event.pointerType)) {
      const end = event.target instanceof HTMLElement ? event.target.dataset.end : undefined;
      drag.begin(event, element, end === 'from' || end === 'to' ? end : 'move');
      return;
    }
    this.#pointers.set(event.pointerId, event.clientX);
    // Two fingers zoom, and choose nothing when they are lifted.
    this.#pressed = this.#pointers.size === 1 ? { id: element?.id ?? null, x: event.clientX } : null;
  };

  readonly move = (event: PointerEvent) => {
    const { space, drag } = this.#asked;
    if (drag.current) {
      drag.move(event);
      return;
    }
    const before = this.#pointers.get(event.pointerId);
    if (before === undefined) return;
    this.#pointers.set(event.pointerId, event.clientX);
    if (this.#pointers.size === 2) {
      this.#zoomWithTwo();
      return;
    }
    if (this.#pressed && Math.abs(event.clientX - this.#pressed.x) <= dragPixels) return;
    if (this.#pressed) space.capture(event.pointerId);
    this.#pressed = null;
    space.panBy(before - event.clientX);
  };

  #zoomWithTwo(): void {
    const [one = 0, other = 0] = [...this.#pointers.values()];
    const distance = Math.max(Math.abs(one - other), leastPinch);
    if (this.#pinch) this.#asked.space.zoomAt((one + other) / 2, this.#pinch.distance / distance);
    this.#pinch = { distance };
  }

  readonly up = (event: PointerEvent) => {
    const { drag, onDrop, onPress } = this.#asked;
    this.#pointers.delete(event.pointerId);
    this.#pinch = null;
    if (drag.current) onDrop(drag.current.isMoving);
    else if (this.#pressed) onPress(this.#pressed.id);
    drag.end();
    this.#pressed = null;
  };

  readonly cancel = () => {
    this.#asked.drag.end();
    this.#pressed = null;
    this.#pinch = null;
    this.#pointers.clear();
  };

  /** An attachment: the page must not scroll where this zooms or pans. */
  readonly wheel = (node: HTMLElement) => {
    const { space } = this.#asked;
    const turn = (event: WheelEvent) => {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        space.zoomAt(event.clientX, Math.exp(event.deltaY * (event.deltaMode === 1 ? zoomPerLine : zoomPerPixel)));
      } else if (Math.abs(sideways) > Math.abs(event.deltaY) || event.shiftKey) {
        event.preventDefault();
        space.panBy(sideways);
      }
    };
    node.addEventListener('wheel', turn, { passive: false });
    return () => node.removeEventListener('wheel', turn);
  };
}
