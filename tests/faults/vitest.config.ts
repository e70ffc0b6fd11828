import { defineConfig } from 'vitest/config';

/** Tests that measure how long something takes run after the others. */
const timed = 'tests/faults/hostile.test.ts';
const shared = { pool: 'threads', testTimeout: 60_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'faults',
          include: ['tests/faults/*.test.ts'],
          exclude: [timed],
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...shared, name: 'timed faults', include: [timed], sequence: { groupOrder: 1 } } },
    ],
  },
});
