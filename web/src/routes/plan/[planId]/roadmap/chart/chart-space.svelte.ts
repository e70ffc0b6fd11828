/**
 * Where things are on the chart. What is drawn is a layer wider than the window that panning only pushes about; it is drawn
 * anew where that ends, and with every step of the zoom. Knows the bed on the page and which way time runs in it.
 */
import { untrack } from 'svelte';
import type { Stretch } from '#lib/roadmap/axis.ts';
import type { Bar } from '#lib/roadmap/layout.ts';
import { TimeView } from '#lib/roadmap/time-view.svelte.ts';

/** Of the window, beyond each side: what is drawn there need not be drawn anew while panning. */
const beyond = 1;
/** While the zoom moves everything is drawn anew for each frame, so only what is in sight is. */
const beyondWhileZooming = 0.15;
const restMs = 150;
/** Bars above and below the window that are drawn, px. */
const reach = 500;
/** Scrolling draws other rows in steps of so many px. */
const scrollStep = 200;
/** What sticks to the edges of the window: the table's edge with the axis, and the dock, px. */
const topEdge = 160;
const bottomEdge = 220;

export class ChartSpace {
  readonly time = new TimeView();
  windowHeight = $state(900);
  #bed: HTMLElement | null = null;
  #sign: 1 | -1 = $state(1);
  #isPlaced = $state(false);
  #isZooming = $state(false);
  #scrolled = $state(0);
  /** Where the layer was drawn. */
  #anchor = $state.raw({ from: 0, msPerPixel: 1 });
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** Whether somebody moved it: before that there is nothing to keep. */
  #hasMoved = false;

  /** Made while its component is. @param onStretch what is in sight, whenever somebody moved it */
  constructor(onStretch: (stretch: Stretch) => void) {
    $effect.pre(() => this.#follow());
    $effect(() => {
      const { from, to } = this.time.stretch;
      if (this.#isPlaced && this.#hasMoved) untrack(() => onStretch({ from, to }));
    });
  }

  /** Once the bed is on the page. */
  place(bed: HTMLElement, stretch: Stretch): void {
    this.#bed = bed;
    this.#sign = getComputedStyle(bed).direction === 'rtl' ? -1 : 1;
    this.time.resize(bed.clientWidth);
    this.time.show(stretch);
    this.#anchor = { from: this.time.from, msPerPixel: this.time.msPerPixel };
    this.#isPlaced = true;
  }

  #follow(): void {
    const { from, msPerPixel, width } = this.time;
    const drawn = untrack(() => this.#anchor);
    if (msPerPixel !== drawn.msPerPixel && this.#isPlaced) {
      this.#isZooming = true;
      clearTimeout(this.#resting);
      this.#resting = setTimeout(() => {
        this.#isZooming = false;
      }, restMs);
    }
    const isBeyond = Math.abs(from - drawn.from) / msPerPixel > width * beyond * 0.8;
    if (msPerPixel !== drawn.msPerPixel || isBeyond) this.#anchor = { from, msPerPixel };
  }

  /** 1 where time runs to the right, -1 where it runs to the left. */
  get sign(): 1 | -1 {
    return this.#sign;
  }

  get isPlaced(): boolean {
    return this.#isPlaced;
  }

  get isZooming(): boolean {
    return this.#isZooming;
  }

  /** Of what is drawn. */
  get msPerPixel(): number {
    return this.#anchor.msPerPixel;
  }

  /** How far the layer is pushed, px. */
  readonly shift: number = $derived(Math.round((this.#anchor.from - this.time.from) / this.#anchor.msPerPixel));

  /** What of time is drawn. */
  readonly drawn: Stretch = $derived.by(() => {
    const { from, msPerPixel } = this.#anchor;
    const side = this.time.width * (this.#isZooming ? beyondWhileZooming : beyond) * msPerPixel;
    return { from: from - side, to: from + this.time.width * msPerPixel + side };
  });

  /** From the start of the layer, px; the other way where time runs to the left. */
  readonly xOf: (at: number) => number = $derived.by(() => {
    const { from, msPerPixel } = this.#anchor;
    return (at) => Math.round((at - from) / msPerPixel);
  });

  /** From the top of the bed, px: which rows are drawn. */
  readonly rowsInSight: { top: number; bottom: number } = $derived({
    top: this.#scrolled - reach,
    bottom: this.#scrolled + reach + this.windowHeight,
  });

  noteScroll(): void {
    if (this.#bed) this.#scrolled = Math.round(-this.#bed.getBoundingClientRect().top / scrollStep) * scrollStep;
  }

  /** From where time begins in the bed, px. */
  inBed(clientX: number): number {
    const box = this.#bed?.getBoundingClientRect();
    if (!box) return 0;
    return this.#sign === 1 ? clientX - box.left : box.right - clientX;
  }

  timeAt(clientX: number): number {
    return this.time.from + this.inBed(clientX) * this.time.msPerPixel;
  }

  isOverBed(clientY: number): boolean {
    const box = this.#bed?.getBoundingClientRect();
    return box !== undefined && clientY > box.top && clientY < box.bottom;
  }

  capture(pointer: number): void {
    this.#bed?.setPointerCapture(pointer);
  }

  /** To the left or to the right, as a hand moves. */
  panBy(pixels: number): void {
    this.#hasMoved = true;
    this.time.panBy(this.#sign * pixels);
  }

  /** @param factor above 1 shows more */
  zoomAt(clientX: number, factor: number): void {
    this.#hasMoved = true;
    this.time.zoomAt(this.inBed(clientX), factor);
  }

  zoom(factor: number): void {
    this.#hasMoved = true;
    this.time.glideZoom(factor);
  }

  /** @param part of the window; below 0 goes earlier */
  step(part: number): void {
    this.#hasMoved = true;
    this.time.glideBy(part * this.time.width);
  }

  show(stretch: Stretch): void {
    this.#hasMoved = true;
    this.time.glideTo(stretch);
  }

  showAround(now: number): void {
    const { from, to } = this.time.stretch;
    const half = (to - from) / 2;
    this.show({ from: now - half * 0.6, to: now + half * 1.4 });
  }

  /** Brings a bar into sight, in time and on the page. */
  reveal({ item, top }: Bar): void {
    const { from, to } = this.time.stretch;
    const length = to - from;
    if (item.span.from > to - length * 0.1 || item.span.to < from + length * 0.02) {
      const start = item.span.from - length * 0.3;
      this.show({ from: start, to: start + length });
    }
    const box = this.#bed?.getBoundingClientRect();
    if (!box) return;
    const y = box.top + top;
    if (y < topEdge) scrollBy({ top: y - topEdge - 40 });
    else if (y > innerHeight - bottomEdge) scrollBy({ top: y - innerHeight + bottomEdge + 40 });
  }
}
