// Builds the pages when they are missing or older than their source, then starts the server.
import './need-node.mjs';
import { execSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

const built = 'web/build/handler.js';
const sources = ['web/{src,messages}/**/*.{ts,svelte,css,html,json}', 'shared/src/**/*.ts', 'web/*.{ts,json}'];

function isStale() {
  if (!existsSync(built)) return true;
  const at = statSync(built).mtimeMs;
  return globSync(sources, { exclude: (name) => name.includes('paraglide') }).some(
    (file) => statSync(file).mtimeMs > at,
  );
}

if (isStale()) {
  process.stdout.write('Building the pages; this takes a few seconds.\n');
  execSync('npm run -s build', { stdio: ['ignore', 'ignore', 'inherit'] });
}
await import('../server/src/main.ts');
