/** Where everybody stands on the map: those who are tied near each other. The same plan always gives the same map. */
import type { ElementId } from '@longtable/shared/ids';
import type { Element } from '@longtable/shared/plan/element';
import type { Tie } from '@longtable/shared/plan/ties';
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from 'd3-force';

export interface Place {
  x: number;
  y: number;
}

/** Of the largest label, pixels. */
const roomAcross = 110;
const tieLength = 150;
const steps = 300;

interface Stander extends SimulationNodeDatum {
  id: ElementId;
}

export function placeMembers(members: readonly Element[], ties: readonly Tie[]): ReadonlyMap<ElementId, Place> {
  const standers: Stander[] = members.map(({ id }) => ({ id }));
  const links = ties.map(({ from, to }) => ({ source: from.id, target: to.id }));
  const simulation = forceSimulation(standers)
    .force(
      'ties',
      forceLink<Stander, { source: ElementId; target: ElementId } & object>(links as never)
        .id(({ id }) => id)
        .distance(tieLength),
    )
    .force('apart', forceManyBody().strength(-500))
    .force('room', forceCollide(roomAcross))
    // Windows are wider than high.
    .force('across', forceX().strength(0.03))
    .force('down', forceY().strength(0.09))
    .stop();
  simulation.tick(steps);
  return new Map(standers.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
