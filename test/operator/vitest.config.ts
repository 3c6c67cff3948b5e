import { defineConfig } from 'vitest/config';

/** Operators' commands as they are run: a process each time, with databases, stand-ins and bundles of their own. */
export default defineConfig({
  test: {
    root: '.',
    include: ['test/{operator,doctor,bundle}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters:
      process.env['CI'] === 'true'
        ? ['default', ['json', { outputFile: '.local/operator-results.json' }]]
        : ['default'],
  },
});
