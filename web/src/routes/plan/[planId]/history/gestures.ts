/** Pointers on a timeline: one drags a handle, two zoom and move; a wheel zooms where zooming is meant, and moves sideways. */

export interface GestureAnswers {
  /** Places are parts of the width from where time begins, 0 to 1 and beyond. */
  onGrab(place: number): void;
  onDrag(place: number): void;
  onDrop(): void;
  /** A second finger fell: the first one was not there to drag. */
  onPinch(): void;
  /** @param factor above 1 shows more */
  onZoom(place: number, factor: number): void;
  /** @param part of the width; above 0 goes on in time */
  onMove(part: number): void;
}

export function gestures(answers: GestureAnswers): (node: HTMLElement) => () => void {
  return (node) => {
    const pointers = new Map<number, number>();
    const isReversed = () => getComputedStyle(node).direction === 'rtl';
    const placeOf = (x: number) => {
      const { left, width } = node.getBoundingClientRect();
      const part = (x - left) / Math.max(1, width);
      return isReversed() ? 1 - part : part;
    };
    /** Two fingers: how far apart, and where their middle is. */
    const spread = () => {
      const [a = 0, b = 0] = [...pointers.values()];
      return { apart: Math.max(0.01, Math.abs(a - b)), middle: (a + b) / 2 };
    };

    const down = (event: PointerEvent) => {
      if (event.button !== 0 || pointers.size === 2) return;
      pointers.set(event.pointerId, placeOf(event.clientX));
      node.setPointerCapture(event.pointerId);
      if (pointers.size === 1) answers.onGrab(placeOf(event.clientX));
      else answers.onPinch();
    };
    const move = (event: PointerEvent) => {
      if (!pointers.has(event.pointerId)) return;
      const before = spread();
      pointers.set(event.pointerId, placeOf(event.clientX));
      if (pointers.size === 1) {
        answers.onDrag(placeOf(event.clientX));
        return;
      }
      const now = spread();
      answers.onZoom(now.middle, before.apart / now.apart);
      answers.onMove(before.middle - now.middle);
    };
    const up = (event: PointerEvent) => {
      if (!pointers.delete(event.pointerId)) return;
      if (pointers.size === 0) answers.onDrop();
    };
    const turn = (event: WheelEvent) => {
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      const unit = event.deltaMode === 1 ? 16 : 1;
      if (event.ctrlKey || event.metaKey) {
        answers.onZoom(placeOf(event.clientX), Math.exp(event.deltaY * unit * 0.004));
      } else if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) {
        answers.onMove(((isReversed() ? -1 : 1) * sideways * unit) / Math.max(1, node.clientWidth));
      } else return;
      event.preventDefault();
    };

    const stop = new AbortController();
    const { signal } = stop;
    node.addEventListener('pointerdown', down, { signal });
    node.addEventListener('pointermove', move, { signal });
    node.addEventListener('pointerup', up, { signal });
    node.addEventListener('pointercancel', up, { signal });
    node.addEventListener('wheel', turn, { passive: false, signal });
    return () => stop.abort();
  };
}
