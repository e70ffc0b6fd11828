// Format, lint, types, dead code and unit tests: what a change must pass before it is shared.
import './need-node.mjs';
import { existsSync } from 'node:fs';
import { run } from './run.mjs';

const steps = [
  ['format and lint', 'biome', ['check', '--error-on-warnings']],
  ['types of server and tests', 'tsc', ['-p', 'server', '--noEmit']],
  ...(existsSync('bench/node_modules') ? [['types of the benchmark', 'tsc', ['-p', 'bench', '--noEmit']]] : []),
  ['types of pages', 'npm', ['run', '-s', 'check', '-w', 'web']],
  ['dead code', 'knip', []],
  ['unit tests', 'vitest', ['run']],
];
for (const [label, command, parameters] of steps) if (!run(label, command, parameters)) process.exit(1);
