import type { Scenario } from '../scenario.ts';
import { coldOpen } from './cold-open.ts';
import { history } from './history.ts';
import { hostile } from './hostile.ts';
import { joinStorm } from './join-storm.ts';
import { kill } from './kill.ts';
import { manyPlans } from './many-plans.ts';
import { presenceAlive } from './presence-alive.ts';
import { presenceMoving } from './presence-moving.ts';
import { propagation } from './propagation.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { saturation } from './saturation.ts';
import { slowReader } from './slow-reader.ts';

/** In the order in which they run and results show them. */
export const allScenarios: readonly Scenario[] = [
  propagation,
  saturation,
  joinStorm,
  reconnectStorm,
  manyPlans,
  coldOpen,
  history,
  slowReader,
  kill,
  hostile,
  presenceAlive,
  presenceMoving,
];

export const findScenario = (noun: string): Scenario | undefined => allScenarios.find((known) => known.noun === noun);
