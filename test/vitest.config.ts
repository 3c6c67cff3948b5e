import { defineConfig } from 'vitest/config';

/** Journeys start real processes: they get longer deadlines than a unit test, and at most two run at once. */
export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    // Commands for operators, each run as a process many times over: `npm run test:operator`.
    exclude: ['test/operator/**', 'test/doctor/**', 'test/bundle/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters:
      process.env['CI'] === 'true' ? ['default', ['json', { outputFile: '.local/test-results.json' }]] : ['default'],
  },
});
