import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './scripts/browser.ts';

const executablePath = findBrowser();

export default defineConfig({
  testDir: 'tests',
  testIgnore: 'faults/**',
  outputDir: 'test-results/journeys',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  // What is right ends sooner; a machine that is busy with something else needs longer.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    launchOptions: { args: browserArguments, ...(executablePath && { executablePath }) },
    trace: 'retain-on-failure',
  },
});
