/** results.md: what was measured on what, and for each scenario the figures and the targets. */
import { writeFile } from 'node:fs/promises';
import type { Measure, Scenario } from '../scenario.ts';
import { allScenarios } from '../scenarios/all.ts';
import { allServers } from '../servers/all.ts';
import { remarks } from './remarks.ts';
import type { Results, ScenarioResult } from './results.ts';
import { figureOf, judge, validLines } from './summary.ts';

const file = new URL('../results.md', import.meta.url);

export async function renderResults({ machine, scenarios }: Results): Promise<void> {
  const { cpu, cores, memoryGb, kernel, node } = machine;
  const sections = allScenarios.flatMap((scenario) => {
    const result = scenarios[scenario.noun];
    return result ? [renderSection(scenario, result)] : [];
  });
  const head = `# Benchmarks

Written by \`npm run bench\`; [how it measures](README.md). Measured on ${cpu}, ${cores} cores, ${memoryGb} GB, Linux ${kernel},
Node ${node}; servers and client share it. CPU is that of all threads of a server. Figures are medians over the rounds. The best peer is the best
of Hocuspocus and y-websocket in any form, also those that store nothing; the relays are bounds.

${table(
  ['server', 'what has happened to an edit when others see it'],
  allServers.map(({ label, stored }) => [label, stored]),
)}
`;
  await writeFile(file, [head, ...sections].join('\n'));
}

/** One scenario: every server's figures, then Longtable against its targets. */
export function renderSection(scenario: Scenario, result: ScenarioResult): string {
  const { title, about, measures, noun } = scenario;
  const servers = allServers.filter(({ id }) => result.lines[id]);
  const figures = servers.map(({ id, label }) => [
    label,
    ...measures.map((measure) => withoutUnit(measure, figureOf(result, id, measure.key))),
  ]);
  const notes = servers.flatMap(({ id, label }) => {
    const lines = result.lines[id] ?? [];
    const busy = lines.length - validLines(lines).length;
    const said = [...new Set(lines.flatMap((line) => line.notes ?? []))];
    if (busy > 0) said.push(`${busy} of ${lines.length} rounds are no measurement: the client was over 90 % busy`);
    return said.length > 0 ? [`- ${label}: ${said.join('; ')}.`] : [];
  });
  const verdicts = judge(scenario, result).filter(({ measure }) => measure.target);
  const parts = [
    `## ${title}\n\n${about} ${roundsOf(result)}${result.date}.`,
    table(['', ...measures.map(({ label, unit }) => (unit ? `${label}, ${unit}` : label))], figures),
    verdicts.length > 0 &&
      table(
        ['measure', 'Longtable', 'best peer', 'ratio', 'target', ''],
        verdicts.map(({ measure, own, peer, ratio, isReached }) => [
          measure.label,
          withUnit(measure, own),
          peer ? `${withUnit(measure, peer.figure)} (${peer.label})` : '–',
          ratio === null ? '–' : `${ratio.toFixed(2)}×`,
          describeTarget(measure),
          isReached === null ? '–' : isReached ? 'reached' : '**not reached**',
        ]),
      ),
    notes.length > 0 && notes.join('\n'),
    remarks[noun],
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

function roundsOf({ lines }: ScenarioResult): string {
  const rounds = Math.max(...Object.values(lines).map((ofServer) => ofServer.length));
  return `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, `;
}

const withoutUnit = ({ digits }: Measure, value: number | null) => (value === null ? '–' : value.toFixed(digits));
const withUnit = (measure: Measure, value: number) => `${withoutUnit(measure, value)} ${measure.unit}`.trim();

function describeTarget({ target, better, unit }: Measure): string {
  if (!target) return '–';
  const sign = better === 'less' ? '≤' : '≥';
  return target.kind === 'ratio' ? `${sign} ${target.value}× best peer` : `${sign} ${target.value} ${unit}`.trim();
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
