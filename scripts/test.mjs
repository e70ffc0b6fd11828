// Everything that must hold: checks, unit tests, and journeys in a real browser. The last line counts the tests.
import './need-node.mjs';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { run } from './run.mjs';

const results = 'test-results';
const counts = { passed: 0, failed: 0 };
let isGreen = true;

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const step = (...parameters) => {
  const isOk = run(...parameters);
  isGreen &&= isOk;
  return isOk;
};

/** A report that is missing or empty is a failure: it would otherwise count as nothing to complain about. */
function count(file, read) {
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(`${results}/${file}`, 'utf8')));
    if (passed + failed === 0) throw new Error('no tests');
    counts.passed += passed;
    counts.failed += failed;
  } catch (error) {
    process.stderr.write(`${file}: ${error.message}\n`);
    counts.failed++;
    isGreen = false;
  }
}

step('format and lint', 'biome', ['check', '--error-on-warnings']);
step('types of server and tests', 'tsc', ['-p', 'server', '--noEmit']);
step('types of the pages', 'npm', ['run', '-s', 'check', '-w', 'web']);
step('dead code', 'knip', []);
for (const [label, name, parameters] of [
  ['unit tests', 'unit', []],
  ['faults', 'faults', ['--config', 'tests/faults/vitest.config.ts']],
]) {
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}/${name}.json`];
  step(label, 'vitest', ['run', ...parameters, ...report]);
  count(`${name}.json`, ({ numPassedTests, numFailedTests, numPendingTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests + numPendingTests,
  }));
}
if (step('build', 'npm', ['run', '-s', 'build']) && step('browser', 'node', ['scripts/browser.ts'])) {
  step('journeys', 'playwright', ['test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: `${results}/journeys.json`,
  });
  count('journeys.json', ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
  }));
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exit(isGreen && counts.failed === 0 ? 0 : 1);
