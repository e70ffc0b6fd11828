import type { Scenario } from '../scenario.ts';
import { joinStorm } from './join-storm.ts';
import { propagation } from './propagation.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { saturation } from './saturation.ts';

/** In the order in which they run and results show them. */
export const allScenarios: readonly Scenario[] = [propagation, saturation, joinStorm, reconnectStorm];

export const findScenario = (noun: string): Scenario | undefined => allScenarios.find((known) => known.noun === noun);
