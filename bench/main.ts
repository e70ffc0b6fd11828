/** Runs scenarios against servers, one at a time, and keeps what they yield. See README.md for its arguments. */
import { readArguments } from './arguments.ts';
import { maxClientBusy } from './measure/meter.ts';
import { renderResults, renderSection } from './report/render.ts';
import { keepResult, readResults, type ScenarioResult } from './report/results.ts';
import type { Line, Scenario } from './scenario.ts';
import { getServer } from './servers/all.ts';
import { RunningServer } from './servers/running-server.ts';
import type { ServerId } from './servers/server-kind.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const { scenarios, only, isQuick } = readArguments(process.argv.slice(2));

for (const scenario of scenarios) {
  const servers = scenario.servers.filter((id) => !only || only.includes(id));
  const result = await runScenario(scenario, servers);
  process.stdout.write(`\n${renderSection(scenario, result)}\n`);
  if (isQuick) continue;
  await keepResult(scenario.noun, result);
  await renderResults(await readResults());
}

/** Round after round over all servers, so that what else the machine does is spread over them. */
async function runScenario(scenario: Scenario, servers: readonly ServerId[]): Promise<ScenarioResult> {
  const lines: Partial<Record<ServerId, Line[]>> = {};
  const rounds = isQuick ? 1 : scenario.rounds;
  for (let round = 0; round < rounds; round++) {
    for (const id of servers) {
      const line = await runLine(scenario, id);
      lines[id] = [...(lines[id] ?? []), line];
      process.stdout.write(`${scenario.noun} ${round + 1}/${rounds} ${id}: ${describe(line)}\n`);
    }
  }
  return { date: new Date().toISOString().slice(0, 10), lines };
}

async function runLine(scenario: Scenario, id: ServerId): Promise<Line> {
  const server = await RunningServer.start(getServer(id));
  try {
    return await scenario.run(server, { isQuick });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { figures: {}, clientBusy: 0, notes: [`not measured: ${reason}`] };
  } finally {
    await server.remove();
  }
}

function describe({ figures, clientBusy, notes = [] }: Line): string {
  const values = Object.entries(figures).map(
    ([key, value]) => `${key} ${value === null ? '–' : Number(value.toFixed(3))}`,
  );
  const busy = `client ${Math.round(clientBusy * 100)} %${clientBusy > maxClientBusy ? ', no measurement' : ''}`;
  return [...values, busy, ...notes].join('; ');
}
