/** An element with its text and its links as this page last saw it: what is left to somebody when others remove it. */
import type { ElementWithBody } from '@longtable/shared/plan/element';
import type { Link } from '@longtable/shared/plan/link';

export interface LastSeen {
  element: ElementWithBody;
  links: readonly Link[];
}
