import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,server}/src/**/*.test.ts', 'web/src/lib/**/*.test.ts'],
    pool: 'threads',
    // Servers start slowly on a machine that is busy with something else.
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
