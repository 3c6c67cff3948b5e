import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';
import { ErrorsOutside } from './errors-outside.ts';
import { LongestFirst } from './longest-first.ts';

/** Rules, use cases, cards and parsing: no process, no port, no file outside the repository. */
const UNIT = [
  'test/{architecture,documents}.test.ts',
  'test/{access,bench,cards,mutants}/**/*.test.ts',
  'test/threats/table.test.ts',
  'test/threats/secrets/*.test.ts',
  'test/threats/inbound/*.test.ts',
  'test/threats/people/{presses,channels,own-registrations}.test.ts',
  'test/bot/{config,domain,usecases}/**/*.test.ts',
  'test/bot/adapters/teams/inbound/{parse,typed-text,mentions,any-mark-up}.test.ts',
];

/** The operator's commands, the doctor and the bundle: each test starts processes of its own. */
const OPERATOR = ['test/bot/{operator,doctor}/**/*.test.ts', 'test/infra/{bundle,local/start}/**/*.test.ts'];

/** Each of these has a process of its own: msal reads the address of the managed identity once in a process. */
const ALONE = [
  'test/bot/adapters/entra/{managed-identity,federated}.test.ts',
  'test/bot/adapters/postgres/base/database-auth.test.ts',
];

/** Starts what all workers of a run share, when the first test asks for it. */
const ONCE = 'test/once/setup.ts';

/** What `.ci/run` counts and names. */
const FILES: (Reporter | ['json', { outputFile: string }])[] = [
  ['json', { outputFile: '.local/test-results.json' }],
  new ErrorsOutside('.local/errors-outside-tests.txt'),
];

/** Six projects; test/README.md says what each is for and how to run one. */
export default defineConfig({
  test: {
    pool: 'forks',
    // What a test waits for comes at once on a quiet machine. One second, which is the default, is not always enough.
    expect: { poll: { timeout: 20_000 } },
    sequence: { sequencer: LongestFirst },
    reporters: ['default', ...(process.env['CI'] === 'true' ? FILES : [])],
    projects: [
      // The files of one worker share its modules, and with them its database (test/ledger/test-database.ts) and its
      // browser (test/browser/chromium.ts). test/README.md says what a file has to leave as it found it.
      project('unit', { include: UNIT, isolate: false, maxWorkers: 2, testTimeout: 30_000 }),
      project('world', {
        include: ['test/**/*.test.ts'],
        exclude: [...UNIT, ...OPERATOR, ...ALONE],
        isolate: false,
        globalSetup: ONCE,
        maxWorkers: 2,
        // A bot starts within some seconds, and within a minute on a machine that is busy with other work.
        testTimeout: 120_000,
        hookTimeout: 180_000,
      }),
      project('alone', { include: ALONE, maxWorkers: 2, testTimeout: 120_000, hookTimeout: 180_000 }),
      project('operator', {
        include: OPERATOR,
        globalSetup: ONCE,
        maxWorkers: 2,
        testTimeout: 120_000,
        hookTimeout: 180_000,
      }),
      // Load tests wait for leases to lapse more than they compute, so three of them run at once.
      project('load', {
        include: ['test/load/**/*.load.ts'],
        globalSetup: ONCE,
        maxWorkers: 3,
        testTimeout: 420_000,
        hookTimeout: 120_000,
      }),
      project('faults', {
        include: ['test/faults/**/*.faults.ts'],
        globalSetup: [ONCE, 'test/faults/setup.ts'],
        maxWorkers: 2,
        // A kill takes a second on a quiet machine, and several on one that is busy with other work.
        testTimeout: 1_800_000,
        hookTimeout: 180_000,
      }),
    ],
  },
});

interface Options {
  readonly include: string[];
  readonly exclude?: string[];
  readonly isolate?: boolean;
  readonly globalSetup?: string | string[];
  readonly maxWorkers: number;
  readonly testTimeout?: number;
  readonly hookTimeout?: number;
}

function project(name: string, options: Options) {
  return { extends: true as const, test: { name, root: '.', ...options } };
}
