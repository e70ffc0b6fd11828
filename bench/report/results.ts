/** The raw figures of every scenario's last run, in results.json: results.md is rendered from them. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Line } from '../scenario.ts';
import type { ServerId } from '../servers/server-kind.ts';
import { describeMachine, type Machine } from './machine.ts';

const file = new URL('../results.json', import.meta.url);

export interface ScenarioResult {
  date: string;
  /** Every round of each server that ran. */
  lines: Partial<Record<ServerId, Line[]>>;
}

export interface Results {
  machine: Machine;
  scenarios: Record<string, ScenarioResult>;
}

export async function readResults(): Promise<Results> {
  if (!existsSync(file)) return { machine: describeMachine(), scenarios: {} };
  return JSON.parse(await readFile(file, 'utf8')) as Results;
}

/** Servers that did not run this time keep their lines. */
export async function keepResult(noun: string, result: ScenarioResult): Promise<void> {
  const { scenarios } = await readResults();
  const lines = { ...scenarios[noun]?.lines, ...result.lines };
  const results: Results = {
    machine: describeMachine(),
    scenarios: { ...scenarios, [noun]: { date: result.date, lines } },
  };
  await writeFile(file, `${JSON.stringify(results, null, 1)}\n`);
}
