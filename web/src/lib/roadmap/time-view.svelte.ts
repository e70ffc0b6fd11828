/** Which stretch of time is in sight, and how it moves: by pixels, around a point, or smoothly to another. */
import { prefersReducedMotion } from 'svelte/motion';
import { coarsestMsPerPixel, earliest, finestMsPerPixel, latest, type Stretch } from './axis.ts';

const settleMs = 180;

export class TimeView {
  #from = $state(0);
  #msPerPixel = $state(coarsestMsPerPixel);
  #width = $state(1000);
  #frame = 0;

  get from(): number {
    return this.#from;
  }

  get msPerPixel(): number {
    return this.#msPerPixel;
  }

  /** Px. */
  get width(): number {
    return this.#width;
  }

  get stretch(): Stretch {
    return { from: this.#from, to: this.#from + this.#width * this.#msPerPixel };
  }

  /** The window became wider or narrower: as long a time as before is in it. */
  resize(width: number): void {
    if (width <= 0 || width === this.#width) return;
    const scale = (this.#msPerPixel * this.#width) / width;
    this.#width = width;
    this.#set(this.#from, scale);
  }

  show({ from, to }: Stretch): void {
    this.#stop();
    this.#set(from, (to - from) / this.#width);
  }

  panBy(pixels: number): void {
    this.#stop();
    this.#set(this.#from + pixels * this.#msPerPixel, this.#msPerPixel);
  }

  /** What is at `x` stays there. @param factor above 1 shows more */
  zoomAt(x: number, factor: number): void {
    this.#stop();
    const at = this.#from + x * this.#msPerPixel;
    const scale = clamp(this.#msPerPixel * factor, finestMsPerPixel, coarsestMsPerPixel);
    this.#set(at - x * scale, scale);
  }

  /** Goes there in one settle; at once for those who asked for less motion. */
  glideTo({ from, to }: Stretch): void {
    this.#stop();
    const scale = clamp((to - from) / this.#width, finestMsPerPixel, coarsestMsPerPixel);
    if (prefersReducedMotion.current) {
      this.#set(from, scale);
      return;
    }
    const [startFrom, startScale, startedAt] = [this.#from, this.#msPerPixel, performance.now()];
    const step = (now: number) => {
      const part = clamp((now - startedAt) / settleMs, 0, 1);
      const eased = 1 - (1 - part) ** 3;
      const next = startScale * (scale / startScale) ** eased;
      // The point that the way there turns around moves as its scale does.
      const way = scale === startScale ? eased : (next - startScale) / (scale - startScale);
      this.#set(startFrom + (from - startFrom) * way, next);
      if (part < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  glideZoom(factor: number): void {
    const middle = this.#from + (this.#width / 2) * this.#msPerPixel;
    const half = (this.#width / 2) * clamp(this.#msPerPixel * factor, finestMsPerPixel, coarsestMsPerPixel);
    this.glideTo({ from: middle - half, to: middle + half });
  }

  glideBy(pixels: number): void {
    const { from, to } = this.stretch;
    const by = pixels * this.#msPerPixel;
    this.glideTo({ from: from + by, to: to + by });
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #set(from: number, msPerPixel: number): void {
    this.#msPerPixel = clamp(msPerPixel, finestMsPerPixel, coarsestMsPerPixel);
    this.#from = clamp(from, earliest, latest - this.#width * this.#msPerPixel);
  }
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
