import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/faults/*.test.ts'], pool: 'threads', maxWorkers: 2, testTimeout: 60_000 },
});
