// Installs the benchmark's own packages and builds the pages when they are missing, then runs the benchmark.
import './need-node.mjs';
import { execSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const prepare = (what, command) => {
  process.stdout.write(`${what}\n`);
  execSync(command, { stdio: ['ignore', 'ignore', 'inherit'] });
};
if (process.platform !== 'linux') throw new Error('The benchmark reads /proc, which only Linux has.');
if (!existsSync('bench/node_modules')) prepare('Installing the peers.', 'npm ci --prefix bench');
if (!existsSync('web/build/handler.js')) prepare('Building the pages.', 'npm run -s build');
const { status } = spawnSync(process.execPath, ['bench/main.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
