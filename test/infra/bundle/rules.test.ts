import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractZip } from '../../../infra/bundle/zip-file.ts';
import { bundle, jsonIn, namesIn, textIn } from './bundle-command.ts';
import { smallProject } from './small-project.ts';

const projects: string[] = [];

function project(...given: Parameters<typeof smallProject>): string {
  const root = smallProject(...given);
  projects.push(root);
  return root;
}

async function bundled(root: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, stderr } = await bundle(root, ['--out', 'made', '--starts', '0'], env);
  if (code !== 0) throw new Error(stderr);
  return join(root, 'made/api-credentials.zip');
}

afterAll(() => {
  for (const root of projects) rmSync(root, { recursive: true, force: true });
});

describe('a bundle', () => {
  let root: string;
  let zip: string;
  beforeAll(async () => {
    root = project();
    zip = await bundled(root);
  });

  it('holds the programs, the code that they share, what they read, and what describes it', () => {
    const names = namesIn(zip).map((name) => name.replace(/-[\w-]{8}\.js/, '-hash.js'));
    expect(names).toEqual([
      'LICENCES.txt',
      'bot/adapters/one.sql',
      'bot/chunks/asked-hash.js',
      'bot/chunks/asked-hash.js.map',
      'bot/main.js',
      'bot/main.js.map',
      'bot/operator/assign.js',
      'bot/operator/assign.js.map',
      'bundle.json',
      'package-lock.json',
      'package.json',
    ]);
  });

  it('runs without the project and its packages, and finds the files that the bot reads', async () => {
    const alone = mkdtempSync(join(tmpdir(), 'api-credentials-small-alone-'));
    projects.push(alone);
    await extractZip(zip, alone);
    const printed = execFileSync(process.execPath, ['bot/main.js'], { cwd: alone, encoding: 'utf8' });
    expect(printed).toContain('1.0.0 – peer – 2.0.0');
    expect(printed).toContain(pathToFileURL(join(alone, 'bot/adapters/one.sql')).href);
    expect(existsSync(join(alone, 'bot/adapters/one.sql'))).toBe(true);
  });

  it('names the lines of the sources when something fails', async () => {
    const failing = await bundled(
      project({ 'bot/main.ts': 'const said: string = "planned";\n\nthrow new Error(said);' }),
    );
    const alone = mkdtempSync(join(tmpdir(), 'api-credentials-small-alone-'));
    projects.push(alone);
    await extractZip(failing, alone);
    const [command = '', ...options] = ['node', '--enable-source-maps', '--max-semi-space-size=16', 'bot/main.js'];
    expect(jsonIn(failing, 'package.json')).toMatchObject({ scripts: { start: [command, ...options].join(' ') } });
    const { stderr } = spawnSync(process.execPath, options, { cwd: alone, encoding: 'utf8' });
    expect(stderr).toMatch(/Error: planned\n\s+at .*bot\/main\.ts:3:7/);
  });

  it('describes itself without what only development needs', () => {
    expect(jsonIn(zip, 'package.json')).toEqual({
      name: 'small',
      version: '1.2.3',
      type: 'module',
      license: 'MIT',
      engines: { node: '24.x' },
      scripts: {
        start: 'node --enable-source-maps --max-semi-space-size=16 bot/main.js',
        assign: 'node --enable-source-maps --max-semi-space-size=16 bot/operator/assign.js',
      },
      dependencies: {},
    });
    expect(jsonIn(zip, 'package-lock.json')).toMatchObject({ packages: { '': { dependencies: {} } } });
    expect(JSON.stringify(jsonIn(zip, 'package-lock.json'))).not.toContain('node_modules/');
  });

  it('lists the packages whose code it contains and their licences, and nothing of the machine', () => {
    expect(jsonIn(zip, 'bundle.json')).toEqual({
      name: 'small',
      version: '1.2.3',
      node: 24,
      packages: ['asked@1.0.0', 'inner@1.1.0', 'peer@1.0.0', 'shared@1.0.0', 'shared@2.0.0'],
      licences: { ISC: 2, MIT: 3 },
    });
  });

  it('carries the licence of each of these packages, or says who made it if it came without one', () => {
    const chapters = textIn(zip, 'LICENCES.txt')
      .split(/^=+$/m)
      .map((text) => text.trim());
    const alone = (licence: string) =>
      `The package came without a licence text. Its licence: ${licence}. Its author: Somebody <somebody@example.invalid>.`;
    expect(chapters).toEqual([
      'This bundle contains code of these packages.',
      ...['asked 1.0.0, MIT', 'MIT'],
      ...['inner 1.1.0, MIT', '## Licence\nFree for all.'],
      ...['peer 1.0.0, MIT', alone('MIT')],
      ...['shared 1.0.0, ISC', alone('ISC')],
      ...['shared 2.0.0, ISC', alone('ISC')],
    ]);
  });

  it('has the same bytes in every time zone and with every order of the files', async () => {
    const other = await bundled(project({}, 'reversed'), { TZ: 'Pacific/Kiritimati' });
    expect(readFileSync(other).equals(readFileSync(zip))).toBe(true);
  });
});

