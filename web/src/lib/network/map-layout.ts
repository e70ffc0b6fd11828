/** Who is on the map, and where: those who are tied near each other. The same plan always gives the same map. */
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

/** As many as can be told apart on a map; the table has all. */
export const mostOnMap = 120;
/** Of the largest label, pixels. */
const roomAcross = 125;
const tieLength = 200;
/** Labels need less room above each other than beside, and windows are wider than high. */
const flatness = 0.5;
/** Until they stand still; the more there are, the longer each takes. */
const stepsOfFew = 300;
const few = 60;

interface Stander extends SimulationNodeDatum {
  id: ElementId;
}

/** All of them, or those with the most ties, in their order. */
export function chooseMembers(members: readonly Element[], ties: readonly Tie[]): readonly Element[] {
  if (members.length <= mostOnMap) return members;
  const counts = new Map<ElementId, number>();
  for (const { from, to } of ties) {
    for (const { id } of [from, to]) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const countOf = ({ id }: Element) => counts.get(id) ?? 0;
  const most = new Set([...members].sort((a, b) => countOf(b) - countOf(a)).slice(0, mostOnMap));
  return members.filter((member) => most.has(member));
}

/** All that a map's places depend on, as one string: its members and its ties, in whichever order they come. */
export function shapeOf(members: readonly Element[], ties: readonly Tie[]): string {
  const pairs = ties.map(({ from, to }) => `${from.id} ${to.id}`);
  return [...members.map(({ id }) => id).sort(), ...pairs.sort()].join();
}

export function placeMembers(members: readonly Element[], ties: readonly Tie[]): ReadonlyMap<ElementId, Place> {
  const standers: Stander[] = members.map(({ id }) => ({ id }));
  const there = new Set(standers.map(({ id }) => id));
  const links = ties
    .filter(({ from, to }) => there.has(from.id) && there.has(to.id))
    .map(({ from, to }) => ({ source: from.id, target: to.id }));
  const simulation = forceSimulation(standers)
    .force(
      'ties',
      forceLink<Stander, { source: ElementId; target: ElementId } & object>(links as never)
        .id(({ id }) => id)
        .distance(tieLength),
    )
    .force('apart', forceManyBody().strength(-500))
    .force('room', forceCollide(roomAcross))
    .force('across', forceX().strength(0.04))
    .force('down', forceY().strength(0.06))
    .stop();
  simulation.tick(members.length <= few ? stepsOfFew : stepsOfFew / 2);
  return new Map(standers.map(({ id, x = 0, y = 0 }) => [id, { x, y: y * flatness }]));
}
