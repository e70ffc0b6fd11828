/** Rays from what leads somewhere to where it leads, as SVG paths. Knows pixels only. */
import type { Link } from '@longtable/shared/plan/link';

/** How a ray is drawn: solid, dashed, barred; dotted where nobody has said how sure it is. */
export type RayLook = 'will' | 'might' | 'prevent' | 'unsaid';

/** What builds something, or is part of it, does so. */
export function rayLookOf({ type, details }: Pick<Link, 'type' | 'details'>): RayLook {
  if (details.chance === 'should-prevent') return 'prevent';
  if (type !== 'leads-to' || details.chance === 'will') return 'will';
  return details.chance === 'might' ? 'might' : 'unsaid';
}

export interface Box {
  start: number;
  end: number;
  /** Where its title ends, if that stands behind it. */
  tail: number;
  /** Of its middle. */
  y: number;
}

/** Half of the bar across a ray that should prevent. */
const barPixels = 7;
const clearPixels = 24;

/** From the end of one to the start of the other; from above or below where they lie at the same time. */
export function rayPath(from: Box, to: Box, isBarred: boolean): string {
  const leave = to.start >= from.tail + clearPixels ? from.tail : from.end;
  const isAfter = to.start >= leave + clearPixels;
  const x1 = isAfter ? leave : Math.min(Math.max(to.start, from.start + 8), from.end);
  const x2 = isAfter ? to.start : Math.max(to.start, x1);
  const reach = isAfter ? Math.min(Math.max((x2 - x1) / 2, clearPixels), 120) : 0;
  const lift = isAfter ? 0 : (to.y - from.y) / 2;
  const curve = `M${r(x1)} ${r(from.y)}C${r(x1 + reach)} ${r(from.y + lift)} ${r(x2 - reach)} ${r(to.y - lift)} ${r(x2)} ${r(to.y)}`;
  if (!isBarred) return curve;
  const [dx, dy] = [x2 - x1 + (x2 - reach - (x1 + reach)), to.y - from.y + (to.y - lift - (from.y + lift))];
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [(-dy / length) * barPixels, (dx / length) * barPixels];
  const [mx, my] = [(x1 + x2) / 2, (from.y + to.y) / 2];
  return `${curve}M${r(mx - nx)} ${r(my - ny)}L${r(mx + nx)} ${r(my + ny)}`;
}

const r = (pixels: number) => Math.round(pixels * 2) / 2;