it('names the commit, and says so if the bundle holds changes beyond it', async () => {
  const root = project();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.invalid', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', 'bot', 'cards', 'package.json', 'package-lock.json');
  expect(jsonIn(await bundled(root), 'bundle.json')).not.toHaveProperty('commit');
  git('commit', '-q', '-m', 'First');
  const commit = git('rev-parse', 'HEAD').trim();
  const untracked = ['bot/.data', 'bot/.env', 'bot/bot.log', 'bot/decisions', 'cards/list.sample.json'];
  for (const name of untracked) rmSync(join(root, name), { recursive: true, force: true });
  git('commit', '-q', '-a', '-m', 'Second');
  const second = git('rev-parse', 'HEAD').trim();
  expect(second).not.toBe(commit);
  expect(jsonIn(await bundled(root), 'bundle.json')).toMatchObject({ commit: second, modified: false });
  writeFileSync(join(root, 'cards/list.json'), '{"title":"other"}');
  expect(jsonIn(await bundled(root), 'bundle.json')).toMatchObject({ commit: second, modified: true });
});

describe('npm run bundle', () => {
  const lock = (text: string) => ({ 'package-lock.json': text });
  const lockText = () => readFileSync(join(project(), 'package-lock.json'), 'utf8');

  it.each<[string, () => Readonly<Record<string, string>>, string]>([
    [
      'if the installed packages are not those of the lock file',
      () => ({ 'node_modules/inner/package.json': '{"version":"1.0.9"}' }),
      'node_modules/inner is 1.0.9, and the lock file says 1.1.0: run npm ci',
    ],
    [
      'if the lock file lacks what a package needs',
      () => lock(lockText().replace('"node_modules/peer"', '"node_modules/other"')),
      'peer, which node_modules/asked needs',
    ],
    [
      'if there is a file of an unknown kind',
      () => ({ 'bot/key.pem': 'planted' }),
      'bot/key.pem is of a kind that is not bundled',
    ],
    [
      'if the bot imports a package that nobody installed',
      () => ({ 'bot/main.ts': "import 'astray';" }),
      "[UNRESOLVED_IMPORT] Could not resolve 'astray' in bot/main.ts",
    ],
    [
      'if the bot imports a package that only development needs',
      () => ({ 'bot/main.ts': "import { wished } from 'wished';\nconsole.log(wished);" }),
      'node_modules/wished is bundled, and only development needs it',
    ],
    [
      'if a package is made for one kind of machine',
      () => ({ 'node_modules/inner/build/inner.node': '' }),
      'node_modules/inner/build/inner.node is made for one kind of machine',
    ],
  ])('makes no bundle %s', async (_, over, complaint) => {
    const root = project(over());
    const { code, stderr } = await bundle(root, ['--starts', '0']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `No bundle was made:\n- ${complaint}\n` });
    expect(existsSync(join(root, '.local'))).toBe(false);
  });

  it('makes no bundle before npm ci was run', async () => {
    const root = project();
    rmSync(join(root, 'node_modules/shared'), { recursive: true });
    const { code, stderr } = await bundle(root, ['--starts', '0']);
    expect(code).toBe(1);
    expect(stderr).toContain('node_modules/shared is not installed: run npm ci');
  });

  it.each([[['--start', '1']], [['--starts', 'often']], [['folder']]])(
    'makes no bundle of %j, and prints its usage',
    async (given) => {
      const { code, stderr } = await bundle(project(), given);
      expect(code).toBe(1);
      expect(stderr).toContain('Usage: npm run bundle');
    },
  );
});

it('reports a bundle that does not start, with what the bundle printed', async () => {
  const root = project({ 'bot/main.ts': 'process.stderr.write("nothing to do\\n"); process.exit(3);' });
  const { code, stderr } = await bundle(root, ['--starts', '1']);
  expect(code).toBe(1);
  expect(stderr).toContain('The bundle did not start: nothing to do');
});
