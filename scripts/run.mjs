import { spawnSync } from 'node:child_process';

/** Runs a command with its output shown; says how long it took. @returns whether it succeeded */
export function run(label, command, parameters, env = {}) {
  const start = performance.now();
  const { status } = spawnSync(command, parameters, { stdio: 'inherit', env: { ...process.env, ...env } });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`--- ${label}: ${status === 0 ? 'ok' : 'failed'} after ${seconds} s\n`);
  return status === 0;
}
