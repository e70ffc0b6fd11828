/** `npm run bench -- [scenario…] [--only server,…] [--quick]`, read once. */
import { parseArgs } from 'node:util';
import type { Scenario } from './scenario.ts';
import { allScenarios, findScenario } from './scenarios/all.ts';
import { allServers, findServer } from './servers/all.ts';
import type { ServerId } from './servers/server-kind.ts';

export interface Arguments {
  scenarios: readonly Scenario[];
  /** Null for every server that a scenario knows. */
  only: readonly ServerId[] | null;
  isQuick: boolean;
}

/** Ends the process with a sentence when a name is unknown. */
export function readArguments(raw: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: raw,
    allowPositionals: true,
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const scenarios = positionals.map(
    (noun) =>
      findScenario(noun) ??
      refuse(
        'scenario',
        noun,
        allScenarios.map((s) => s.noun),
      ),
  );
  const only = values.only?.split(',').map(
    (id) =>
      findServer(id)?.id ??
      refuse(
        'server',
        id,
        allServers.map((k) => k.id),
      ),
  );
  return { scenarios: scenarios.length > 0 ? scenarios : allScenarios, only: only ?? null, isQuick: values.quick };
}

function refuse(what: string, name: string, known: string[]): never {
  process.stderr.write(`There is no ${what} "${name}". There are: ${known.join(', ')}\n`);
  process.exit(1);
}
