import { defineConfig } from 'vitest/config';

/** Load and outages: real processes, a real PostgreSQL, minutes instead of seconds. */
export default defineConfig({
  test: {
    root: '.',
    include: ['test/load/**/*.load.ts'],
    pool: 'forks',
    // They wait for leases to lapse more than they compute.
    maxWorkers: 3,
    testTimeout: 420_000,
    hookTimeout: 120_000,
    reporters:
      process.env['CI'] === 'true' ? ['default', ['json', { outputFile: '.local/load-results.json' }]] : ['default'],
  },
});
