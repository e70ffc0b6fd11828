import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['{shared,server}/src/**/*.test.ts', 'web/src/lib/**/*.test.ts'], pool: 'threads' },
});
