/**
 * Finds a Chromium for the tests: $CHROMIUM_PATH, Debian's headless shell, another one of the system, Playwright's own.
 * Run as a script it installs Debian's when there is none and it may (as root).
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** The headless shell first: it starts faster and brings less along. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const browserArguments = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Chromium's sandbox refuses to run as root, as containers do.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The path of a browser, or null. */
export function findBrowser(): string | null {
  const candidates = [process.env.CHROMIUM_PATH, ...places, chromium.executablePath()];
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? null;
}

function installBrowser(): void {
  const apt = (...parameters: string[]) =>
    execFileSync('apt-get', parameters, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell', 'fonts-liberation');
}

if (import.meta.main) {
  if (!findBrowser() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installBrowser();
  const path = findBrowser();
  if (!path) {
    process.stderr.write('The journeys need Chromium. Install it, or set CHROMIUM_PATH to one.\n');
    process.exit(1);
  }
  process.stdout.write(`Browser: ${path}\n`);
}
